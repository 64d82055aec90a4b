"""Who is looking: the account behind the cookie, and how the page should look and speak."""

from dataclasses import dataclass, field
from typing import Literal

from fastapi import Request
from sqlalchemy.orm import Session

from app.db.users import Role
from app.domain.text import Lang
from app.services import people, preferences, sessions
from app.services.people import Person
from app.services.preferences import Preferences
from app.web import cookie, languages

THEME_COOKIE = "theme"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks for a page. `person` is None when nobody is signed in."""

    lang: Lang
    theme: Literal["light", "dark", ""]
    person: Person | None = None
    session_id: int | None = None
    session_seen_ms: int = 0
    preferences: Preferences = field(default_factory=Preferences)

    def may(self, *roles: Role) -> bool:
        """Return whether the visitor is signed in with one of the roles (or as administrator)."""
        return self.person is not None and people.allowed(self.person.role, roles)


def recognise(request: Request, db: Session, *, now_ms: int) -> Visitor:
    """Find out who asks. Reads only."""
    token = cookie.read_token(request)
    found = sessions.find(db, token=token, now_ms=now_ms) if token else None
    if found is None:
        return stranger(request)
    liked = preferences.get(db, user_id=found.person.id)
    return Visitor(
        lang=languages.negotiate(request, account=liked.lang),
        theme=_theme(request) or ("" if liked.theme == "system" else liked.theme),
        person=found.person,
        session_id=found.session_id,
        session_seen_ms=found.seen_ms,
        preferences=liked,
    )


def stranger(request: Request) -> Visitor:
    """Return the visitor that nobody knows; asks no database."""
    return Visitor(lang=languages.negotiate(request), theme=_theme(request))


def _theme(request: Request) -> Literal["light", "dark", ""]:
    chosen = request.cookies.get(THEME_COOKIE)
    if chosen == "light":
        return "light"
    return "dark" if chosen == "dark" else ""
