"""Match: cards on the right to be laid beside the entries on the left."""

from typing import Literal

from pydantic import Field

from app.domain.ids import Id
from app.domain.kinds.base import QuestionBase, Strict
from app.domain.text import Text


class Pair(Strict):
    """An entry and the card that belongs to it. The card has the id of its pair."""

    id: Id
    left: Text
    right: Text
    why: Text


class ExtraCard(Strict):
    """A card that belongs nowhere."""

    id: Id
    right: Text
    why: Text


class MatchError(Strict):
    """Said when the cards of the two pairs were exchanged."""

    swapped: tuple[Id, Id]
    say: Text


class MatchQuestion(QuestionBase):
    """Entries and cards, some of which may be left over."""

    kind: Literal["match"]
    pairs: tuple[Pair, ...] = Field(min_length=2, max_length=10)
    extra: tuple[ExtraCard, ...] = Field(default=(), max_length=6)
    common_errors: tuple[MatchError, ...] = ()
