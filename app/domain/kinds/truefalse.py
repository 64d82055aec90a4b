"""True or false: two options with fixed ids, whose words the interface supplies."""

from typing import Literal

from pydantic import Field, StrictBool

from app.domain.kinds.base import QuestionBase, Strict
from app.domain.text import Text


class Side(Strict):
    """One of the two sides. It has no text: the interface says True or False."""

    id: Literal["t", "f"]
    correct: StrictBool
    why: Text


class TrueFalseQuestion(QuestionBase):
    """A statement to be judged."""

    kind: Literal["truefalse"]
    options: tuple[Side, Side] = Field()
