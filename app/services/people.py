"""Who has an account: as pages, sessions and tokens need to know it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.storable import storable
from app.db.users import Role as UserRole
from app.db.users import UserRow

Role = UserRole
ROLES: tuple[Role, ...] = ("learner", "author", "admin")


@dataclass(frozen=True, slots=True)
class Person:
    """An account as pages need it."""

    id: int
    email: str
    name: str
    role: Role
    created_ms: int


PERSON = (UserRow.id, UserRow.email, UserRow.name, UserRow.role, UserRow.created_at)
"""The columns of a `Person`, in the order of its fields."""


def find(db: Session, *, email: str) -> Person | None:
    """Return an account by its address, None if there is none."""
    row = db.execute(select(*PERSON).where(UserRow.email == normal(email))).one_or_none()
    return Person(*row) if row is not None else None


def everyone(db: Session) -> tuple[Person, ...]:
    """Return every account, oldest first (for administrators)."""
    return tuple(Person(*row) for row in db.execute(select(*PERSON).order_by(UserRow.id)))


def allowed(role: Role, needed: Sequence[Role]) -> bool:
    """Return whether a role is among those needed; administrators may do everything."""
    return role == "admin" or role in needed


def normal(email: str) -> str:
    """Return an address in the form that is kept and compared."""
    return unicodedata.normalize("NFKC", storable(email)).strip().casefold()
