"""What each learner likes: language, day, look, pace."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Literal, get_type_hints

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db.preferences import PreferencesRow
from app.db.rows import rows
from app.db.upserts import insert_into
from app.domain.days import Calendar, calendar_of, is_zone
from app.domain.errors import InvalidError
from app.domain.text import LANGS, Lang

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = ("system", "light", "dark")
MOST_NEW, MOST_REVIEWS = 500, 5000
LEAST_RETENTION, MOST_RETENTION = 0.75, 0.97


def _one_of(allowed: tuple[str, ...]) -> Callable[[str, object], str]:
    def read(name: str, value: object) -> str:
        if value not in allowed:
            listed = ", ".join(allowed)
            raise InvalidError(name, f"只能选 {listed}。", f"Choose one of {listed}.")
        return str(value)

    return read


def _zone(name: str, value: object) -> str:
    zone = str(value).strip()
    if not is_zone(zone):
        raise InvalidError(
            name,
            "不认识这个时区，请写成 Asia/Shanghai 这样的名字。",
            "Unknown time zone; write a name such as Asia/Shanghai.",
        )
    return zone


def _whole(low: int, high: int) -> Callable[[str, object], int]:
    def read(name: str, value: object) -> int:
        try:
            number = int(str(value).strip())
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise InvalidError(
                name,
                f"请填 {low} 到 {high} 之间的整数。",
                f"Enter a whole number from {low} to {high}.",
            )
        return number

    return read


def _retention(name: str, value: object) -> float:
    text = str(value).strip()
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        number = 0.0
    if not LEAST_RETENTION <= number <= MOST_RETENTION:  # NaN fails this too
        raise InvalidError(
            name,
            f"目标记住率请填 {LEAST_RETENTION} 到 {MOST_RETENTION} 之间的数。",
            f"Enter a retention from {LEAST_RETENTION} to {MOST_RETENTION}.",
        )
    return round(number, 4)


_TRUE, _FALSE = ("true", "on", "1", "yes"), ("false", "off", "0", "no", "")


def _switch(name: str, value: object) -> bool:
    text = str(value).strip().lower()
    if text not in _TRUE + _FALSE:
        raise InvalidError(name, "只能是开或关。", "This is either on or off.")
    return text in _TRUE


@dataclass(frozen=True, slots=True)
class Preferences:
    """A learner's settings, each with what reads it from a form and its default.

    `day_start_hour`: 0 to 23, local; retention: 0.75 to 0.97.
    """

    lang: Annotated[Lang, _one_of(LANGS)] = "zh"
    zone: Annotated[str, _zone] = "Asia/Shanghai"
    day_start_hour: Annotated[int, _whole(0, 23)] = 4
    theme: Annotated[Theme, _one_of(THEMES)] = "system"
    new_per_day: Annotated[int, _whole(0, MOST_NEW)] = 10
    reviews_per_day: Annotated[int, _whole(0, MOST_REVIEWS)] = 100
    desired_retention: Annotated[float, _retention] = 0.9
    bury_siblings: Annotated[bool, _switch] = True
    single_keys: Annotated[bool, _switch] = True

    @property
    def calendar(self) -> Calendar:
        """How this learner counts days. A zone that the machine has lost is read as UTC."""
        return calendar_of(self.zone if is_zone(self.zone) else "UTC", self.day_start_hour)


_KNOWN = "preferences"
_READERS: dict[str, Callable[[str, object], Any]] = {
    name: hint.__metadata__[0]
    for name, hint in get_type_hints(Preferences, include_extras=True).items()
}
NAMES = tuple(_READERS)
"""The settings there are, in the order of their fields."""
_GET = select(*(getattr(PreferencesRow, name) for name in NAMES)).where(
    PreferencesRow.user_id == bindparam("user_id")
)


def get(db: Session, *, user_id: int) -> Preferences:
    """Return a learner's settings, the defaults where nothing was chosen.

    Asked for by almost every verb of a request, so a session remembers what it was told.
    """
    known: dict[int, Preferences] = db.info.setdefault(_KNOWN, {})
    if user_id not in known:
        row = rows(db, _GET, {"user_id": user_id}).one_or_none()
        known[user_id] = Preferences(*row) if row is not None else Preferences()
    return known[user_id]


def change(db: Session, *, user_id: int, changes: Mapping[str, object]) -> Preferences:
    """Change some settings (text from a form or typed values) and return all of them.

    InvalidError names the first field that cannot be used; unknown names are InvalidErrors too.
    """
    read: dict[str, Any] = {}
    for name, value in changes.items():
        reader = _READERS.get(name)
        if reader is None:
            raise InvalidError(name, f"没有“{name}”这项设置。", f"There is no setting {name!r}.")
        read[name] = reader(name, value)
    changed = replace(get(db, user_id=user_id), **read)
    values = asdict(changed)
    insert = insert_into(db, PreferencesRow).values(user_id=user_id, **values)
    db.execute(insert.on_conflict_do_update(index_elements=["user_id"], set_=values))
    db.info.pop(_KNOWN, None)
    return changed
