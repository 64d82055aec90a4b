"""The sample question of the front page: answered without an account, recorded nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.bank.bank import Bank
from app.domain.grade import Answer, Grade
from app.domain.kinds.single import SingleQuestion
from app.domain.variants import Variant

_EASY = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """A question as it is shown to everybody."""

    question: SingleQuestion
    variant: Variant
    order: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SampleOutcome:
    """What the feedback needs."""

    question: SingleQuestion
    order: Mapping[str, tuple[str, ...]]
    grade: Grade
    review_id: int = 0
    supplanted: bool = False


def pick(bank: Bank) -> Sample | None:
    """Return the first easy choice question without parameters, None if there is none."""
    for question in bank.live:
        if not isinstance(question, SingleQuestion) or question.variants is not None:
            continue
        if question.difficulty <= _EASY and not question.figures:
            variant = question.variant(0)
            return Sample(question, variant, question.order(variant))
    return None


def grade(sample: Sample, answer: Answer) -> SampleOutcome:
    """Grade an answer to the sample."""
    graded = sample.question.grade(answer, sample.variant)
    return SampleOutcome(sample.question, sample.order, graded)
