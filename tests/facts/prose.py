"""What fact tests need of a question: its YAML, its texts, its variants."""

from pathlib import Path
from typing import Any

import yaml

from app.domain.expressions import compile_expression
from app.domain.variants import Variants

QUESTIONS = Path(__file__).resolve().parents[2] / "questions"


def load(slug: str) -> dict[str, Any]:
    """Return the parsed YAML of one question. Raises FileNotFoundError."""
    found = [*QUESTIONS.glob(f"*/{slug}.yaml"), *QUESTIONS.glob(f"*/{slug}/question.yaml")]
    if len(found) != 1:
        raise FileNotFoundError(f"{slug}: found {len(found)} files")
    raw: dict[str, Any] = yaml.safe_load(found[0].read_text("utf-8"))
    return raw


def texts(node: object, lang: str) -> str:
    """Join every text of one language below a node."""
    if isinstance(node, dict):
        own = node.get(lang)
        here = [own] if isinstance(own, str) else []
        return "\n".join([*here, *(texts(value, lang) for value in node.values())])
    if isinstance(node, list):
        return "\n".join(texts(item, lang) for item in node)
    return ""


def says(question: dict[str, Any], *wanted: str) -> None:
    """Assert that each wanted text stands in both languages of the question."""
    for lang in ("zh", "en"):
        have = texts(question, lang)
        for text in wanted:
            assert text in have, f"{question['slug']} ({lang}) does not say {text!r}"


def variants(question: dict[str, Any], count: int) -> list[tuple[dict[str, Any], Any]]:
    """Draw the first variants: their parameters and the value of `answer`, where there is one."""
    parameters = Variants.model_validate(question["variants"])
    answer = question.get("answer")
    key = compile_expression(answer["value"]) if answer else None
    drawn = [parameters.draw(question["uid"], index) for index in range(count)]
    return [
        (dict(variant.numbers), key.value(variant.numbers) if key else None) for variant in drawn
    ]
