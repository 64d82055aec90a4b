"""One's own account: settings, password, sessions, API tokens."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.domain.errors import InvalidError
from app.domain.text import Text
from app.services import accounts, preferences, tokens
from app.web import languages, zones
from app.web.clock import Now
from app.web.deps import CurrentUser, CurrentVisitor, Fields, ReadSession, RowId, WriteSession
from app.web.pages import go, render
from app.web.visitors import THEME_COOKIE, Visitor

router = APIRouter(prefix="/account", include_in_schema=False)

_SETTINGS = (
    "lang",
    "zone",
    "day_start_hour",
    "theme",
    "new_per_day",
    "reviews_per_day",
    "desired_retention",
    "bury_siblings",
    "single_keys",
)
_YEAR_S = 365 * 24 * 3600


@router.get("", name="account")
def show(
    request: Request, visitor: CurrentVisitor, user: CurrentUser, db: ReadSession, now: Now
) -> Response:
    """Show everything about one's own account."""
    return _page(request, visitor, db, user.id, now)


@router.post("/preferences", name="account.preferences")
def change_preferences(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: WriteSession,
    fields: Fields,
    now: Now,
) -> Response:
    """Save the settings."""
    # A box that is not ticked is not sent.
    typed = {name: str(fields.get(name, "")) for name in _SETTINGS}
    try:
        saved = preferences.change(db, user_id=user.id, changes=typed)
    except InvalidError as error:
        errors = {error.field: error.message}
        return _page(request, visitor, db, user.id, now, 422, errors=errors, typed=typed)
    reply = go(request, "account", {"done": "saved"})
    reply.set_cookie(languages.COOKIE, saved.lang, max_age=_YEAR_S, samesite="lax")
    reply.delete_cookie(languages.HERE)
    if saved.theme == "system":
        reply.delete_cookie(THEME_COOKIE)
    else:
        reply.set_cookie(THEME_COOKIE, saved.theme, max_age=_YEAR_S, samesite="lax")
    return reply


@router.post("/password", name="account.password")
def change_password(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: WriteSession,
    now: Now,
    current: Annotated[str, Form(max_length=1000)] = "",
    new: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Change the password; other sessions end."""
    try:
        accounts.change_password(
            db,
            user_id=user.id,
            current=current,
            new=new,
            keep_session_id=visitor.session_id,
            now_ms=now,
        )
    except InvalidError as error:
        errors = {error.field: error.message}
        return _page(request, visitor, db, user.id, now, 422, errors=errors)
    return go(request, "account", {"done": "password"})


@router.post("/sessions/others/revoke", name="account.revoke_others")
def revoke_others(
    request: Request, visitor: CurrentVisitor, user: CurrentUser, db: WriteSession
) -> Response:
    """End every session but this one."""
    accounts.revoke_other_sessions(db, user_id=user.id, keep_id=visitor.session_id)
    return go(request, "account", {"done": "revoked"})


@router.post("/sessions/{session_id}/revoke", name="account.revoke_session")
def revoke_session(
    request: Request, user: CurrentUser, db: WriteSession, session_id: RowId
) -> Response:
    """End one session."""
    accounts.revoke_session(db, user_id=user.id, session_id=session_id)
    return go(request, "account", {"done": "revoked"})


@router.post("/tokens", name="account.new_token")
def new_token(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: WriteSession,
    now: Now,
    fields: Fields,
) -> Response:
    """Make an API token and show its secret, this once."""
    name = str(fields.get("name", ""))
    scopes = [str(scope) for scope in fields.getlist("scopes")]
    try:
        secret, _token = tokens.create(db, user_id=user.id, name=name, scopes=scopes, now_ms=now)
    except InvalidError as error:
        errors = {error.field: error.message}
        typed = {"name": name}
        return _page(request, visitor, db, user.id, now, 422, errors=errors, typed=typed)
    db.flush()  # the list below shows the new token
    return _page(request, visitor, db, user.id, now, secret=secret)


@router.post("/tokens/{token_id}/revoke", name="account.revoke_token")
def revoke_token(
    request: Request, user: CurrentUser, db: WriteSession, token_id: RowId
) -> Response:
    """Revoke one API token."""
    tokens.revoke(db, user_id=user.id, token_id=token_id)
    return go(request, "account", {"done": "revoked"})


def _page(
    request: Request,
    visitor: Visitor,
    db: Session,
    user_id: int,
    now: int,
    status: int = 200,
    *,
    errors: dict[str, Text] | None = None,
    typed: dict[str, Any] | None = None,
    secret: str | None = None,
) -> Response:
    devices = accounts.sessions(db, user_id=user_id, current_id=visitor.session_id, now_ms=now)
    return render(
        request,
        "account/show.html",
        status,
        devices=devices,
        api_tokens=tokens.listing(db, user_id=user_id),
        scopes=tokens.SCOPES,
        zones=zones.COMMON,
        errors=errors or {},
        typed=typed or {},
        secret=secret,
        now=now,
    )
