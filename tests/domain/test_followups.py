from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.followups import FollowUp, asks
from app.domain.grade import Grade
from app.domain.text import Text
from tests.domain.builders import codes, said, single

PROBE = {
    "id": "train-or-test",
    "prompt": said("prompt"),
    "model_answer": {"zh": "看训练误差", "en": "the training error"},
    "cues": ["训练误差", "training error"],
}


def follow(when: str) -> dict[str, Any]:
    return {"when": when, "ask": "another-question", "depth": 1}


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ("always", True),
        ("correct", False),
        ("wrong", True),
        ("missed:b", True),
        ("missed:a", False),
        ("hit:a", True),
        ("hit:b", False),
        ("score>=0.8", True),
        ("score>=0.85", False),
        ("score>=1", False),
    ],
)
def test_a_condition_reads_the_grade(when: str, *, holds: bool) -> None:
    grade = Grade(score=0.8, hits=frozenset("a"), missed=frozenset("b"))

    assert FollowUp.model_validate(follow(when)).holds(grade) is holds


def test_an_answer_that_could_not_be_read_asks_nothing() -> None:
    unread = Grade.rejected(Text(zh="没看懂", en="unreadable"))

    assert not FollowUp.model_validate(follow("always")).holds(unread)


def test_follow_ups_are_asked_in_file_order() -> None:
    question = single(followups=[follow("wrong"), follow("correct"), follow("always")])

    assert [one.when for one in asks(question, Grade(score=1.0, correct=True))] == [
        "correct",
        "always",
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"when": "always"},
        {"when": "always", "ask": "x-y", "probe": PROBE},
        {"when": "sometimes", "ask": "x-y"},
        {"when": "score>=2", "ask": "x-y"},
        {"when": "missed:", "ask": "x-y"},
        {"when": "always", "ask": "Not A Slug"},
        {"when": "always", "ask": "x-y", "depth": 0},
    ],
)
def test_a_follow_up_is_one_thing_under_one_condition(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FollowUp.model_validate(data)


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        (PROBE, []),
        ({**PROBE, "cues": ["验证集"]}, ["E-probe-cues", "E-probe-cues"]),
        ({**PROBE, "cues": [*PROBE["cues"], "a &"]}, ["E-cue"]),
    ],
)
def test_a_probe_knows_its_own_answer(probe: dict[str, Any], expected: list[str]) -> None:
    assert codes(single(followups=[{"when": "wrong", "probe": probe}])) == expected


def test_two_probes_cannot_share_an_id() -> None:
    twice = [{"when": "wrong", "probe": PROBE}, {"when": "correct", "probe": PROBE}]

    assert codes(single(followups=twice)) == ["E-id-repeated"]
