"""The learner's own days, in zones with clock changes and without."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import Calendar, calendar_of, date_of, is_zone, midnight_utc, monday_of

ZONES = sorted(available_timezones())
INSTANTS = st.integers(0, 4_000_000_000_000)
HOUR = 3_600_000


def ms(zone: str, *when: int) -> int:
    return int(datetime(*when, tzinfo=ZoneInfo(zone)).timestamp() * 1000)  # type: ignore[misc,arg-type]


def length_hours(calendar: Calendar, day: int) -> float:
    return (calendar.starts_at(day + 1) - calendar.starts_at(day)) / HOUR


@given(st.sampled_from(ZONES), st.integers(0, 23), INSTANTS)
def test_every_instant_lies_within_its_day(zone: str, hour: int, instant: int) -> None:
    calendar = calendar_of(zone, hour)

    day = calendar.day_of(instant)

    assert calendar.starts_at(day) <= instant < calendar.starts_at(day + 1)


@given(st.sampled_from(ZONES), st.integers(0, 23), INSTANTS, st.integers(0, 10**11))
def test_days_never_run_backwards(zone: str, hour: int, instant: int, later: int) -> None:
    calendar = calendar_of(zone, hour)

    assert calendar.day_of(instant) <= calendar.day_of(instant + later)


@given(st.sampled_from(ZONES), st.integers(0, 23), st.integers(1, 45_000))
def test_a_day_begins_once_at_its_hour(zone: str, hour: int, day: int) -> None:
    calendar = calendar_of(zone, hour)
    begins = calendar.starts_at(day)

    wall = datetime.fromtimestamp(begins / 1000, ZoneInfo(zone)).replace(tzinfo=None)
    named = datetime.combine(date_of(day), datetime.min.time()).replace(hour=hour)

    # Where the clock skips that hour (or that whole date), the day begins after the jump.
    assert timedelta(0) <= wall - named <= timedelta(hours=24)
    assert 0 <= length_hours(calendar, day) <= 49


@pytest.mark.parametrize(
    ("zone", "date", "hours"),
    [
        pytest.param("Europe/Berlin", (2027, 3, 27), 23, id="spring"),
        pytest.param("Europe/Berlin", (2027, 10, 30), 25, id="autumn"),
        pytest.param("Australia/Lord_Howe", (2027, 10, 2), 23.5, id="half an hour"),
        pytest.param("Asia/Shanghai", (2027, 3, 27), 24, id="no clock changes"),
        pytest.param("Pacific/Apia", (2011, 12, 30), 0, id="a date left out"),
    ],
)
def test_the_length_of_a_day_follows_the_clock(
    zone: str, date: tuple[int, int, int], hours: float
) -> None:
    day = (datetime(*date, tzinfo=UTC) - midnight_utc(0)).days

    assert length_hours(calendar_of(zone, 4), day) == hours


def test_one_in_the_morning_is_still_yesterday() -> None:
    calendar = calendar_of("Asia/Shanghai", 4)

    late = calendar.day_of(ms("Asia/Shanghai", 2027, 5, 2, 1, 0))

    assert date_of(late).isoformat() == "2027-05-01"
    assert (
        date_of(calendar.day_of(ms("Asia/Shanghai", 2027, 5, 2, 4, 0))).isoformat() == "2027-05-02"
    )


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../etc/passwd", "/etc/passwd", "a\x00b", "x" * 300]
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    assert not is_zone(name)
    with pytest.raises(ValueError, match="zone"):
        calendar_of(name, 4)


def test_a_day_has_no_hour_twenty_four() -> None:
    with pytest.raises(ValueError, match="24"):
        calendar_of("UTC", 24)


@given(st.integers(0, 50_000))
def test_the_monday_of_a_day_is_a_monday_at_most_six_days_before(day: int) -> None:
    monday = monday_of(day)

    assert date_of(monday).weekday() == 0
    assert 0 <= day - monday <= 6
