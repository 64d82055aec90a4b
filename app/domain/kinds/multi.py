"""Multiple choice: at least two options are right, and at least one is wrong."""

from typing import Literal

from pydantic import Field

from app.domain.kinds.base import QuestionBase
from app.domain.kinds.options import Option


class MultiQuestion(QuestionBase):
    """Any number of options out of a few."""

    kind: Literal["multi"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=10)
