"""Charts hold for no value, one value and nothing but zeros."""

import re

import pytest

from app.domain.text import Lang
from app.services.progress import DayDone, DayLoad, RetentionPoint
from app.web import languages, plots
from app.web.pages import environment
from tests.web.conftest import flat


def loads(*cards: int) -> list[DayLoad]:
    return [DayLoad(day, f"2027-01-{day + 1:02}", n) for day, n in enumerate(cards)]


def done(*reviews: int) -> list[DayDone]:
    return [
        DayDone(day, f"2027-01-{day % 28 + 1:02}", n, min(4, n)) for day, n in enumerate(reviews)
    ]


def point(observed: float, predicted: float = 0.9, days: int = 1) -> RetentionPoint:
    return RetentionPoint(days, days, 10, observed, predicted)


def macro(name: str, *arguments: object, lang: Lang = "en") -> str:
    languages.speak(lang)
    return flat(str(getattr(environment().get_template("ui/plots.html").module, name)(*arguments)))


def test_the_highest_bar_fills_the_height() -> None:
    low, high = plots.bars(loads(2, 4))

    assert high.height == plots.BARS_HEIGHT
    assert low.height == plots.BARS_HEIGHT / 2


@pytest.mark.parametrize("cards", [(), (0,), (3,), (0, 0, 0), tuple(range(14))])
def test_bars_stay_inside_the_picture(cards: tuple[int, ...]) -> None:
    made = plots.bars(loads(*cards))

    assert len(made) == len(cards)
    for bar in made:
        assert 0 <= bar.x <= bar.x + bar.width <= plots.BARS_WIDTH
        assert bar.y >= plots.BARS_TOP
        assert bar.height >= 0


@pytest.mark.parametrize("cards", [(), (0,), (3,), (0, 0, 0), tuple(range(14))])
def test_the_bar_chart_says_what_it_shows(cards: tuple[int, ...]) -> None:
    svg = macro("bars", loads(*cards), "Ten reviews")

    assert 'role="img" aria-label="Ten reviews"' in svg
    assert svg.count("<rect") == len(cards)
    assert "nan" not in svg.lower()


@pytest.mark.parametrize("reviews", [(), (0,), (5,), (0,) * 7, (1,) * 322])
def test_the_heatmap_has_a_square_for_every_day(reviews: tuple[int, ...]) -> None:
    svg = macro("heatmap", done(*reviews), "Calendar")

    assert svg.count("<rect") == len(reviews)
    assert 'role="img"' in svg


def test_weeks_are_columns_that_begin_on_monday() -> None:
    squares = plots.squares(done(*[1] * 15))

    assert [(s.x // plots.CELL, (s.y - 19) // plots.CELL) for s in squares[6:9]] == [
        (0, 6),
        (1, 0),
        (1, 1),
    ]


@pytest.mark.parametrize(("lang", "names"), [("en", "Mon Wed Fri"), ("zh", "一 三 五")])
def test_every_other_row_of_the_calendar_is_named_by_its_weekday(lang: Lang, names: str) -> None:
    days = [DayDone(n, f"2027-01-{4 + n:02}", 1, 1) for n in range(14)]  # the 4th is a Monday

    svg = macro("heatmap", days, "Calendar", lang=lang)

    rows = [int(y) for y in re.findall(r'y="(\d+)" width="12"', svg)]
    labels = re.findall(r"<text[^>]* y=\"(\d+)\">([^<]+)</text>", svg.partition("</svg>")[0])
    assert [name for _y, name in labels] == names.split()
    # Written on the base line, near the bottom of the squares of that day.
    assert [int(y) - rows[place] for (y, _name), place in zip(labels, (0, 2, 4), strict=True)] == [
        10
    ] * 3


@pytest.mark.parametrize(
    "points",
    [
        (),
        (point(0.0, 0.0),),
        (point(1.0, 1.0),),
        (point(0.8), point(0.5), point(0.0)),
        (point(0.95), point(0.91)),
    ],
    ids=len,
)
def test_the_curve_stays_inside_the_picture(points: tuple[RetentionPoint, ...]) -> None:
    curve = plots.curve(points)
    svg = macro("curve", points, 0.9, "Retention")

    for dot in curve.dots:
        assert plots.CURVE_LEFT <= dot.x <= plots.CURVE_RIGHT
        assert plots.CURVE_TOP <= dot.y <= plots.CURVE_BOTTOM
    assert plots.CURVE_TOP <= curve.height(0.9) <= plots.CURVE_BOTTOM
    assert svg.count("<circle") == len(points)
    assert re.search(r"[Nn]a[Nn]|inf", svg) is None


def test_a_single_group_has_no_line() -> None:
    assert plots.curve([point(0.9)]).path == ""


def test_better_memory_is_higher_up() -> None:
    better, worse = plots.curve([point(0.95), point(0.7)]).dots

    assert better.y < worse.y


@pytest.mark.parametrize(
    ("value", "low", "high", "marks"),
    [(None, None, None, 0), (0.0, 0.0, 0.0, 2), (1.0, 0.9, 1.0, 2), (0.5, None, None, 1)],
)
def test_the_meter_shows_value_and_interval(
    value: float | None, low: float | None, high: float | None, marks: int
) -> None:
    svg = macro("meter", value, low, high)

    assert svg.count('class="bar-a"') + svg.count('class="whisk"') == marks


def test_the_busiest_day_is_the_first_of_the_highest() -> None:
    assert plots.busiest(loads(1, 3, 3)) == loads(1, 3, 3)[1]
    assert plots.busiest(loads(0, 0)) is None
    assert plots.busiest([]) is None
