"""Match: cards on the right to be laid beside the entries on the left."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from app.domain.grade import Answer, Grade, Remark
from app.domain.ids import Id
from app.domain.kinds.base import QuestionBase
from app.domain.kinds.pieces import Strict
from app.domain.kinds.reading import quoted
from app.domain.kinds.shuffling import shuffled
from app.domain.kinds.soundness import repeated_ids
from app.domain.problems import Finding
from app.domain.text import LANGS, Lang, Text
from app.domain.variants import Variant


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

    @property
    def guess_rate(self) -> float:
        """One chance in as many as there are ways to lay the cards."""
        cards = len(self.pairs) + len(self.extra)
        return math.factorial(cards - len(self.pairs)) / math.factorial(cards)

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The ids of the pairs."""
        return tuple(pair.id for pair in self.pairs)

    @property
    def card_ids(self) -> tuple[str, ...]:
        """The ids of all cards: those of the pairs and the extra ones."""
        return (*self.part_ids, *(card.id for card in self.extra))

    def order(self, variant: Variant) -> dict[str, tuple[str, ...]]:
        """Shuffle the cards; the entries stay as they are."""
        return {"right": shuffled(self.uid, variant.index, "right", self.card_ids)}

    def token(self, variant: Variant, card_id: str) -> str:
        """Return a name for a card that does not say where it belongs.

        A card has the id of its pair, so a page that shows ids shows the answer. `grade` reads
        both.
        """
        text = f"{self.uid}|{variant.index}|card|{card_id}"
        return "c" + hashlib.sha256(text.encode()).hexdigest()[:8]

    def key(self, variant: Variant) -> dict[str, str]:  # noqa: ARG002
        """Return the right card of every pair."""
        return {name: name for name in self.part_ids}

    def key_text(self, variant: Variant, lang: Lang) -> str:  # noqa: ARG002
        """Return the pairs as a list."""
        return "\n".join(
            f"- {pair.left.said_in(lang)} → {pair.right.said_in(lang)}" for pair in self.pairs
        )

    def grade(self, answer: Answer, variant: Variant) -> Grade:
        """Score the share of pairs that are right. Every entry must have a card."""
        laid = self._read(answer, variant)
        if isinstance(laid, Text):
            return Grade.rejected(laid)
        parts = {name: laid[name] == name for name in self.part_ids}
        right = frozenset(name for name, fits in parts.items() if fits)
        return Grade(
            score=len(right) / len(parts),
            correct=len(right) == len(parts),
            remarks=tuple(self._remarks(laid)),
            hits=right,
            missed=frozenset(parts) - right,
            parts=parts,
        )

    def _remarks(self, laid: dict[str, str]) -> Iterator[Remark]:
        """Name exchanges first; then say why about every wrong pair and every extra card used."""
        for error in self.common_errors:
            one, other = error.swapped
            if laid.get(one) == other and laid.get(other) == one:
                yield Remark(error.say, one)
        for pair in self.pairs:
            if laid[pair.id] != pair.id:
                yield Remark(pair.why, pair.id)
        for card in self.extra:
            if card.id in laid.values():
                yield Remark(card.why, card.id)

    def _read(self, answer: Answer, variant: Variant) -> dict[str, str] | Text:
        """Return the id of the card laid beside every pair, or why that cannot be read."""
        if not isinstance(answer, dict) or not any(answer.values()):
            return Text(
                zh="还没有作答，请给每一项选一张卡片。",
                en="Nothing was matched yet. Please choose a card for every entry.",
            )
        for name in answer:
            if name not in self.part_ids:
                return _unknown(name)
        cards = {self.token(variant, name): name for name in self.card_ids}
        cards |= {name: name for name in self.card_ids}
        laid: dict[str, str] = {}
        for number, name in enumerate(self.part_ids, 1):
            given = answer.get(name, "")
            if given == "":
                return Text(zh=f"第 {number} 项还没有配对。", en=f"Entry {number} has no card yet.")
            if not isinstance(given, str) or given not in cards:
                return _unknown(given)
            laid[name] = cards[given]
        return laid

    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:  # noqa: ARG002
        """Check ids, and that no two cards or entries read the same."""
        yield from repeated_ids("pairs", self.card_ids)
        for lang in LANGS:
            right = [pair.right.said_in(lang) for pair in self.pairs]
            right += [card.right.said_in(lang) for card in self.extra]
            left = [pair.left.said_in(lang) for pair in self.pairs]
            if len(set(right)) < len(right) or len(set(left)) < len(left):
                yield Finding.said(
                    "pairs",
                    "E-option-twins",
                    f"（{lang}）有两项读起来一样，分不清谁配谁。",
                    f"({lang}) Two entries or cards read the same, so nobody can tell them apart.",
                )
        for position, error in enumerate(self.common_errors):
            if len(set(error.swapped) & set(self.part_ids)) < len(error.swapped):
                yield Finding.said(
                    f"common_errors[{position}].swapped",
                    "E-match-swapped",
                    f"要写两个不同的配对 id；有：{', '.join(self.part_ids)}。",
                    f"Name two different pairs; there are: {', '.join(self.part_ids)}.",
                )


def _unknown(given: object) -> Text:
    return Text(
        zh=f"没有“{quoted(given)}”这一项，请重新打开这道题。",
        en=f'There is no "{quoted(given)}". Please open the question again.',
    )
