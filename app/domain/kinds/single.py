"""Single choice: exactly one option is right."""

from typing import Literal

from pydantic import Field

from app.domain.kinds.base import Part, QuestionBase
from app.domain.kinds.options import Option


class SingleBody(Part):
    """A choice of one: a whole question, or a gap of a cloze."""

    options: tuple[Option, ...] = Field(min_length=2, max_length=8)


class SingleQuestion(SingleBody, QuestionBase):
    """One option out of a few."""

    kind: Literal["single"]
