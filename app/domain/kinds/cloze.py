"""Cloze: a text with gaps, each of which is a small question of its own."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from app.domain.ids import Id
from app.domain.kinds.base import QuestionBase
from app.domain.kinds.numeric import NumericBody
from app.domain.kinds.short import ShortBody
from app.domain.kinds.single import SingleBody


class SingleGap(SingleBody):
    """A gap with options."""

    id: Id
    kind: Literal["single"]


class NumericGap(NumericBody):
    """A gap for a number."""

    id: Id
    kind: Literal["numeric"]


class ShortGap(ShortBody):
    """A gap for a name."""

    id: Id
    kind: Literal["short"]


Gap: TypeAlias = Annotated[SingleGap | NumericGap | ShortGap, Field(discriminator="kind")]


class ClozeQuestion(QuestionBase):
    """A text with gaps: `[[id]]` in the prompt stands for the gap of that id."""

    kind: Literal["cloze"]
    gaps: tuple[Gap, ...] = Field(min_length=1, max_length=8)
