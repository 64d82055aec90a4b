"""Open questions: a text, graded by the points that an interviewer would tick."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StringConstraints

from app.domain.cues import any_meets, cue_findings
from app.domain.followups import Cue
from app.domain.grade import Answer, Grade, Remark
from app.domain.ids import Id
from app.domain.kinds.base import QuestionBase
from app.domain.kinds.pieces import Strict
from app.domain.kinds.reading import quoted, read_text
from app.domain.kinds.soundness import repeated_ids
from app.domain.problems import Finding
from app.domain.text import LANGS, Lang, Text
from app.domain.variants import Variant

MAX_LENGTH = 20_000
_WITHOUT_MUST = 0.5
"""The most that an answer scores which misses a `must` point."""
_PASS = 0.6
"""From here on an answer with every `must` point counts as right."""
_MIN_FIXTURES = 3


class Point(Strict):
    """One assertion that can be ticked alone. Without a `must` point the score is at most 0.5."""

    id: Id
    weight: StrictInt | StrictFloat = Field(gt=0, le=10)
    must: StrictBool
    text: Text
    cues: tuple[Cue, ...] = Field(min_length=1)


class OpenError(Strict):
    """A misconception that its words give away. Shown as a hint; never subtracts points."""

    cues: tuple[Cue, ...] = Field(min_length=1)
    say: Text


class Rubric(Strict):
    """What is ticked."""

    points: tuple[Point, ...] = Field(min_length=1, max_length=10)
    common_errors: tuple[OpenError, ...] = ()


class OpenFixture(Strict):
    """An answer with the points and the errors (positions from 0) that its words suggest."""

    answer: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    hits: tuple[Id, ...]
    errors: tuple[StrictInt, ...]


class OpenQuestion(QuestionBase):
    """A text of one's own."""

    kind: Literal["open"]
    rubric: Rubric
    model_answer: Text
    fixtures: tuple[OpenFixture, ...] = Field(min_length=1)

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The ids of the points."""
        return tuple(point.id for point in self.rubric.points)

    def key(self, variant: Variant) -> dict[str, Any]:  # noqa: ARG002
        """Return the answer that has every point."""
        return {"points": list(self.part_ids)}

    def key_text(self, variant: Variant, lang: Lang) -> str:  # noqa: ARG002
        """Return the model answer."""
        return self.model_answer.said_in(lang)

    def suggested(self, text: str) -> frozenset[str]:
        """Return the ids of the points whose cues the text meets. A person confirms them."""
        return frozenset(point.id for point in self.rubric.points if any_meets(point.cues, text))

    def errors_in(self, text: str) -> list[int]:
        """Return the positions of the common errors whose cues the text meets."""
        return [
            position
            for position, error in enumerate(self.rubric.common_errors)
            if any_meets(error.cues, text)
        ]

    def grade(self, answer: Answer, variant: Variant) -> Grade:  # noqa: ARG002
        """Grade by the points ticked if the answer has `points`, otherwise by the cues met.

        The score is the share of the weights, at most 0.5 if a `must` point is missing.
        """
        given = {"text": answer} if isinstance(answer, str) else answer
        if not isinstance(given, dict) or not given.keys() <= {"text", "points"}:
            return Grade.rejected(_nothing(answer))
        ticked = given.get("points")
        if ticked is not None and (unknown := self._unknown(ticked)):
            return Grade.rejected(unknown)
        typed = given.get("text", "")
        text = read_text(typed, MAX_LENGTH)
        if isinstance(text, Text):
            # Spoken answers have no text: ticks are enough then.
            if not ticked or not isinstance(typed, str) or typed.strip():
                return Grade.rejected(text)
            text = ""
        hits = self.suggested(text) if ticked is None else frozenset(ticked)
        return self._graded(hits, text)

    def _unknown(self, ticked: object) -> Text | None:
        if not isinstance(ticked, list):
            return _nothing(ticked)
        strange = (one for one in ticked if not isinstance(one, str) or one not in self.part_ids)
        return next((_nothing(one) for one in strange), None)

    def _graded(self, hits: frozenset[str], text: str) -> Grade:
        points = self.rubric.points
        total = sum(point.weight for point in points)
        score = sum(point.weight for point in points if point.id in hits) / total
        has_musts = all(point.id in hits for point in points if point.must)
        errors = [self.rubric.common_errors[position] for position in self.errors_in(text)]
        return Grade(
            score=score if has_musts else min(score, _WITHOUT_MUST),
            correct=has_musts and score >= _PASS,
            remarks=tuple(Remark(error.say, tone="hint") for error in errors),
            hits=hits,
            missed=frozenset(self.part_ids) - hits,
            parts={point.id: point.id in hits for point in points},
        )

    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:  # noqa: ARG002
        """Check the cues against the model answer and against the fixtures."""
        points = self.rubric.points
        yield from repeated_ids("rubric.points", self.part_ids)
        if not any(point.must for point in points):
            yield Finding.said(
                "rubric.points",
                "E-rubric-must",
                "至少一个要点写 must: true。",
                "At least one point is must: true.",
            )
        for position, point in enumerate(points):
            yield from cue_findings(f"rubric.points[{position}].cues", point.cues)
        for position, error in enumerate(self.rubric.common_errors):
            yield from cue_findings(f"rubric.common_errors[{position}].cues", error.cues)
        for lang in LANGS:
            yield from self._model_findings(lang)
        yield from self._fixture_findings()

    def _model_findings(self, lang: Lang) -> Iterator[Finding]:
        text = self.model_answer.said_in(lang)
        if missing := ", ".join(sorted(set(self.part_ids) - self.suggested(text))):
            yield Finding.said(
                f"model_answer.{lang}",
                "E-model-misses",
                f"参考答案没有命中要点 {missing}：补 cue 或改写。",
                f"The model answer misses the points {missing}: add cues or reword it.",
            )
        if tripped := ", ".join(map(str, self.errors_in(text))):
            yield Finding.said(
                f"model_answer.{lang}",
                "E-model-trips",
                f"参考答案触发了 common_errors 第 {tripped} 条：收紧它的 cue。",
                f"The model answer trips common error {tripped}: narrow its cues.",
            )

    def _fixture_findings(self) -> Iterator[Finding]:
        if len(self.fixtures) < _MIN_FIXTURES:
            yield Finding.said(
                "fixtures",
                "E-fixtures-few",
                "至少三个例子：一个好的、一个常见错误、一个带否定的。",
                "Three examples at least: a good one, a common mistake, a negated sentence.",
            )
        for position, fixture in enumerate(self.fixtures):
            hits, errors = self.suggested(fixture.answer), self.errors_in(fixture.answer)
            if hits == set(fixture.hits) and errors == sorted(fixture.errors):
                continue
            found = ", ".join(sorted(hits)) or "—"
            yield Finding.said(
                f"fixtures[{position}]",
                "E-fixture",
                f"“{quoted(fixture.answer)}”实际命中 {found}，错误 {errors}；"
                f"文件写的是 {', '.join(fixture.hits) or '—'}，错误 {list(fixture.errors)}。",
                f'"{quoted(fixture.answer)}" meets {found}, errors {errors}; the file says '
                f"{', '.join(fixture.hits) or '—'}, errors {list(fixture.errors)}.",
            )


def _nothing(given: object) -> Text:
    return Text(
        zh=f"没看懂收到的内容（{quoted(given)}）。请输入文字，或勾选列出的要点。",
        en=f"What arrived cannot be read ({quoted(given)}). Please type text or tick points shown.",
    )
