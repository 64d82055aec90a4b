"""A kind of question is known wherever kinds are told apart; docs/how-to/add-a-kind.md."""

import random
import re
from collections.abc import Collection
from pathlib import Path
from typing import get_args

import pytest

from app.bank.template_bodies import BODIES
from app.domain.kinds import KINDS, Question
from app.domain.variants import Variant
from app.services.demo import right_answer, wrong
from app.web import labels
from app.web.api.shapes import EXAMPLES
from tests.domain.builders import OWN, build
from tests.web import nine_kinds

ROOT = Path(__file__).resolve().parents[2]
JUDGED = "code"
"""What has a page of its own, and verdicts for answers."""


def partials(folder: str) -> set[str]:
    return {p.stem.removeprefix("_") for p in (ROOT / "templates/practice" / folder).glob("_*")}


def listed(file: str, line: str) -> list[str]:
    """Return the words of the line of a document that begins, or goes on, like this."""
    text = (ROOT / "docs" / file).read_text("utf-8")
    return re.findall(r"\w+", text.partition(line)[2].partition("\n")[0])


PLACES: dict[str, Collection[str]] = {
    "BODIES in app/bank/template_bodies.py": BODIES,
    "KINDS in app/web/labels.py": labels.KINDS,
    "EXAMPLES in app/web/api/shapes.py": [*EXAMPLES, JUDGED],
    "templates/practice/ask": [*partials("ask"), JUDGED],
    "templates/practice/told": partials("told"),
    "OWN in tests/domain/builders.py": OWN,
    "everything() and KINDS in tests/web/nine_kinds.py": [
        JUDGED,
        *(q["kind"] for q in nine_kinds.everything() if q["slug"] in nine_kinds.KINDS),
    ],
    "the glossary of docs/architecture.md": listed("architecture.md", "| kind |"),
    "step 1 of docs/how-to/add-a-question.md": listed("how-to/add-a-question.md", " Kinds: "),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_kind_is_known(place: str) -> None:
    assert [kind for kind in KINDS if kind not in PLACES[place]] == []


def test_kind_names_are_those_of_the_classes() -> None:
    classes = get_args(get_args(Question)[0])

    assert list(KINDS) == [
        get_args(model.model_fields["kind"].annotation)[0] for model in classes
    ], "KindName and Question in app/domain/kinds/__init__.py list the same kinds in one order"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != JUDGED])
def test_the_learner_of_the_demo_can_answer_rightly_and_wrongly(kind: str) -> None:
    question, variant = build(kind), Variant(0)

    mistaken = question.grade(wrong(question, variant, random.Random(1)), variant)  # noqa: S311

    assert question.grade(right_answer(question, variant), variant).correct
    assert mistaken.score is not None
    assert kind == "open" or not mistaken.correct  # that one is begun, and judged by the learner
