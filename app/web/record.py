"""An answer of the past as lines to read: what was given, and what was right."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.bank.bank import Bank
from app.bank.holder import BankHolder
from app.domain.kinds import Question
from app.domain.kinds.match import MatchQuestion
from app.domain.variants import format_number, values_of
from app.services.attempts import Attempt
from app.web.answers import Given


@dataclass(frozen=True, slots=True)
class Line:
    """One part of an answer. `label`, `key` and, unless `typed`, `given` are Markdown."""

    given: str
    key: str
    right: bool
    label: str = ""
    typed: bool = False


def then(holder: BankHolder, attempt: Attempt) -> tuple[Bank, Question | None, Mapping[str, str]]:
    """Return the bank that renders an answer's texts, its question, and the numbers it showed.

    The question is None when its revision is forgotten.
    """
    found = holder.question_at(attempt.slug, attempt.revision)
    if found is None:
        numbers = attempt.params.get("numbers", {})
        return holder.current, None, {k: format_number(v) for k, v in numbers.items()}
    bank, question = found
    variant = question.variant(attempt.variant_index)
    return bank, question, values_of(question, variant, attempt.lang)


def lines(attempt: Attempt, question: Question | None) -> tuple[Line, ...]:
    """Return the parts of an answer; options and code are not lines, they are shown in full.

    `question` is the question as it was, if it is still known: it knows the names that cards of a
    match had on the page.
    """
    match attempt.kind:
        case "cloze":
            return tuple(_gaps(attempt))
        case "match":
            return tuple(_pairs(attempt, question))
        case "order":
            return tuple(_steps(attempt))
        case "open":
            return (Line(Given(attempt.answer).text, "", attempt.correct, typed=True),)
        case "single" | "multi" | "truefalse" | "code":
            return ()
        case _:
            given = Given(attempt.answer).text
            return (Line(given, str(attempt.key), attempt.correct, typed=True),)


def _gaps(attempt: Attempt) -> Iterator[Line]:
    parts, given = attempt.shown["parts"], Given(attempt.answer)
    for number, (gap, key) in enumerate(attempt.key.items(), 1):
        name = f"gaps.{gap}.{{}}.text"
        mine = given.part(gap)
        chosen = parts.get(name.format(mine))
        yield Line(
            given=mine if chosen is None else chosen,
            key=parts.get(name.format(key), str(key)),
            right=attempt.parts.get(gap, False),
            label=str(number),
            typed=chosen is None,
        )


def _pairs(attempt: Attempt, question: Question | None) -> Iterator[Line]:
    parts, given = attempt.shown["parts"], Given(attempt.answer)
    ids = [name.split(".")[1] for name in parts if name.endswith(".right")]
    laid = {name: name for name in ids}
    if isinstance(question, MatchQuestion):
        variant = question.variant(attempt.variant_index)
        laid |= {question.token(variant, name): name for name in ids}
    for pair in attempt.key:
        mine = laid.get(given.part(pair), "")
        yield Line(
            given=parts.get(f"pairs.{mine}.right") or parts.get(f"extra.{mine}.right", "–"),
            key=parts[f"pairs.{pair}.right"],
            right=mine == pair,
            label=parts[f"pairs.{pair}.left"],
        )


def _steps(attempt: Attempt) -> Iterator[Line]:
    parts: Mapping[str, str] = attempt.shown["parts"]

    def text_of(step: str) -> str:
        return parts.get(f"items.{step}.text") or parts.get(f"extra.{step}.text", step)

    given = _padded(Given(attempt.answer).sequence(), len(attempt.key))
    for number, step in enumerate(given, 1):
        key = attempt.key[number - 1] if number <= len(attempt.key) else None
        yield Line(
            given=text_of(step) if step else "–",
            key=text_of(key) if key else "–",
            right=bool(step) and attempt.parts.get(step, False),
            label=str(number),
        )


def _padded(steps: Iterable[str], least: int) -> list[str]:
    listed = list(steps)
    return listed + [""] * (least - len(listed))
