"""Coming in and going out: set-up, sign-in, registration, sign-out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from app.domain.errors import AppError, ForbiddenError, InvalidError
from app.domain.text import Text
from app.services import accounts, preferences, sessions
from app.services.people import Person
from app.web import cookie
from app.web.clock import Now
from app.web.deps import CurrentVisitor, ReadSession, WriteSession, local_path
from app.web.pages import go, render
from app.web.throttle import address_of, throttle

router = APIRouter(include_in_schema=False)

Email = Annotated[str, Form(max_length=320)]
Password = Annotated[str, Form(max_length=1000)]
Name = Annotated[str, Form()]
Zone = Annotated[str, Form(max_length=64)]
Target = Annotated[str, Form(alias="next", max_length=2000)]

_TOO_MANY = Text(
    zh="尝试次数太多，请过十五分钟再试。", en="Too many tries. Please wait fifteen minutes."
)


@router.get("/login", name="auth.login")
def login_page(request: Request, visitor: CurrentVisitor, db: ReadSession) -> Response:
    """Show the sign-in form."""
    target = local_path(request.query_params.get("next", "/"))
    if visitor.person is not None:
        return RedirectResponse(target, status_code=303)
    return _login_form(request, db, target=target)


@router.post("/login", name="auth.sign_in")
def login(
    request: Request,
    visitor: CurrentVisitor,  # noqa: ARG001  for the language of the page
    reading: ReadSession,
    db: WriteSession,
    now: Now,
    email: Email = "",
    password: Password = "",
    next_path: Target = "/",
) -> Response:
    """Sign in. Nothing is written before the password is known to be right."""
    target = local_path(next_path)
    if not throttle(request).admits(address_of(request), email):
        return _login_form(
            request, reading, 429, target=target, email=email, errors={"email": _TOO_MANY}
        )
    try:
        person = accounts.authenticate(reading, email=email, password=password)
    except ForbiddenError as error:
        throttle(request).count(address_of(request), email)
        errors = {"password": error.message}
        return _login_form(request, reading, 422, target=target, email=email, errors=errors)
    throttle(request).forgive(email)
    accounts.renew_hash(db, user_id=person.id, password=password)
    return _signed_in(request, db, person, target, now)


@router.post("/logout", name="auth.logout")
def logout(request: Request, db: WriteSession) -> Response:
    """Sign out; also when nobody was signed in."""
    token = cookie.read_token(request)
    if token:
        sessions.close(db, token=token)
    reply = go(request, "home", {"done": "signed-out"})
    cookie.forget(request, reply)
    return reply


@router.get("/setup", name="auth.setup")
def setup_page(
    request: Request,
    visitor: CurrentVisitor,  # noqa: ARG001  for the language of the page
    db: ReadSession,
    token: str = "",
) -> Response:
    """Show the form for the first administrator; the link of the first start leads here."""
    if not accounts.setup_needed(db):
        return go(request, "auth.login", {"done": "set-up"})
    valid = accounts.setup_token_fits(db, token=token)
    status = 403 if token and not valid else 200
    typed = {"token": token, "email": "", "name": "", "errors": {}}
    return render(request, "auth/setup.html", status, valid=valid, **typed)


@router.post("/setup", name="auth.set_up")
def setup(
    request: Request,
    visitor: CurrentVisitor,
    db: WriteSession,
    now: Now,
    token: Annotated[str, Form(max_length=200)] = "",
    email: Email = "",
    password: Password = "",
    name: Name = "",
    zone: Zone = "",
) -> Response:
    """Create the first administrator and sign in."""
    try:
        person = accounts.create_first_admin(
            db, token=token, email=email, password=password, name=name, now_ms=now
        )
    except (InvalidError, ForbiddenError) as error:
        typed = {"token": token, "email": email, "name": name}
        return render(request, "auth/setup.html", 422, valid=True, errors=_errors(error), **typed)
    _welcome(db, person, visitor.lang, zone)
    return _signed_in(request, db, person, "/", now)


@router.get("/register", name="auth.register")
def register_page(
    request: Request,
    visitor: CurrentVisitor,  # noqa: ARG001  for the language of the page
    db: ReadSession,
) -> Response:
    """Show the form for a new account, or say that there are none to be had."""
    is_open = accounts.registration_open(db)
    status = 200 if is_open else 403
    return render(
        request, "auth/register.html", status, is_open=is_open, email="", name="", errors={}
    )


@router.post("/register", name="auth.join")
def register(
    request: Request,
    visitor: CurrentVisitor,
    db: WriteSession,
    now: Now,
    email: Email = "",
    password: Password = "",
    name: Name = "",
    zone: Zone = "",
) -> Response:
    """Create a learner's account and sign in."""
    typed = {"email": email, "name": name, "is_open": True}
    if not throttle(request).admits(address_of(request), email):
        return render(request, "auth/register.html", 429, errors={"email": _TOO_MANY}, **typed)
    throttle(request).count(address_of(request), email)
    try:
        person = accounts.register(db, email=email, password=password, name=name, now_ms=now)
    except InvalidError as error:
        return render(request, "auth/register.html", 422, errors=_errors(error), **typed)
    _welcome(db, person, visitor.lang, zone)
    return _signed_in(request, db, person, "/", now)


def _login_form(
    request: Request,
    db: Session,
    status: int = 200,
    *,
    target: str,
    email: str = "",
    errors: dict[str, Text] | None = None,
) -> Response:
    return render(
        request,
        "auth/login.html",
        status,
        target=target,
        email=email,
        errors=errors or {},
        may_register=accounts.registration_open(db),
        setup_needed=accounts.setup_needed(db),
    )


def _errors(error: AppError) -> dict[str, Text]:
    field = error.field if isinstance(error, InvalidError) else "form"
    return {field: error.message}


def _welcome(db: Session, person: Person, lang: str, zone: str) -> None:
    """Start a new account with the language and the time zone of its browser."""
    preferences.change(db, user_id=person.id, changes={"lang": lang})
    try:
        preferences.change(db, user_id=person.id, changes={"zone": zone} if zone else {})
    except InvalidError:
        # Some browsers name zones that this machine does not have; the default stays.
        return


def _signed_in(request: Request, db: Session, person: Person, target: str, now: int) -> Response:
    token, _expires = sessions.begin(
        db,
        user_id=person.id,
        agent=request.headers.get("user-agent", ""),
        address=address_of(request),
        now_ms=now,
    )
    reply = RedirectResponse(target, status_code=303)
    cookie.remember(request, reply, token)
    return reply
