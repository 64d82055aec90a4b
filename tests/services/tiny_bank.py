"""A small real bank, written as files: three topics, five kinds."""

import json
from pathlib import Path
from typing import Any

from app.bank.holder import BankHolder

TRACKS = {
    "tracks": [
        {
            "slug": "normalisation",
            "title": {"zh": "归一化", "en": "Normalisation"},
            "topics": [
                {"slug": "bn-concept", "title": {"zh": "概念", "en": "Concepts"}},
                {"slug": "bn-computation", "title": {"zh": "计算", "en": "Computation"}},
            ],
        },
        {
            "slug": "convolution",
            "title": {"zh": "卷积", "en": "Convolution"},
            "topics": [{"slug": "pooling", "title": {"zh": "池化", "en": "Pooling"}}],
        },
    ]
}
PROGRAMS = ("starter", "reference", "cases", "driver", "slow")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def both(text: str) -> dict[str, str]:
    return {"zh": f"{text}。", "en": f"{text}."}


def common(number: int, kind: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a question
    slug = changes.get("slug", f"{kind}-{number}")
    return {
        "schema": 1,
        "uid": f"01J0000000000000000000{ALPHABET[number // 32]}{ALPHABET[number % 32]}00",
        "slug": slug,
        "kind": kind,
        "status": "live",
        "track": "normalisation",
        "topic": "bn-concept",
        "skills": [f"skill-{number}"],
        "difficulty": 1,
        "target_s": 60,
        "title": both(f"Title {number}"),
        "prompt": both(f"Prompt {number}"),
        "explanation": both("**Why** because"),
        "sources": [{"kind": "own", "ref": "tests"}],
        **changes,
    }


def single(number: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a question
    """Return a choice of four; `a` is right."""
    options = [
        {"id": id_, "text": both(f"Option {id_}"), "correct": id_ == "a", "why": both(f"Why {id_}")}
        for id_ in "abcd"
    ]
    return common(number, "single", options=options) | changes


def truefalse(number: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a question
    options = [
        {"id": "t", "correct": True, "why": both("It is")},
        {"id": "f", "correct": False, "why": both("It is not")},
    ]
    return common(number, "truefalse", options=options) | changes


def numeric(number: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a question
    """Return a sum of two drawn numbers, a and b."""
    return (
        common(number, "numeric")
        | {
            "prompt": both("{{a}} + {{b}}"),
            "variants": {
                "version": 1,
                "params": {"a": {"int": [1, 50, 1]}, "b": {"int": [1, 50, 1]}},
            },
            "answer": {"value": "a + b", "check": "exact_int"},
            "hints": [
                {"cost": 0.2, "text": both("Count")},
                {"cost": 0.3, "text": both("Count on")},
            ],
        }
        | changes
    )


def open_(number: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a question
    """Return an open question with two points, `mean` (must) and `variance`."""
    points = [
        {"id": "mean", "weight": 2, "must": True, "text": both("The mean"), "cues": ["mean|均值"]},
        {
            "id": "variance",
            "weight": 1,
            "must": False,
            "text": both("It"),
            "cues": ["variance|方差"],
        },
    ]
    return (
        common(number, "open")
        | {
            "rubric": {"points": points},
            "model_answer": {"zh": "均值和方差。", "en": "The mean and the variance."},
            "fixtures": [{"answer": "the mean", "hits": ["mean"], "errors": []}],
        }
        | changes
    )


def write_bank(root: Path, *questions: dict[str, Any]) -> Path:
    """Write questions as files; JSON is YAML with every text quoted."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "tracks.yaml").write_text(json.dumps(TRACKS, ensure_ascii=False), "utf-8")
    for question in questions:
        folder = root / str(question["track"])
        folder.mkdir(exist_ok=True)
        file = folder / f"{question['slug']}.yaml"
        if question["kind"] == "code":
            file = folder / str(question["slug"]) / "question.yaml"
            file.parent.mkdir(exist_ok=True)
            question = _with_files(question, file.parent)  # noqa: PLW2901
        file.write_text(json.dumps(question, ensure_ascii=False, indent=1), "utf-8")
    return root


def _with_files(question: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Write the programs of an exercise beside it: in JSON their line ends would be escapes."""

    def written(name: str, program: str) -> dict[str, str]:
        (folder / name).write_text(program, "utf-8")
        return {"file": name}

    named = {name: written(f"{name}.py", question[name]) for name in PROGRAMS if name in question}
    others = [
        written(f"alternative{n}.py", program) for n, program in enumerate(question["alternatives"])
    ]
    wrong = [
        {**one, "code": written(f"wrong{n}.py", one["code"])}
        for n, one in enumerate(question["wrong"])
    ]
    return question | named | {"alternatives": others, "wrong": wrong}


def everything() -> list[dict[str, Any]]:
    """Return the questions of the bank that most tests use."""
    return [
        single(1, slug="axes"),
        single(2, slug="gamma", topic="bn-computation"),
        single(3, slug="pool", track="convolution", topic="pooling"),
        truefalse(4, slug="inference"),
        numeric(5, slug="sum", topic="bn-computation"),
        open_(6, slug="explain"),
        single(7, slug="twin-one", skills=["twin"], difficulty=2),
        single(8, slug="twin-two", skills=["twin"], difficulty=2),
        single(9, slug="unfinished", status="draft"),
    ]


def tiny_bank(root: Path, *questions: dict[str, Any], cache: Path | None = None) -> BankHolder:
    """Return a holder of a bank just written."""
    return BankHolder(write_bank(root, *(questions or everything())), cache)


def code(number: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a question
    """Return an exercise: `double(x)`, one open group and one hidden group."""
    groups = [
        {
            "name": name,
            "title": both(name),
            "visibility": "full" if name == "sample" else "name",
            "weight": 0 if name == "sample" else 1,
            "seeds": 2,
            "compare": {"mode": "exact"},
        }
        for name in ("sample", "random")
    ]
    wrong = [
        {
            "code": f"def double(x):\n    return {value}\n",
            "verdict": "WA",
            "fails": ["sample", "random"],
            "why": both(value),
        }
        for value in ("x", "x + 1000", "-x")
    ]
    return (
        common(number, "code")
        | {
            "entry": "double",
            "profile": "stdlib",
            "starter": "def double(x):\n    raise NotImplementedError\n",
            "reference": "def double(x):\n    return 2 * x\n",
            "alternatives": ["def double(x):\n    return x + x\n"],
            "cases": "def cases(rng, group):\n    yield (rng.randint(1, 9),)\n",
            "groups": groups,
            "wrong": wrong,
            "hints": [{"cost": 0.2, "text": both("Add it")}],
        }
        | changes
    )
