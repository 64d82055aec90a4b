"""Order: steps to be put into an order that respects what depends on what."""

from typing import Literal

from pydantic import Field

from app.domain.ids import Id
from app.domain.kinds.base import QuestionBase, Strict
from app.domain.text import Text


class Item(Strict):
    """A step. `after` names the steps that must come before it."""

    id: Id
    text: Text
    after: tuple[Id, ...] | None = None


class ExtraItem(Strict):
    """A step that does not belong."""

    id: Id
    text: Text
    why: Text


class OrderError(Strict):
    """Said when the second of the two comes before the first."""

    swapped: tuple[Id, Id]
    say: Text


class OrderQuestion(QuestionBase):
    """Steps in a right order, with steps that have to be left out."""

    kind: Literal["order"]
    items: tuple[Item, ...] = Field(min_length=2, max_length=12)
    extra: tuple[ExtraItem, ...] = Field(default=(), max_length=6)
    common_errors: tuple[OrderError, ...] = ()
