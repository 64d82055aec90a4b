"""Follow-up questions: which question is asked next, depending on how this one went."""

import re
from collections.abc import Iterable
from typing import Annotated, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, model_validator

from app.domain.grade import Grade
from app.domain.ids import Id, Slug, refusal
from app.domain.text import Text

Cue = Annotated[str, StringConstraints(min_length=1, max_length=500)]

_WHEN = re.compile(
    r"(?P<plain>always|correct|wrong)|(?P<part>missed|hit):(?P<id>[a-z][a-z0-9-]*)"
    r"|score>=(?P<score>0\.\d{1,3}|1(?:\.0)?)"
)


class Probe(BaseModel):
    """A question of one line asked inside the same node: it has no schedule of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id
    prompt: Text
    model_answer: Text
    cues: tuple[Cue, ...] = Field(min_length=1)


class FollowUp(BaseModel):
    """An edge to another question (`ask`) or a question of one line (`probe`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: str
    ask: Slug | None = None
    probe: Probe | None = None
    depth: StrictInt = Field(default=1, ge=1, le=5)

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.ask is None) == (self.probe is None):
            raise refusal(
                "E-followup",
                "追问要写 ask 或 probe 之一，不能都写或都不写。",
                "A follow-up has either ask or probe, not both and not neither.",
            )
        if not _WHEN.fullmatch(self.when):
            raise refusal(
                "E-followup-when",
                f"不认识条件“{self.when[:60]}”。可用：always、correct、wrong、missed:ID、hit:ID、"
                "score>=0.8。",
                f'Unknown condition "{self.when[:60]}". Use always, correct, wrong, missed:ID, '
                "hit:ID or score>=0.8.",
            )
        return self

    @property
    def part(self) -> str | None:
        """The id of the part that the condition names, if it names one."""
        _, _, name = self.when.partition(":")
        return name or None

    def holds(self, grade: Grade) -> bool:
        """Say whether the condition is met. An answer that could not be read meets none."""
        if grade.score is None:
            return False
        kind, _, name = self.when.partition(":")
        met = {
            "always": True,
            "correct": grade.correct,
            "wrong": not grade.correct,
            "missed": name in grade.missed,
            "hit": name in grade.hits,
        }
        if kind in met:
            return met[kind]
        return grade.score >= float(self.when.removeprefix("score>="))


class _Asking(Protocol):
    @property
    def followups(self) -> Iterable[FollowUp]: ...


def asks(question: _Asking, grade: Grade) -> list[FollowUp]:
    """Return the follow-ups of `question` whose condition holds for `grade`, in file order."""
    return [follow for follow in question.followups if follow.holds(grade)]
