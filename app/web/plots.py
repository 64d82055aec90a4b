"""The geometry of the charts: numbers in, coordinates out. Templates only print them.

Everything holds for no value, one value and nothing but zeros.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.services.progress import DayDone, DayLoad, RetentionPoint

CELL = 15
"""Width and height of one day of the heatmap, gap included."""
WEEKDAYS = 30
"""What the names of the days take to the left of the weeks."""
BARS_WIDTH = 420
BARS_HEIGHT = 110
BARS_TOP = 14
CURVE_LEFT, CURVE_RIGHT = 38, 420
CURVE_TOP, CURVE_BOTTOM = 10, 145

_PICTURE = re.compile(
    r'<svg class="heat" viewBox="0 0 \d+ \d+" width="\d+" height="\d+" role="img"'
    r' aria-hidden="true">'
    r'(?:<rect class="e[0-5n]" x="\d+" y="\d+" width="\d+" height="\d+"/>)*</svg>'
)


@dataclass(frozen=True, slots=True)
class Square:
    """One day of the heatmap."""

    x: int
    y: int
    level: int
    date: str
    reviews: int
    starts_month: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `middle` is where its labels are centred."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    value: int
    date: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One group of reviews on the retention curve."""

    x: float
    y: float
    predicted_y: float
    point: RetentionPoint


@dataclass(frozen=True, slots=True)
class Curve:
    """Dots for what was observed and a path for what was predicted. `floor` is a share."""

    dots: tuple[Dot, ...]
    path: str
    floor: float
    lines: tuple[tuple[float, float], ...]
    """Shares with the height of their line: (0.9, 40.0)."""

    def height(self, share: float) -> float:
        """Return the y of a share of right answers."""
        return _height(share, self.floor)


def squares(days: Sequence[DayDone]) -> tuple[Square, ...]:
    """Place the days in columns of weeks, the first day (a Monday) at the top left."""
    return tuple(
        Square(
            x=(place // 7) * CELL,
            y=(place % 7) * CELL + 19,
            level=day.level,
            date=day.date,
            reviews=day.reviews,
            # A label stands above the first whole week of a month, but never over the right edge.
            starts_month=place % 7 == 0 and int(day.date[-2:]) <= 7 and place < len(days) - 7,  # noqa: PLR2004
        )
        for place, day in enumerate(days)
    )


def bars(days: Sequence[DayLoad]) -> tuple[Bar, ...]:
    """Scale the bars to the highest; all zeros give bars without height."""
    highest = max((day.cards for day in days), default=0) or 1
    step = BARS_WIDTH / (len(days) or 1)
    made = []
    for place, day in enumerate(days):
        height = round(day.cards / highest * BARS_HEIGHT, 1)
        made.append(
            Bar(
                x=round(place * step + 2, 1),
                y=round(BARS_TOP + BARS_HEIGHT - height, 1),
                width=round(step - 4, 1),
                height=height,
                middle=round(place * step + step / 2, 1),
                value=day.cards,
                date=day.date,
            )
        )
    return tuple(made)


def curve(points: Sequence[RetentionPoint]) -> Curve:
    """Place the groups at equal distances; the floor is the tenth below the lowest value."""
    lowest = min((min(p.observed, p.predicted) for p in points), default=0.7)
    floor = max(0.0, min(0.7, int(lowest * 10 - 1e-9) / 10))
    step = (CURVE_RIGHT - CURVE_LEFT) / (len(points) or 1)
    dots = tuple(
        Dot(
            x=round(CURVE_LEFT + step * (place + 0.5), 1),
            y=_height(point.observed, floor),
            predicted_y=_height(point.predicted, floor),
            point=point,
        )
        for place, point in enumerate(points)
    )
    path = "M" + "L".join(f"{dot.x} {dot.predicted_y}" for dot in dots) if len(dots) > 1 else ""
    tenths = range(round(floor * 10), 11)
    shares = [tenth / 10 for tenth in tenths if len(tenths) <= 5 or tenth % 2 == 0]  # noqa: PLR2004
    return Curve(dots, path, floor, tuple((share, _height(share, floor)) for share in shares))


def _height(share: float, floor: float) -> float:
    span = (1 - floor) or 1
    inside = min(1.0, max(floor, share))
    return round(CURVE_TOP + (1 - inside) / span * (CURVE_BOTTOM - CURVE_TOP), 1)


def busiest(days: Sequence[DayLoad]) -> DayLoad | None:
    """Return the day with the most cards, the first of several; None when nothing is due."""
    top = max(days, key=lambda day: day.cards, default=None)
    return top if top is not None and top.cards else None


def picture(svg: str | None) -> Markup:
    """Return the judge's picture of an error for a page, nothing if it is not what it draws."""
    drawn = svg is not None and _PICTURE.fullmatch(svg)
    return Markup(svg) if drawn else Markup()  # noqa: S704 - squares of known classes, no more
