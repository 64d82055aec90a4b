"""API tokens: shown once, kept as hashes."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from app.db.storable import storable
from app.db.tokens import TokenRow
from app.db.users import UserRow
from app.domain.errors import InvalidError, NotFoundError
from app.services.passwords import digest
from app.services.people import Person
from app.services.sessions import TOUCH_MS

Scope = Literal["read", "answer", "author"]
SCOPES: tuple[Scope, ...] = ("read", "answer", "author")
"""read: questions, queue, own record. answer: answers, undo. author: check, write questions."""
PREFIX = "mj_"
"""So that a token found in a log or a repository is recognised for what it is."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token in the list: never the secret itself."""

    id: int
    name: str
    scopes: tuple[Scope, ...]
    created_ms: int
    last_used_ms: int | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token speaks for, and what it may do."""

    person: Person
    token_id: int
    scopes: tuple[Scope, ...]


_BY_SECRET = (
    select(
        TokenRow.id,
        TokenRow.scopes,
        UserRow.id,
        UserRow.email,
        UserRow.name,
        UserRow.role,
        UserRow.created_at,
    )
    .join(UserRow, UserRow.id == TokenRow.user_id)
    .where(TokenRow.token_hash == bindparam("token_hash"))
)


def find(db: Session, *, secret: str) -> Bearer | None:
    """Return whom a bearer token speaks for, None if it is unknown or revoked. Reads only."""
    row = db.execute(_BY_SECRET, {"token_hash": digest(secret)}).one_or_none()
    return Bearer(Person(*row[2:]), row[0], tuple(row[1])) if row is not None else None


def listing(db: Session, *, user_id: int) -> tuple[Token, ...]:
    """Return a learner's tokens, newest first."""
    rows = db.scalars(
        select(TokenRow).where(TokenRow.user_id == user_id).order_by(TokenRow.id.desc())
    )
    return tuple(_token(row) for row in rows)


def create(
    db: Session, *, user_id: int, name: str, scopes: Sequence[str], now_ms: int
) -> tuple[str, Token]:
    """Make a token; the secret is returned this once. InvalidError for an unknown scope or name."""
    title = " ".join(storable(name).split())
    if not 1 <= len(title) <= 80:  # noqa: PLR2004  the column's width
        raise InvalidError(
            "name",
            "请给令牌起个名字，最多 80 个字符。",
            "Name the token, in 80 characters or fewer.",
        )
    chosen = tuple(scope for scope in SCOPES if scope in scopes)
    if not chosen or len(chosen) != len(set(scopes)):
        listed = ", ".join(SCOPES)
        raise InvalidError("scopes", f"权限请从 {listed} 中选。", f"Choose scopes from {listed}.")
    secret = PREFIX + secrets.token_urlsafe(32)
    row = TokenRow(
        user_id=user_id,
        name=title,
        token_hash=digest(secret),
        scopes=list(chosen),
        created_at=now_ms,
        last_used_at=None,
    )
    db.add(row)
    db.flush()  # gives the id
    return secret, _token(row)


def revoke(db: Session, *, user_id: int, token_id: int) -> None:
    """Revoke one of the learner's own tokens; NotFoundError for somebody else's."""
    gone = db.execute(
        delete(TokenRow)
        .where(TokenRow.id == token_id, TokenRow.user_id == user_id)
        .returning(TokenRow.id)
    )
    if gone.one_or_none() is None:
        raise NotFoundError("没有这个令牌。", "There is no such token.")


def touch(db: Session, *, token_id: int, now_ms: int) -> None:
    """Note that a token was used, at most every ten minutes. Only from requests that write."""
    stale = or_(TokenRow.last_used_at.is_(None), TokenRow.last_used_at <= now_ms - TOUCH_MS)
    db.execute(update(TokenRow).where(TokenRow.id == token_id, stale).values(last_used_at=now_ms))


def _token(row: TokenRow) -> Token:
    scopes = cast("list[Scope]", row.scopes)
    return Token(row.id, row.name, tuple(scopes), row.created_at, row.last_used_at)
