"""Builders of questions: small sound ones, with the fields a test cares about replaced."""

from typing import Any, TypeVar

from app.domain.kinds import QUESTION, Question
from app.domain.kinds.cloze import ClozeQuestion
from app.domain.kinds.match import MatchQuestion
from app.domain.kinds.multi import MultiQuestion
from app.domain.kinds.numeric import NumericQuestion
from app.domain.kinds.open import OpenQuestion
from app.domain.kinds.order import OrderQuestion
from app.domain.kinds.short import ShortQuestion
from app.domain.kinds.single import SingleQuestion
from app.domain.kinds.truefalse import TrueFalseQuestion

T = TypeVar("T")


def said(word: str) -> dict[str, str]:
    """Return a text that differs between the languages."""
    return {"zh": f"中文{word}", "en": f"English {word}"}


def common(kind: str) -> dict[str, Any]:
    """Return the fields that every question has."""
    return {
        "schema": 1,
        "uid": "01JD7M3K9Z6T2V4W8X0Y1A5B6C",
        "slug": f"a-{kind}",
        "kind": kind,
        "status": "live",
        "track": "convolution",
        "topic": "pooling",
        "skills": ["conv.pooling"],
        "covers": ["S1-02"],
        "difficulty": 2,
        "target_s": 60,
        "title": said("title"),
        "prompt": said("prompt"),
        "explanation": {
            "zh": "**为什么。** 甲。\n\n**推导。** 乙。\n\n**检验。** 丙。",
            "en": "**Why.** One.\n\n**Derivation.** Two.\n\n**Check.** Three.",
        },
        "sources": [
            {"kind": "seed", "ref": "note.txt", "locator": "S1-02"},
            {"kind": "paper", "ref": "arXiv:1502.03167", "locator": "§3"},
        ],
    }


def option(name: str, *, correct: bool = False) -> dict[str, Any]:
    """Return one option."""
    return {"id": name, "text": said(name), "correct": correct, "why": said(f"why {name}")}


OWN: dict[str, dict[str, Any]] = {
    "single": {"options": [option("a", correct=True), option("b"), option("c")]},
    "multi": {
        "options": [
            option("a", correct=True),
            option("b", correct=True),
            option("c"),
            option("d"),
        ]
    },
    "truefalse": {
        "options": [
            {"id": "t", "correct": False, "why": said("why t")},
            {"id": "f", "correct": True, "why": said("why f")},
        ]
    },
    "numeric": {
        "answer": {
            "value": "48",
            "check": "exact_int",
            "common_errors": [
                {"value": "36", "say": said("three gates")},
                {"value": "24", "say": said("half")},
            ],
        }
    },
    "short": {
        "accept": [{"text": "channel shuffle"}, {"text": "通道混洗"}, {"regex": "(the )?shuffle"}],
        "common_errors": [{"match": [{"regex": ".*pixel.*"}], "say": said("pixel")}],
        "fixtures": {"right": ["Channel Shuffle", "通道混洗。"], "wrong": ["pixel shuffle", "x"]},
    },
    "cloze": {
        "prompt": {
            "zh": "甲 [[word]]，乙 [[number]]，丙 [[pick]]。",
            "en": "One [[pick]], two [[word]], three [[number]].",
        },
        "gaps": [
            {
                "id": "word",
                "kind": "short",
                "accept": [{"text": "root"}],
                "fixtures": {"right": ["Root"], "wrong": ["square"]},
            },
            {"id": "number", "kind": "numeric", "answer": {"value": "7", "check": "exact_int"}},
            {
                "id": "pick",
                "kind": "single",
                "options": [option("a", correct=True), option("b")],
            },
        ],
    },
    "order": {
        "items": [
            {"id": "zero", "text": said("zero"), "after": []},
            {"id": "forward", "text": said("forward"), "after": ["zero"]},
            {"id": "log", "text": said("log"), "after": ["zero"]},
            {"id": "step", "text": said("step"), "after": ["forward", "log"]},
        ],
        "extra": [{"id": "again", "text": said("again"), "why": said("why again")}],
        "common_errors": [{"swapped": ["forward", "step"], "say": said("too early")}],
    },
    "match": {
        "pairs": [
            {"id": name, "left": said(f"l {name}"), "right": said(f"r {name}"), "why": said(name)}
            for name in ("bn", "ln", "gn")
        ],
        "extra": [{"id": "all", "right": said("r all"), "why": said("all")}],
        "common_errors": [{"swapped": ["bn", "ln"], "say": said("exchanged")}],
    },
    "open": {
        "rubric": {
            "points": [
                {
                    "id": "degradation",
                    "weight": 2,
                    "must": True,
                    "text": said("degradation"),
                    "cues": ["退化", "degradation"],
                },
                {
                    "id": "identity",
                    "weight": 1,
                    "must": False,
                    "text": said("identity"),
                    "cues": ["恒等", "identity"],
                },
                {
                    "id": "limits",
                    "weight": 1,
                    "must": False,
                    "text": said("limits"),
                    "cues": ["!保证", "!guarantee*"],
                },
            ],
            "common_errors": [{"cues": ["过拟合", "overfitting"], "say": said("not that")}],
        },
        "model_answer": {
            "zh": "退化；学恒等；不保证。",
            "en": "Degradation. Learn the identity. No guarantee.",
        },
        "fixtures": [
            {"answer": "退化", "hits": ["degradation"], "errors": []},
            {"answer": "Overfitting.", "hits": [], "errors": [0]},
            {"answer": "It does not guarantee it.", "hits": ["limits"], "errors": []},
        ],
    },
    "code": {
        "entry": "double",
        "profile": "stdlib",
        "starter": "def double(x):\n    raise NotImplementedError\n",
        "reference": "def double(x):\n    return 2 * x\n",
        "alternatives": ["def double(x):\n    return x + x\n"],
        "cases": "def cases(rng, group):\n    yield (rng.randint(1, 9),)\n",
        "groups": [
            {
                "name": "sample",
                "title": said("sample"),
                "visibility": "full",
                "weight": 0,
                "seeds": 1,
                "compare": {"mode": "exact"},
            },
            {
                "name": "random",
                "title": said("random"),
                "visibility": "name",
                "weight": 1,
                "seeds": 3,
                "compare": {"mode": "exact"},
            },
        ],
        "wrong": [
            {
                "code": f"def double(x):\n    return {wrong}\n",
                "verdict": "WA",
                "fails": ["sample", "random"],
                "why": said(wrong),
            }
            for wrong in ("x", "x + 1000", "-x")
        ],
    },
}


def build(kind: str, **changes: Any) -> Question:  # noqa: ANN401 - whatever a file may hold
    """Return a question of a kind with some fields replaced."""
    return QUESTION.validate_python({**common(kind), **OWN.get(kind, {}), **changes})


def single(**changes: Any) -> SingleQuestion:  # noqa: ANN401
    return _of(SingleQuestion, build("single", **changes))


def multi(**changes: Any) -> MultiQuestion:  # noqa: ANN401
    return _of(MultiQuestion, build("multi", **changes))


def truefalse(**changes: Any) -> TrueFalseQuestion:  # noqa: ANN401
    return _of(TrueFalseQuestion, build("truefalse", **changes))


def numeric(**changes: Any) -> NumericQuestion:  # noqa: ANN401
    return _of(NumericQuestion, build("numeric", **changes))


def short(**changes: Any) -> ShortQuestion:  # noqa: ANN401
    return _of(ShortQuestion, build("short", **changes))


def cloze(**changes: Any) -> ClozeQuestion:  # noqa: ANN401
    return _of(ClozeQuestion, build("cloze", **changes))


def order(**changes: Any) -> OrderQuestion:  # noqa: ANN401
    return _of(OrderQuestion, build("order", **changes))


def match(**changes: Any) -> MatchQuestion:  # noqa: ANN401
    return _of(MatchQuestion, build("match", **changes))


def open_(**changes: Any) -> OpenQuestion:  # noqa: ANN401
    return _of(OpenQuestion, build("open", **changes))


def codes(question: Question) -> list[str]:
    """Return the codes of everything found wrong with a question."""
    return [finding.code for finding in question.findings()]


def paths(question: Question, code: str) -> list[str]:
    """Return the paths of the findings with one code."""
    return [finding.path for finding in question.findings() if finding.code == code]


def _of(kind: type[T], question: object) -> T:
    assert isinstance(question, kind)
    return question
