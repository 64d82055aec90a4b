"""The small pieces of a question file that all kinds share: hints, sources, figures."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictFloat,
    StringConstraints,
    model_validator,
)

from app.domain.text import Text

CODE_FILE = r"^([a-z0-9_-]+/)?[a-z0-9_-]+\.py$"
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Strict(BaseModel):
    """A piece of a question file: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Hint(Strict):
    """A hint and what it costs: the share of the score given up for it."""

    cost: StrictFloat = Field(gt=0, le=0.6)
    text: Text


class Source(Strict):
    """Where a claim comes from. `seed` is the note that led to the question."""

    kind: Literal["seed", "paper", "docs", "book", "web", "own"]
    ref: Line
    locator: Line | None = None


class Figure(Strict):
    """A picture beside the question file, with the words for those who cannot see it."""

    file: Annotated[
        str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)*\.(svg|png|webp|jpg)$")
    ]
    alt: Text


class Code(Strict):
    """A program: the text itself, and the file beside the question that it was read from."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=65_536)]
    file: Annotated[str, StringConstraints(pattern=CODE_FILE)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _inline(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value


def texts_of(value: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Yield every Text inside a model or tuple with its path, in the order of the fields."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            key = field.alias or name
            yield from texts_of(getattr(value, name), f"{path}.{key}" if path else key)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from texts_of(item, f"{path}[{position}]")
