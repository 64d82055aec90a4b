"""A bank with a question of each kind, and the forms that answer them."""

from typing import Any

from app.domain.kinds import Question
from tests.services.tiny_bank import both, common, numeric, open_, single, truefalse

OPTIONS = [
    {"id": id_, "text": both(f"Option {id_}"), "correct": id_ in "ab", "why": both(f"Why {id_}")}
    for id_ in "abcd"
]
SHORT = {
    "accept": [{"text": "dropout"}],
    "common_errors": [{"match": [{"text": "dropconnect"}], "say": both("That drops weights")}],
    "fixtures": {"right": ["Dropout"], "wrong": ["dropconnect", "noise"]},
}


def multi(number: int, **changes: object) -> dict[str, Any]:
    return common(number, "multi", options=OPTIONS) | changes


def short(number: int, **changes: object) -> dict[str, Any]:
    return common(number, "short") | SHORT | changes


def cloze(number: int, **changes: object) -> dict[str, Any]:
    gap = [
        {"id": id_, "text": both(id_), "correct": id_ == "batch", "why": both(f"Why {id_}")}
        for id_ in ("batch", "layer")
    ]
    gaps = [
        {"id": "axis", "kind": "single", "options": gap},
        {"id": "size", "kind": "numeric", "answer": {"value": "2 + 2", "check": "exact_int"}},
        {"id": "name", "kind": "short"} | SHORT,
    ]
    prompt = both("Over [[axis]] of [[size]] with [[name]]")
    return common(number, "cloze", gaps=gaps, prompt=prompt) | changes


def order(number: int, **changes: object) -> dict[str, Any]:
    items = [
        {"id": "mean", "text": both("Take the mean")},
        {"id": "variance", "text": both("Take the variance"), "after": ["mean"]},
        {"id": "divide", "text": both("Divide by $s^2$"), "after": ["variance"]},
    ]
    extra = [{"id": "pray", "text": both("Hope"), "why": both("Hope is no step")}]
    return common(number, "order", items=items, extra=extra) | changes


def match(number: int, **changes: object) -> dict[str, Any]:
    pairs = [
        {"id": id_, "left": both(f"Left {id_}"), "right": both(f"Card {id_}"), "why": both(id_)}
        for id_ in ("bn", "ln")
    ]
    extra = [{"id": "spare", "right": both("Card spare"), "why": both("Spare")}]
    return common(number, "match", pairs=pairs, extra=extra) | changes


def everything() -> list[dict[str, Any]]:
    """Return one question of each kind, and one that the first leads to."""
    followups = [
        {"when": "always", "ask": "next-one"},
        {
            "when": "wrong",
            "probe": {
                "id": "probe",
                "prompt": both("And why"),
                "model_answer": both("Because"),
                "cues": ["because|因为"],
            },
        },
    ]
    hints = [{"cost": 0.2, "text": both("Think of **axes**")}]
    return [
        single(1, slug="choice", followups=followups, hints=hints, erratum=both("The note errs")),
        multi(2, slug="several"),
        truefalse(3, slug="claim"),
        numeric(4, slug="sum"),
        short(5, slug="name"),
        cloze(6, slug="gaps"),
        order(7, slug="steps"),
        match(8, slug="pairs"),
        open_(9, slug="essay"),
        single(10, slug="next-one", topic="bn-computation", difficulty=3),
        single(11, slug="pooled", track="convolution", topic="pooling"),
    ]


KINDS = ("choice", "several", "claim", "sum", "name", "gaps", "steps", "pairs", "essay")


def right(question: Question, index: int) -> dict[str, Any]:
    """Return the fields of a form that answers a question rightly."""
    variant = question.variant(index)
    key: Any = question.key(variant)
    match question.kind:
        case "single" | "truefalse" | "multi":
            return {"choice": key}
        case "cloze":
            return {f"gap.{gap}": str(value) for gap, value in key.items()}
        case "order":
            return {f"pos.{step}": str(place) for place, step in enumerate(key, 1)}
        case "match":
            return {f"pair.{pair}": question.token(variant, pair) for pair in key}
        case "open":
            return {"text": "The mean and the variance"}
        case _:
            return {"answer": str(key)}


UNREADABLE: dict[str, dict[str, Any]] = {
    "choice": {"choice": "zebra"},
    "several": {"choice": ["a", "zebra"]},
    "claim": {"choice": ""},
    "sum": {"answer": "a quarter"},
    "name": {"answer": "  "},
    "gaps": {"gap.axis": "layer", "gap.size": "vier", "gap.name": "noise"},
    "steps": {"pos.mean": "1", "pos.variance": "1", "pos.divide": "3"},
    "pairs": {"pair.bn": "bn", "pair.ln": ""},
    "essay": {"text": "   "},
}
"""Answers that cannot be read, by slug."""
