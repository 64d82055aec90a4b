"""API tokens: shown once, kept as hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.services.accounts import Person

Scope = Literal["read", "answer", "author"]
SCOPES: tuple[Scope, ...] = ("read", "answer", "author")
"""read: questions, queue, own record. answer: answers and undo. author: check and write questions."""


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


def find(db: Session, *, secret: str) -> Bearer | None:
    """Return whom a bearer token speaks for, None if it is unknown or revoked. Reads only."""
    raise NotImplementedError


def listing(db: Session, *, user_id: int) -> tuple[Token, ...]:
    """Return a learner's tokens, newest first."""
    raise NotImplementedError


def create(
    db: Session, *, user_id: int, name: str, scopes: Sequence[str], now_ms: int
) -> tuple[str, Token]:
    """Make a token; the secret is returned this once. InvalidError for an unknown scope or name."""
    raise NotImplementedError


def revoke(db: Session, *, user_id: int, token_id: int) -> None:
    """Revoke one of the learner's own tokens; NotFoundError for somebody else's."""
    raise NotImplementedError


def touch(db: Session, *, token_id: int, now_ms: int) -> None:
    """Note that a token was used, at most every ten minutes. Only from requests that write."""
    raise NotImplementedError
