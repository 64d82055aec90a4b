"""What each learner likes: language, day, look, pace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from app.domain.text import Lang

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Preferences:
    """A learner's settings. `day_start_hour`: 0 to 23, local; retention: 0.75 to 0.97."""

    lang: Lang = "zh"
    zone: str = "Asia/Shanghai"
    day_start_hour: int = 4
    theme: Theme = "system"
    new_per_day: int = 10
    reviews_per_day: int = 100
    desired_retention: float = 0.9
    bury_siblings: bool = True
    single_keys: bool = True


def get(db: Session, *, user_id: int) -> Preferences:
    """Return a learner's settings, the defaults where nothing was chosen."""
    raise NotImplementedError


def change(db: Session, *, user_id: int, changes: Mapping[str, object]) -> Preferences:
    """Change some settings (text from a form or typed values) and return all of them.

    InvalidError names the first field that cannot be used; unknown names are InvalidErrors too.
    """
    raise NotImplementedError
