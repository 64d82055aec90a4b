"""Answers between the form and the domain: read from fields, and put back into them."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from app.domain.grade import Answer
from app.domain.kinds import Question
from app.domain.kinds.cloze import ClozeQuestion
from app.domain.kinds.match import MatchQuestion
from app.domain.kinds.multi import MultiQuestion
from app.domain.kinds.open import OpenQuestion
from app.domain.kinds.order import OrderQuestion
from app.domain.kinds.single import SingleQuestion
from app.domain.kinds.truefalse import TrueFalseQuestion


def read(question: Question, fields: FormData) -> Answer:
    """Return what a form says, in the shape of an answer of this kind of question."""
    answer: Answer
    match question:
        case SingleQuestion() | TrueFalseQuestion():
            answer = _text(fields, "choice")
        case MultiQuestion():
            answer = [value for value in fields.getlist("choice") if isinstance(value, str)]
        case ClozeQuestion():
            answer = {gap.id: _text(fields, f"gap.{gap.id}") for gap in question.gaps}
        case OrderQuestion():
            steps = [step.id for step in question.items] + [step.id for step in question.extra]
            answer = {step: _text(fields, f"pos.{step}") for step in steps}
        case MatchQuestion():
            answer = {pair.id: _text(fields, f"pair.{pair.id}") for pair in question.pairs}
        case OpenQuestion():
            answer = {"text": _text(fields, "text")}
        case _:
            answer = _text(fields, "answer")
    return answer


def _text(fields: FormData, name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as templates ask about it; before there is one, everything is empty."""

    answer: Answer = ""

    def chose(self, option: str) -> bool:
        """Return whether an option was chosen."""
        return option == self.answer or (isinstance(self.answer, list) and option in self.answer)

    @property
    def text(self) -> str:
        """Return what was typed or written."""
        if isinstance(self.answer, Mapping):
            value = self.answer.get("text", "")
            return value if isinstance(value, str) else ""
        return self.answer if isinstance(self.answer, str) else ""

    def part(self, name: str) -> str:
        """Return what was put into a gap or beside an entry."""
        value = self.answer.get(name, "") if isinstance(self.answer, Mapping) else ""
        return value if isinstance(value, str) else ""

    def place(self, step: str) -> str:
        """Return the place given to a step, counted from 1; empty when it was left out."""
        if isinstance(self.answer, list):
            return str(self.answer.index(step) + 1) if step in self.answer else ""
        return self.part(step)

    def sequence(self) -> list[str]:
        """Return the steps in the order they were put, those left out excluded."""
        if isinstance(self.answer, list):
            return list(self.answer)
        if not isinstance(self.answer, Mapping):
            return []
        placed = [
            (place, step)
            for step, value in self.answer.items()
            if (place := _place(value)) is not None
        ]
        return [step for _place_of, step in sorted(placed)]


def _place(value: object) -> int | None:
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isdecimal() else None
