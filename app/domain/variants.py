"""Variants: the numbers of a question, drawn anew for every showing, the same for the same index."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from app.domain.text import Text

Number: TypeAlias = int | float


@dataclass(frozen=True, slots=True)
class Variant:
    """One drawing of a question's parameters.

    `index` counts showings of one card; it also seeds the order of the options, so a question
    without parameters still has variants of its own. `numbers` may be used in expressions, `words`
    only in texts.
    """

    index: int
    numbers: Mapping[str, Number] = field(default_factory=dict)
    words: Mapping[str, Text] = field(default_factory=dict)
