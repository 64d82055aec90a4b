from typing import Any

import pytest

from app.domain.variants import Variant
from tests.domain.builders import OWN, codes, match, paths, said

NOW = Variant(0)
RIGHT = {"bn": "bn", "ln": "ln", "gn": "gn"}


def test_every_pair_right_earns_everything() -> None:
    grade = match().grade(RIGHT, NOW)

    assert (grade.score, grade.correct, grade.remarks) == (1.0, True, ())
    assert grade.hits == {"bn", "ln", "gn"}


def test_an_exchange_is_named_before_the_single_pairs() -> None:
    grade = match().grade({"bn": "ln", "ln": "bn", "gn": "gn"}, NOW)

    assert grade.score == pytest.approx(1 / 3)
    assert [remark.text.en for remark in grade.remarks] == [
        "English exchanged",
        "English bn",
        "English ln",
    ]
    assert (sorted(grade.hits), sorted(grade.missed)) == (["gn"], ["bn", "ln"])
    assert grade.parts == {"bn": False, "ln": False, "gn": True}


def test_a_card_that_belongs_nowhere_is_explained() -> None:
    grade = match().grade({**RIGHT, "gn": "all"}, NOW)

    assert [remark.about for remark in grade.remarks] == ["gn", "all"]


def test_one_card_may_be_laid_twice_and_one_of_the_two_is_wrong() -> None:
    assert match().grade({**RIGHT, "gn": "bn"}, NOW).score == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({}, "Nothing was matched"),
        ([], "Nothing was matched"),
        ("bn", "Nothing was matched"),
        ({"bn": "", "ln": ""}, "Nothing was matched"),
        ({"bn": "bn", "ln": ""}, "Entry 2 has no card"),
        ({"bn": "bn"}, "Entry 2 has no card"),
        ({**RIGHT, "bn": "zz"}, 'no "zz"'),
        ({**RIGHT, "bn": ["bn"]}, 'no "list"'),
        ({**RIGHT, "other": "bn"}, 'no "other"'),
        ({4: "bn"}, 'no "int"'),
    ],
)
def test_what_is_no_matching_is_unreadable(answer: Any, message: str) -> None:  # noqa: ANN401
    grade = match().grade(answer, NOW)

    assert grade.score is None
    assert grade.unreadable is not None
    assert message in grade.unreadable.en


def test_cards_can_be_named_without_giving_their_place_away() -> None:
    question = match()
    tokens = {name: question.token(NOW, name) for name in question.card_ids}

    assert len(set(tokens.values())) == 4
    assert not set(tokens.values()) & set(question.card_ids)
    assert question.token(Variant(1), "bn") != tokens["bn"]
    assert question.grade({name: tokens[name] for name in RIGHT}, NOW).correct
    assert question.grade({name: tokens[name] for name in RIGHT}, Variant(1)).score is None


def test_only_the_cards_are_shuffled() -> None:
    orders = [match().order(Variant(index)) for index in range(40)]

    assert all(list(one) == ["right"] for one in orders)
    assert all(sorted(one["right"]) == ["all", "bn", "gn", "ln"] for one in orders)
    assert len({one["right"] for one in orders}) > 10


def test_the_key_lays_every_card_beside_its_entry() -> None:
    assert match().key(NOW) == RIGHT
    assert match().key_text(NOW, "en").splitlines()[0] == "- English l bn → English r bn"
    assert match().guess_rate == pytest.approx(1 / 24)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"extra": [{"id": "bn", "right": said("q"), "why": said("q")}]}, "E-id-repeated"),
        ({"extra": [{"id": "q", "right": said("r bn"), "why": said("q")}]}, "E-option-twins"),
        ({"common_errors": [{"swapped": ["bn", "all"], "say": said("q")}]}, "E-match-swapped"),
        ({"common_errors": [{"swapped": ["bn", "bn"], "say": said("q")}]}, "E-match-swapped"),
    ],
)
def test_a_file_that_contradicts_itself_is_found(changes: dict[str, Any], code: str) -> None:
    assert code in codes(match(**changes))


def test_two_entries_cannot_read_the_same() -> None:
    twin = {**OWN["match"]["pairs"][1], "left": said("l bn")}

    assert paths(match(pairs=[OWN["match"]["pairs"][0], twin]), "E-option-twins")
