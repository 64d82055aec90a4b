"""The learner's own days: a time zone and the hour at which a new day begins.

Someone who studies until one in the morning is still in the same day. Days are whole numbers,
counted from 1970-01-01; instants are milliseconds since the epoch, UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EPOCH = date(1970, 1, 1)
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
_MS_PER_HOUR = 3_600_000
_MS_PER_DAY = 86_400_000


@lru_cache(maxsize=2048)
def _start_of(zone: ZoneInfo, start_hour: int, day: int) -> int:
    # From local wall time, never "24 hours later": a day of a clock change has 23 or 25 hours. A
    # wall time that the clock skips falls at the same distance after the jump; of a wall time that
    # comes twice the first counts.
    wall = datetime.combine(date_of(day), datetime.min.time(), tzinfo=zone)
    return int(wall.replace(hour=start_hour).timestamp()) * 1000


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one learner counts days.

    Day d lasts from `starts_at(d)` until `starts_at(d + 1)`. A date that a zone left out (Samoa,
    2011-12-30) is a day without any instant.
    """

    zone: ZoneInfo
    start_hour: int = 4
    """0 to 23, local time."""

    def starts_at(self, day: int) -> int:
        """Return the instant (ms) at which a day begins."""
        return _start_of(self.zone, self.start_hour, day)

    def day_of(self, instant_ms: int) -> int:
        """Return the day that an instant (ms) belongs to. Never decreases as time goes on."""
        # Within a day of right in every zone; the boundaries themselves decide.
        day = (instant_ms - self.start_hour * _MS_PER_HOUR) // _MS_PER_DAY - 1
        while self.starts_at(day + 1) <= instant_ms:
            day += 1
        return day


def calendar_of(zone: str, start_hour: int) -> Calendar:
    """Return the calendar of a zone's name; raises ValueError for a name or an hour unknown."""
    if not is_zone(zone):
        message = f"no time zone is called {zone!r}"
        raise ValueError(message)
    if start_hour not in range(24):
        message = f"a day cannot begin at hour {start_hour}"
        raise ValueError(message)
    return Calendar(ZoneInfo(zone), start_hour)


def is_zone(name: str) -> bool:
    """Return whether a name is one of the IANA time zones known here."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def date_of(day: int) -> date:
    """Return the date that a day is called by."""
    return EPOCH + timedelta(days=day)


def monday_of(day: int) -> int:
    """Return the Monday of a day's week. Day 0 was a Thursday."""
    return day - (day + 3) % 7


@lru_cache(maxsize=4096)
def midnight_utc(day: int) -> datetime:
    """Return midnight UTC of a day's date: how the scheduling library is told about days."""
    return _EPOCH_UTC + timedelta(days=day)
