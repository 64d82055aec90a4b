"""What is kept of a showing and its grading, as JSON, and read back."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.grade import Grade, Remark
from app.domain.kinds import Question
from app.domain.text import Text
from app.domain.variants import Variant, fill
from app.services.practice.showing import Drawn

_FIELDS = ("options", "items", "pairs", "extra")
_SIDES = ("text", "left", "right")


def frozen_showing(drawn: Drawn) -> dict[str, Any]:
    """Return everything that was read on the screen, as Markdown with the numbers filled in.

    {"title": …, "prompt": …, "parts": {"options.a.text": …}, "order": {"options": ["a", …]},
    "hints": how many could be asked for}
    """
    question = drawn.question

    def said(text: Text) -> str:
        return fill(text.said_in(drawn.lang), drawn.values)

    return {
        "title": said(question.title),
        "prompt": said(question.prompt),
        "parts": {name: said(text) for name, text in _parts(question)},
        "order": {name: list(ids) for name, ids in drawn.order.items()},
        "hints": len(question.hints),
    }


def _parts(question: Question) -> Iterator[tuple[str, Text]]:
    for field in _FIELDS:
        for part in getattr(question, field, ()):
            for side in _SIDES:
                text = getattr(part, side, None)
                if isinstance(text, Text):
                    yield f"{field}.{part.id}.{side}", text
    for gap in getattr(question, "gaps", ()):
        for option in getattr(gap, "options", ()):
            yield f"gaps.{gap.id}.{option.id}.text", option.text


def frozen_variant(variant: Variant) -> dict[str, Any]:
    """Return the drawn parameters: {"numbers": {name: value}, "words": {name: {"zh", "en"}}}."""
    return {
        "numbers": dict(variant.numbers),
        "words": {name: {"zh": text.zh, "en": text.en} for name, text in variant.words.items()},
    }


def frozen_grade(grade: Grade) -> dict[str, Any]:
    """Return a grade as JSON; `thawed_grade` is its inverse."""
    return {
        "score": grade.score,
        "correct": grade.correct,
        "near": grade.near,
        "remarks": [
            {"zh": r.text.zh, "en": r.text.en, "about": r.about, "tone": r.tone}
            for r in grade.remarks
        ],
        "hits": sorted(grade.hits),
        "missed": sorted(grade.missed),
        "parts": dict(grade.parts),
    }


def thawed_grade(kept: Mapping[str, Any]) -> Grade:
    """Return the grade that was kept."""
    return Grade(
        score=kept["score"],
        correct=kept["correct"],
        near=kept["near"],
        remarks=thawed_remarks(kept),
        hits=frozenset(kept["hits"]),
        missed=frozenset(kept["missed"]),
        parts=dict(kept["parts"]),
    )


def thawed_remarks(kept: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Return the remarks of a grade that was kept."""
    return tuple(
        Remark(Text(zh=r["zh"], en=r["en"]), about=r["about"], tone=r["tone"])
        for r in kept["remarks"]
    )
