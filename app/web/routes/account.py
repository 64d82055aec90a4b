"""One's own account: settings, password, sessions, API tokens."""

from typing import Annotated, Any, Literal, TypedDict

from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from app.domain.errors import InvalidError
from app.domain.text import Text
from app.services import accounts, preferences, sessions, tokens
from app.web import languages, zones
from app.web.clock import Now
from app.web.deps import CurrentUser, CurrentVisitor, Fields, ReadSession, RowId, WriteSession
from app.web.pages import address, go, render
from app.web.visitors import THEME_COOKIE, Visitor

router = APIRouter(prefix="/account", include_in_schema=False)

_SECRET_COOKIE = "token-made"  # noqa: S105  its name
_NO_SCOPE = Text(
    zh="请至少勾选一项令牌可以做的事。", en="Tick at least one thing that the token may do."
)
_YEAR_S = 365 * 24 * 3600


@router.get("", name="account")
def show(
    request: Request, visitor: CurrentVisitor, user: CurrentUser, db: ReadSession, now: Now
) -> Response:
    """Show everything about one's own account; a token just made, this once."""
    secret = request.cookies.get(_SECRET_COOKIE)
    reply = _page(request, visitor, db, user.id, now, secret=secret)
    if secret:
        reply.delete_cookie(_SECRET_COOKIE, path=address(request, "account"), **_secretly(request))
    return reply


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
    typed = {name: str(fields.get(name, "")) for name in preferences.NAMES}
    try:
        saved = preferences.change(db, user_id=user.id, changes=typed)
    except InvalidError as error:
        errors = {error.field: error.message}
        return _page(request, visitor, db, user.id, now, 422, errors=errors, typed=typed)
    reply = go(request, "account", {"done": "saved"})
    languages.keep(reply, saved.lang)
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
    sessions.revoke_others(db, user_id=user.id, keep_id=visitor.session_id)
    return go(request, "account", {"done": "revoked"})


@router.post("/sessions/{session_id}/revoke", name="account.revoke_session")
def revoke_session(
    request: Request, user: CurrentUser, db: WriteSession, session_id: RowId
) -> Response:
    """End one session."""
    sessions.revoke(db, user_id=user.id, session_id=session_id)
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
    """Make an API token; the page that follows shows its secret, once.

    The secret crosses the redirect in a cookie for that page alone, unreadable to scripts and gone
    after a minute: it needs no memory on the server, which may be several processes, and neither an
    address nor the history of the browser ever holds it. Loading the page again makes no token.
    """
    name = str(fields.get("name", ""))
    scopes = [str(scope) for scope in fields.getlist("scopes")]
    try:
        secret, _token = tokens.create(db, user_id=user.id, name=name, scopes=scopes, now_ms=now)
    except InvalidError as error:
        # The service names the scopes as programs write them; the page has words for them.
        unticked = error.field == "scopes" and not scopes
        errors = {error.field: _NO_SCOPE if unticked else error.message}
        typed = {"name": name, "scopes": scopes}
        return _page(request, visitor, db, user.id, now, 422, errors=errors, typed=typed)
    reply = RedirectResponse(f"{address(request, 'account')}#tokens", status_code=303)
    reply.set_cookie(
        _SECRET_COOKIE,
        secret,
        max_age=60,
        path=address(request, "account"),
        **_secretly(request),
    )
    return reply


@router.post("/tokens/{token_id}/revoke", name="account.revoke_token")
def revoke_token(
    request: Request, user: CurrentUser, db: WriteSession, token_id: RowId
) -> Response:
    """Revoke one API token."""
    tokens.revoke(db, user_id=user.id, token_id=token_id)
    return go(request, "account", {"done": "revoked"})


class _Secretly(TypedDict):
    secure: bool
    httponly: bool
    samesite: Literal["strict"]


def _secretly(request: Request) -> _Secretly:
    secure: bool = request.app.state.settings.secure
    return {"secure": secure, "httponly": True, "samesite": "strict"}


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
    devices = sessions.listed(db, user_id=user_id, current_id=visitor.session_id, now_ms=now)
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
