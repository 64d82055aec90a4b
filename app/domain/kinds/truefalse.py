"""True or false: two options with fixed ids, whose words the interface supplies."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import StrictBool

from app.domain.grade import Answer, Grade, Remark
from app.domain.kinds.base import QuestionBase
from app.domain.kinds.options import not_an_option
from app.domain.kinds.pieces import Strict
from app.domain.problems import Finding
from app.domain.text import Lang, Text
from app.domain.variants import Variant

WORDS = {"t": Text(zh="对", en="True"), "f": Text(zh="错", en="False")}
"""What the two sides are called (format notes, row 11)."""


class Side(Strict):
    """One of the two sides. It has no text: the interface says True or False."""

    id: Literal["t", "f"]
    correct: StrictBool
    why: Text


class TrueFalseQuestion(QuestionBase):
    """A statement to be judged."""

    kind: Literal["truefalse"]
    options: tuple[Side, Side]

    @property
    def guess_rate(self) -> float:
        """One chance in two."""
        return 0.5

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The ids of the two sides."""
        return tuple(side.id for side in self.options)

    def order(self, variant: Variant) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Show true before false, always: nobody should have to look which is which."""
        return {"options": ("t", "f")}

    def key(self, variant: Variant) -> str:  # noqa: ARG002
        """Return the id of the right side."""
        return next(side.id for side in self.options if side.correct)

    def key_text(self, variant: Variant, lang: Lang) -> str:
        """Return the name of the right side."""
        return WORDS[self.key(variant)].said_in(lang)

    def grade(self, answer: Answer, variant: Variant) -> Grade:
        """Grade the id of the side chosen; its `why` is the remark, right or wrong."""
        chosen = next((side for side in self.options if side.id == answer), None)
        if chosen is None:
            return Grade.rejected(not_an_option(answer))
        return Grade(
            score=float(chosen.correct),
            correct=chosen.correct,
            remarks=(Remark(chosen.why, chosen.id, "right" if chosen.correct else "wrong"),),
            hits=frozenset({chosen.id}),
            missed=frozenset() if chosen.correct else frozenset({self.key(variant)}),
            parts={chosen.id: chosen.correct},
        )

    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:  # noqa: ARG002
        """Check that both sides are there and exactly one is right."""
        if {side.id for side in self.options} != {"t", "f"}:
            yield Finding.said(
                "options", "E-id-repeated", "要有 t 和 f 各一项。", "There is one t and one f."
            )
        if sum(side.correct for side in self.options) != 1:
            yield Finding.said(
                "options",
                "E-option-right",
                "t 和 f 要恰好一个 correct: true。",
                "Exactly one of t and f is correct: true.",
            )
