"""Short answers: a name is the point, and it has few spellings."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from app.domain.grade import Answer, Grade, Remark
from app.domain.kinds.base import Part, QuestionBase
from app.domain.kinds.pieces import Strict
from app.domain.kinds.reading import read_text
from app.domain.kinds.spelling import Rule, any_matches, normalise, rule_findings
from app.domain.problems import Finding
from app.domain.text import Lang, Text
from app.domain.variants import Variant

MAX_LENGTH = 200
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class ShortError(Strict):
    """A wrong name that is often given, and what to say about it."""

    match: tuple[Rule, ...] = Field(min_length=1)
    say: Text


class ShortFixtures(Strict):
    """Answers that must be accepted and answers that must not."""

    right: tuple[str, ...] = Field(min_length=1)
    wrong: tuple[str, ...] = Field(min_length=1)


class ShortBody(Part):
    """A name to be typed: a whole question, or a gap of a cloze."""

    accept: tuple[Rule, ...] = Field(min_length=1)
    common_errors: tuple[ShortError, ...] = ()
    fixtures: ShortFixtures

    def _names(self) -> list[str]:
        """Return the spellings that can be shown: the texts, or else the right fixtures."""
        return [rule.text for rule in self.accept if rule.text] or list(self.fixtures.right)

    def key(self, variant: Variant) -> str:  # noqa: ARG002
        """Return the first spelling."""
        return self._names()[0]

    def key_text(self, variant: Variant, lang: Lang) -> str:
        """Return the first spelling in the script of the language, or else the first of all."""
        wanted = lang == "zh"
        fits = (name for name in self._names() if bool(_CHINESE.search(name)) == wanted)
        return next(fits, self.key(variant))

    def grade(self, answer: Answer, variant: Variant) -> Grade:  # noqa: ARG002
        """Grade what was typed; a wrong name that is known is recognised."""
        typed = read_text(answer, MAX_LENGTH)
        if isinstance(typed, str) and not normalise(typed):
            typed = read_text("", MAX_LENGTH)
        if isinstance(typed, Text):
            return Grade.rejected(typed)
        if any_matches(self.accept, typed):
            return Grade(score=1.0, correct=True)
        said = next((e.say for e in self.common_errors if any_matches(e.match, typed)), None)
        return Grade(score=0.0, remarks=() if said is None else (Remark(said),))

    def own_findings(self, variants: Sequence[Variant]) -> Iterator[Finding]:  # noqa: ARG002
        """Check the rules, and that they judge the fixtures as the file says."""
        faults = list(rule_findings("accept", self.accept))
        for position, error in enumerate(self.common_errors):
            faults.extend(rule_findings(f"common_errors[{position}].match", error.match))
        yield from faults
        if not faults:
            yield from self._fixture_findings()
            yield from self._error_findings()

    def _fixture_findings(self) -> Iterator[Finding]:
        for position, typed in enumerate(self.fixtures.right):
            if not any_matches(self.accept, typed):
                yield Finding.said(
                    f"fixtures.right[{position}]",
                    "E-fixture",
                    f"“{typed}”应被接受，却没有规则接受它（规范化后是“{normalise(typed)}”）。",
                    f'"{typed}" should be accepted, but no rule does (normalised: '
                    f'"{normalise(typed)}").',
                )
        for position, typed in enumerate(self.fixtures.wrong):
            if any_matches(self.accept, typed):
                yield Finding.said(
                    f"fixtures.wrong[{position}]",
                    "E-fixture",
                    f"“{typed}”不应被接受，却有规则接受它。",
                    f'"{typed}" should not be accepted, but a rule accepts it.',
                )

    def _error_findings(self) -> Iterator[Finding]:
        for position, error in enumerate(self.common_errors):
            at = f"common_errors[{position}].match"
            if right := [one for one in self.fixtures.right if any_matches(error.match, one)]:
                yield Finding.said(
                    at,
                    "E-error-right",
                    f"它也匹配正确答案“{right[0]}”。",
                    f'It matches the right answer "{right[0]}" too.',
                )
            if not any(any_matches(error.match, typed) for typed in self.fixtures.wrong):
                yield Finding.said(
                    at,
                    "E-error-fixture",
                    "fixtures.wrong 里没有能触发它的例子，请补一个。",
                    "No example in fixtures.wrong sets it off; add one.",
                )


class ShortQuestion(ShortBody, QuestionBase):
    """One name."""

    kind: Literal["short"]
