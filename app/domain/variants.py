"""Variants: the numbers of a question, drawn anew for every showing, the same for the same index."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Protocol, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, model_validator
from pydantic import StringConstraints

from app.domain.ids import ParameterName, refusal
from app.domain.text import Lang, Text

Number: TypeAlias = int | float
Source = Annotated[str, StringConstraints(min_length=1, max_length=400)]
"""The source of an expression (app/domain/expressions.py)."""


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


class Wording(BaseModel):
    """A parameter that is a word: one expression per language, each giving a piece of text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Source
    en: Source


class Parameter(BaseModel):
    """How one parameter comes about: exactly one of the four ways."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    choice: tuple[StrictInt | StrictFloat, ...] | None = Field(default=None, min_length=1)
    int: tuple[StrictInt, StrictInt, StrictInt] | None = None
    """Lowest, highest (both included) and step."""
    derived: Source | None = None
    text: Wording | None = None

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise refusal(
                "E-parameter",
                "参数要写 choice、int、derived、text 之一，且只写一个。",
                "A parameter has exactly one of choice, int, derived and text.",
            )
        return self


class Variants(BaseModel):
    """The parameters of a question and what they must satisfy."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: StrictInt = Field(ge=1)
    """A new way of drawing is a new version: old attempts keep what they showed."""
    params: dict[ParameterName, Parameter] = Field(min_length=1)
    require: tuple[Source, ...] = ()
