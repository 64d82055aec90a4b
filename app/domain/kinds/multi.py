"""Multiple choice: at least two options are right, and at least one is wrong."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from app.domain.grade import Answer, Grade, Remark
from app.domain.kinds.base import QuestionBase
from app.domain.kinds.options import Option, not_an_option, option_findings
from app.domain.kinds.shuffling import shuffled
from app.domain.problems import Finding
from app.domain.text import Lang
from app.domain.variants import Variant

_MIN_RIGHT = 2
_LONGEST = 100


class MultiQuestion(QuestionBase):
    """Any number of options out of a few."""

    kind: Literal["multi"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=10)

    @property
    def guess_rate(self) -> float:
        """One chance in as many as there are sets that are not empty."""
        return 1 / ((1 << len(self.options)) - 1)

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The ids of the options."""
        return tuple(option.id for option in self.options)

    def order(self, variant: Variant) -> dict[str, tuple[str, ...]]:
        """Shuffle the options."""
        return {"options": shuffled(self.uid, variant.index, "options", self.part_ids)}

    def key(self, variant: Variant) -> list[str]:  # noqa: ARG002
        """Return the ids of the right options, in file order."""
        return [option.id for option in self.options if option.correct]

    def key_text(self, variant: Variant, lang: Lang) -> str:  # noqa: ARG002
        """Return the texts of the right options as a list."""
        right = [option.text.said_in(lang) for option in self.options if option.correct]
        return "\n".join(f"- {text}" for text in right)

    def grade(self, answer: Answer, variant: Variant) -> Grade:
        """Score max(0, hits − false alarms) / number of right options (format notes, row 13)."""
        if not isinstance(answer, list) or not 0 < len(answer) <= _LONGEST:
            return Grade.rejected(not_an_option(answer))
        strange: list[object] = [one for one in answer if one not in self.part_ids]
        if strange:
            return Grade.rejected(not_an_option(strange[0]))
        chosen, right = frozenset(answer), frozenset(self.key(variant))
        hits, false_alarms = len(chosen & right), len(chosen - right)
        return Grade(
            score=max(0, hits - false_alarms) / len(right),
            correct=chosen == right,
            remarks=tuple(self._remarks(chosen)),
            hits=chosen,
            missed=right - chosen,
            parts={option.id: option.correct == (option.id in chosen) for option in self.options},
        )

    def _remarks(self, chosen: frozenset[str]) -> Iterator[Remark]:
        """Say why about every option chosen, and about every right one that was not."""
        for option in self.options:
            if option.id in chosen:
                yield Remark(option.why, option.id, "right" if option.correct else "wrong")
            elif option.correct:
                yield Remark(option.why, option.id, "hint")

    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:
        """Check the options, and that some are right and some wrong."""
        if not _MIN_RIGHT <= sum(option.correct for option in self.options) < len(self.options):
            yield Finding.said(
                "options",
                "E-option-right",
                "多选题至少两个选项正确、一个错误；只有一个正确时用 single。",
                "At least two options are right and one is wrong; with one right, use single.",
            )
        yield from option_findings(self.options, variants)
