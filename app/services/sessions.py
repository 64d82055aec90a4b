"""Who is signed in: sessions, found by the token of a cookie."""

import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from app.db.rows import rows
from app.db.sessions import SessionRow
from app.db.storable import storable
from app.db.users import UserRow
from app.domain.errors import NotFoundError
from app.services.passwords import digest
from app.services.people import PERSON, Person

SESSION_MS = 30 * 86_400_000
"""A session lives this long after it was last in use."""
TOUCH_MS = 600_000


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session found by its cookie: who, and which session (for "this device" and logout)."""

    person: Person
    session_id: int
    seen_ms: int
    """When its use was last noted."""


@dataclass(frozen=True, slots=True)
class Device:
    """A session in the list of sessions."""

    id: int
    agent: str
    address: str
    created_ms: int
    last_seen_ms: int
    current: bool


_BY_COOKIE = (
    select(SessionRow.id, SessionRow.last_seen_at, *PERSON)
    .join(UserRow, UserRow.id == SessionRow.user_id)
    .where(
        SessionRow.token_hash == bindparam("token_hash"),
        SessionRow.expires_at > bindparam("now"),
    )
)


def find(db: Session, *, token: str, now_ms: int) -> SignedIn | None:
    """Return whose session a cookie's token opens, None if none. Reads only."""
    facts = {"token_hash": digest(token), "now": now_ms}
    row = rows(db, _BY_COOKIE, facts).one_or_none()
    return SignedIn(Person(*row[2:]), row[0], row[1]) if row is not None else None


def listed(db: Session, *, user_id: int, current_id: int | None, now_ms: int) -> tuple[Device, ...]:
    """Return a learner's open sessions, the latest used first."""
    rows = db.scalars(
        select(SessionRow)
        .where(SessionRow.user_id == user_id, SessionRow.expires_at > now_ms)
        .order_by(SessionRow.last_seen_at.desc(), SessionRow.id.desc())
    )
    return tuple(
        Device(
            row.id, row.agent, row.address, row.created_at, row.last_seen_at, row.id == current_id
        )
        for row in rows
    )


def begin(db: Session, *, user_id: int, agent: str, address: str, now_ms: int) -> tuple[str, int]:
    """Open a session; returns the token for the cookie and when it expires (ms)."""
    db.execute(
        delete(SessionRow).where(SessionRow.user_id == user_id, SessionRow.expires_at <= now_ms)
    )
    token = secrets.token_urlsafe(32)
    expires = now_ms + SESSION_MS
    db.add(
        SessionRow(
            user_id=user_id,
            token_hash=digest(token),
            agent=storable(agent)[:200],
            address=address[:64],
            created_at=now_ms,
            last_seen_at=now_ms,
            expires_at=expires,
        )
    )
    return token, expires


def touch(db: Session, *, session_id: int, seen_ms: int, now_ms: int) -> None:
    """Note that a session is in use, at most every ten minutes. Only from requests that write.

    `seen_ms` is when it was last noted, as `find` read it.
    """
    if seen_ms <= now_ms - TOUCH_MS:
        db.execute(
            update(SessionRow)
            .where(SessionRow.id == session_id)
            .values(last_seen_at=now_ms, expires_at=now_ms + SESSION_MS)
        )


def close(db: Session, *, token: str) -> None:
    """Sign out."""
    db.execute(delete(SessionRow).where(SessionRow.token_hash == digest(token)))


def revoke(db: Session, *, user_id: int, session_id: int) -> None:
    """Close one of the learner's own sessions; NotFoundError for somebody else's."""
    gone = db.execute(
        delete(SessionRow)
        .where(SessionRow.id == session_id, SessionRow.user_id == user_id)
        .returning(SessionRow.id)
    )
    if gone.one_or_none() is None:
        raise NotFoundError("没有这个登录会话。", "There is no such session.")


def revoke_others(db: Session, *, user_id: int, keep_id: int | None) -> int:
    """Close all of the learner's sessions but one; returns how many."""
    others = delete(SessionRow).where(SessionRow.user_id == user_id)
    if keep_id is not None:
        others = others.where(SessionRow.id != keep_id)
    return len(db.execute(others.returning(SessionRow.id)).all())
