"""Cloze: a text with gaps, each of which is a small question of its own."""

import math
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from app.domain.grade import Answer, Grade, Remark
from app.domain.ids import Id
from app.domain.kinds.base import QuestionBase
from app.domain.kinds.numeric import NumericBody
from app.domain.kinds.reading import quoted
from app.domain.kinds.short import ShortBody
from app.domain.kinds.shuffling import shuffled
from app.domain.kinds.single import SingleBody
from app.domain.kinds.soundness import repeated_ids
from app.domain.parity import formulas, gaps
from app.domain.problems import Finding
from app.domain.text import LANGS, Lang, Text
from app.domain.variants import Variant


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

    @property
    def guess_rate(self) -> float:
        """The chance of guessing every gap."""
        return math.prod(gap.guess_rate for gap in self.gaps)

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The ids of the gaps."""
        return tuple(gap.id for gap in self.gaps)

    def order(self, variant: Variant) -> dict[str, tuple[str, ...]]:
        """Shuffle the options of every gap that has any: {"gaps.<id>": (...)}."""
        return {
            f"gaps.{gap.id}": shuffled(self.uid, variant.index, f"gaps.{gap.id}", gap.part_ids)
            for gap in self.gaps
            if isinstance(gap, SingleGap)
        }

    def key(self, variant: Variant) -> dict[str, Any]:
        """Return the key of every gap by its id."""
        return {gap.id: gap.key(variant) for gap in self.gaps}

    def key_text(self, variant: Variant, lang: Lang) -> str:
        """Return the keys of the gaps as a numbered list, in the order of the prompt."""
        known = {gap.id: gap for gap in self.gaps}
        placed = [known[name] for name in gaps(self.prompt.said_in(lang)) if name in known]
        lines = (gap.key_text(variant, lang) for gap in placed)
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))

    def grade(self, answer: Answer, variant: Variant) -> Grade:
        """Grade every gap; the score is the share of gaps that are right.

        One gap that is empty or cannot be read makes the whole answer unreadable, since a gap that
        was overlooked is not a gap that was not known.
        """
        if not isinstance(answer, dict) or not answer:
            return Grade.rejected(_EMPTY)
        if strange := [name for name in answer if name not in self.part_ids]:
            return Grade.rejected(
                Text(
                    zh=f"没有空“{quoted(strange[0])}”，请重新打开这道题。",
                    en=f'There is no gap "{quoted(strange[0])}". Please open the question again.',
                )
            )
        grades: dict[str, Grade] = {}
        for gap in self.gaps:
            grade = gap.grade(answer.get(gap.id, ""), variant)
            if grade.unreadable is not None:
                return Grade.rejected(
                    Text(
                        zh=f"第 {self._number(gap.id, 'zh')} 空：{grade.unreadable.zh}",
                        en=f"Gap {self._number(gap.id, 'en')}: {grade.unreadable.en}",
                    )
                )
            grades[gap.id] = grade
        return _together(grades)

    def _number(self, name: str, lang: Lang) -> int:
        """Return the place of a gap in the prompt, counted from 1."""
        return gaps(self.prompt.said_in(lang)).index(name) + 1

    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:
        """Check every gap, and that the prompt has each of them once, outside formulas."""
        yield from repeated_ids("gaps", self.part_ids)
        for lang in LANGS:
            prompt = self.prompt.said_in(lang)
            placed = gaps(prompt)
            if sorted(placed) != sorted(self.part_ids):
                yield Finding.said(
                    f"prompt.{lang}",
                    "E-gap-placed",
                    f"题干里的空是 {', '.join(placed) or '—'}，gaps 里是 "
                    f"{', '.join(self.part_ids)}；每个空在题干里用 [[id]] 写一次。",
                    f"The prompt has the gaps {', '.join(placed) or '—'}, the file defines "
                    f"{', '.join(self.part_ids)}; write each once in the prompt as [[id]].",
                )
            if any("[[" in formula for formula in formulas(prompt)):
                yield Finding.said(
                    f"prompt.{lang}",
                    "E-gap-formula",
                    "空不能放在公式里。",
                    "A gap cannot stand inside a formula.",
                )
        for position, gap in enumerate(self.gaps):
            for finding in gap.own_findings(variants):
                yield finding.within(f"gaps[{position}]", f"空 {gap.id}：", f"Gap {gap.id}: ")


_EMPTY = Text(
    zh="还没有作答，请把每个空都填上。", en="Nothing was filled in yet. Please fill every gap."
)


def _together(grades: dict[str, Grade]) -> Grade:
    """Return the grade of a cloze from those of its gaps, all of which could be read."""
    right = frozenset(name for name, grade in grades.items() if grade.correct)
    remarks = (
        Remark(remark.text, name, remark.tone)
        for name, grade in grades.items()
        for remark in grade.remarks
    )
    return Grade(
        score=len(right) / len(grades),
        correct=len(right) == len(grades),
        remarks=tuple(remarks),
        hits=right,
        missed=frozenset(grades) - right,
        parts={name: grade.correct for name, grade in grades.items()},
    )
