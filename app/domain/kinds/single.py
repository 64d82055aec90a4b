"""Single choice: exactly one option is right."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from app.domain.grade import Answer, Grade, Remark
from app.domain.kinds.base import Part, QuestionBase
from app.domain.kinds.options import Option, not_an_option, option_findings
from app.domain.kinds.shuffling import shuffled
from app.domain.problems import Finding
from app.domain.text import Lang
from app.domain.variants import Variant


class SingleBody(Part):
    """A choice of one: a whole question, or a gap of a cloze."""

    options: tuple[Option, ...] = Field(min_length=2, max_length=8)

    @property
    def guess_rate(self) -> float:
        """One chance in as many as there are options."""
        return 1 / len(self.options)

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The ids of the options."""
        return tuple(option.id for option in self.options)

    def _right(self) -> Option:
        return next(option for option in self.options if option.correct)

    def key(self, variant: Variant) -> str:  # noqa: ARG002
        """Return the id of the right option."""
        return self._right().id

    def key_text(self, variant: Variant, lang: Lang) -> str:  # noqa: ARG002
        """Return the text of the right option."""
        return self._right().text.said_in(lang)

    def grade(self, answer: Answer, variant: Variant) -> Grade:  # noqa: ARG002
        """Grade the id of the option chosen; its `why` is the remark, right or wrong."""
        chosen = next((option for option in self.options if option.id == answer), None)
        if chosen is None:
            return Grade.rejected(not_an_option(answer))
        tone: Literal["right", "wrong"] = "right" if chosen.correct else "wrong"
        return Grade(
            score=float(chosen.correct),
            correct=chosen.correct,
            remarks=(Remark(chosen.why, chosen.id, tone),),
            hits=frozenset({chosen.id}),
            missed=frozenset() if chosen.correct else frozenset({self._right().id}),
            parts={chosen.id: chosen.correct},
        )

    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:
        """Check the options, and that exactly one is right."""
        if sum(option.correct for option in self.options) != 1:
            yield Finding.said(
                "options",
                "E-option-right",
                "单选题要恰好一个选项 correct: true。",
                "Exactly one option is correct: true.",
            )
        yield from option_findings(self.options, variants)


class SingleQuestion(SingleBody, QuestionBase):
    """One option out of a few."""

    kind: Literal["single"]

    def order(self, variant: Variant) -> dict[str, tuple[str, ...]]:
        """Shuffle the options."""
        return {"options": shuffled(self.uid, variant.index, "options", self.part_ids)}
