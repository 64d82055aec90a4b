"""Numeric questions: the answer is one number, right within a tolerance."""

from typing import Literal

from pydantic import Field, StrictFloat, StrictInt

from app.domain.kinds.base import Line, Part, QuestionBase, Strict
from app.domain.text import Text
from app.domain.variants import Source

Check = Literal["exact_int", "abs", "rel", "sigfigs"]


class NumericError(Strict):
    """A wrong number that a known slip leads to, and what to say about the slip."""

    value: Source
    say: Text


class NumericAnswer(Strict):
    """The key as an expression, and how near an answer must be.

    `tol` is the greatest difference (abs), the greatest difference as a share of the key (rel), or
    the number of significant figures (sigfigs). exact_int has none.
    """

    value: Source
    check: Check
    tol: StrictInt | StrictFloat = Field(default=0, ge=0)
    unit: Text | Line | None = None
    common_errors: tuple[NumericError, ...] = ()


class NumericBody(Part):
    """A number to be typed: a whole question, or a gap of a cloze."""

    answer: NumericAnswer


class NumericQuestion(NumericBody, QuestionBase):
    """One number."""

    kind: Literal["numeric"]
