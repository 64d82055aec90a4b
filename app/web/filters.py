"""How numbers, times and spans are written, in the language being spoken."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from app.web.languages import gettext, ngettext, spoken

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_MONTH_DAYS = 30
_MONTHS_FROM_DAYS = 60
_YEARS_FROM_DAYS = 700
_YEAR_DAYS = 365
_HOURS_UP_TO = 20 * _HOUR


def ticked(text: str) -> Markup:
    """Return plain text with what stands between backticks as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def number(value: float) -> str:
    """Write a number with group marks: 3,164."""
    return format_decimal(value, locale=spoken())


def percent(value: float) -> str:
    """Write a share: 0.9 -> 90%."""
    return f"{round(value * 100)}%"


def span(seconds: float) -> str:
    """Write how long until something, coarsely: "10 min", "2 days", "1.5 months"."""
    if seconds < _HOUR:
        minutes = max(1, round(seconds / _MINUTE))
        return ngettext("%(n)s min", "%(n)s min", minutes) % {"n": minutes}
    if seconds < _HOURS_UP_TO:
        hours = round(seconds / _HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = max(1, round(seconds / _DAY))
    if days < _MONTHS_FROM_DAYS:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days < _YEARS_FROM_DAYS:
        months = round(days / _MONTH_DAYS)
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = round(days / _YEAR_DAYS)
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def ago(then_ms: int, now_ms: int) -> str:
    """Write how long ago something was."""
    seconds = (now_ms - then_ms) / 1000
    if seconds < _MINUTE:
        return gettext("just now")
    return gettext("%(span)s ago") % {"span": span(seconds)}


def until(then_ms: int, now_ms: int) -> str:
    """Write how long something will take to come."""
    seconds = (then_ms - now_ms) / 1000
    if seconds <= 0:
        return gettext("now")
    return gettext("in %(span)s") % {"span": span(seconds)}


def clock(milliseconds: int | None) -> str:
    """Write a time taken: 0:48, 12:05; a dash when it is not known."""
    if milliseconds is None:
        return "–"
    minutes, seconds = divmod(max(0, milliseconds) // 1000, 60)
    return f"{minutes}:{seconds:02}"


def moment(then_ms: int, zone: str) -> str:
    """Write a time of day with its date, in a learner's own zone."""
    local = datetime.fromtimestamp(then_ms / 1000, tz=_zone(zone))
    return format_datetime(
        local, "y年M月d日 HH:mm" if spoken() == "zh" else "MMM d, y, HH:mm", locale=spoken()
    )


def day(iso: str) -> str:
    """Write a date shortly: "2026-03-18" -> 3月18日, Mar 18."""
    skeleton = "M月d日" if spoken() == "zh" else "MMM d"
    return format_date(date.fromisoformat(iso), skeleton, locale=spoken())


def weekday(iso: str) -> str:
    """Write the weekday of a date shortly."""
    return format_date(
        date.fromisoformat(iso), "EEEEE" if spoken() == "zh" else "EEE", locale=spoken()
    )


def month(iso: str) -> str:
    """Write the month of a date shortly: 3月, Mar."""
    return format_date(date.fromisoformat(iso), "MMM", locale=spoken())


_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("Windows", "Windows"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def device(agent: str) -> str:
    """Write a browser's own description of itself shortly: "Firefox, Linux"."""
    found = [
        next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name) or agent[:60] or gettext("Unknown device")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
