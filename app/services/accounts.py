"""Who people are: accounts, sign-in, sessions, roles, and whether strangers may register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

Role = Literal["learner", "author", "admin"]
ROLES: tuple[Role, ...] = ("learner", "author", "admin")


@dataclass(frozen=True, slots=True)
class Person:
    """An account as pages need it."""

    id: int
    email: str
    name: str
    role: Role
    created_ms: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session found by its cookie: who, and which session (for "this device" and logout)."""

    person: Person
    session_id: int


@dataclass(frozen=True, slots=True)
class Device:
    """A session in the list of sessions."""

    id: int
    agent: str
    address: str
    created_ms: int
    last_seen_ms: int
    current: bool


def find_session(db: Session, *, token: str, now_ms: int) -> SignedIn | None:
    """Return whose session a cookie's token opens, None if none. Reads only."""
    raise NotImplementedError


def registration_open(db: Session) -> bool:
    """Return whether strangers may register."""
    raise NotImplementedError


def setup_needed(db: Session) -> bool:
    """Return whether there is no administrator yet."""
    raise NotImplementedError


def sessions(
    db: Session, *, user_id: int, current_id: int | None, now_ms: int
) -> tuple[Device, ...]:
    """Return a learner's open sessions, the latest used first."""
    raise NotImplementedError


def people(db: Session) -> tuple[Person, ...]:
    """Return every account, oldest first (for administrators)."""
    raise NotImplementedError


def make_setup_token(db: Session, *, now_ms: int) -> str | None:
    """Make the one-time token of the set-up link; None when an administrator exists.

    Only its hash is kept. A new token replaces the one before.
    """
    raise NotImplementedError


def create_first_admin(
    db: Session, *, token: str, email: str, password: str, name: str = "", now_ms: int
) -> Person:
    """Create the first administrator; the token works once. ForbiddenError for a wrong token."""
    raise NotImplementedError


def register(db: Session, *, email: str, password: str, name: str = "", now_ms: int) -> Person:
    """Create a learner's account; ForbiddenError while registration is closed."""
    raise NotImplementedError


def create(
    db: Session, *, email: str, password: str, role: Role = "learner", name: str = "", now_ms: int
) -> Person:
    """Create an account (command line, administrators).

    InvalidError for an address or password that cannot be used, ConflictError for one taken.
    """
    raise NotImplementedError


def authenticate(db: Session, *, email: str, password: str, now_ms: int) -> Person:
    """Return who signs in; ForbiddenError, the same for an unknown address and a wrong password."""
    raise NotImplementedError


def open_session(
    db: Session, *, user_id: int, agent: str, address: str, now_ms: int
) -> tuple[str, int]:
    """Open a session; returns the token for the cookie and when it expires (ms)."""
    raise NotImplementedError


def touch_session(db: Session, *, session_id: int, now_ms: int) -> None:
    """Note that a session is in use, at most every ten minutes. Only from requests that write."""
    raise NotImplementedError


def close_session(db: Session, *, token: str) -> None:
    """Sign out."""
    raise NotImplementedError


def revoke_session(db: Session, *, user_id: int, session_id: int) -> None:
    """Close one of the learner's own sessions; NotFoundError for somebody else's."""
    raise NotImplementedError


def revoke_other_sessions(db: Session, *, user_id: int, keep_id: int | None) -> int:
    """Close all of the learner's sessions but one; returns how many."""
    raise NotImplementedError


def change_password(
    db: Session, *, user_id: int, current: str, new: str, keep_session_id: int | None, now_ms: int
) -> None:
    """Change the password and close every other session. InvalidError(field) says what is wrong."""
    raise NotImplementedError


def set_registration(db: Session, *, is_open: bool) -> None:
    """Open or close registration."""
    raise NotImplementedError


def set_role(db: Session, *, email: str, role: Role) -> Person:
    """Change a role; ConflictError rather than leave the site without an administrator."""
    raise NotImplementedError


def allowed(role: Role, needed: Sequence[Role]) -> bool:
    """Return whether a role is among those needed; administrators may do everything."""
    return role == "admin" or role in needed
