import pytest

from app.domain.variants import Variant
from tests.domain.builders import codes, option, paths, said, single

NOW = Variant(0)


def test_the_right_option_earns_everything_and_is_explained() -> None:
    grade = single().grade("a", NOW)

    assert (grade.score, grade.correct) == (1.0, True)
    assert [(r.about, r.tone, r.text.en) for r in grade.remarks] == [
        ("a", "right", "English why a")
    ]
    assert (sorted(grade.hits), sorted(grade.missed), grade.parts) == (["a"], [], {"a": True})


def test_a_wrong_option_says_why_it_is_wrong() -> None:
    grade = single().grade("b", NOW)

    assert (grade.score, grade.correct) == (0.0, False)
    assert [(r.about, r.tone) for r in grade.remarks] == [("b", "wrong")]
    assert (sorted(grade.hits), sorted(grade.missed), grade.parts) == (["b"], ["a"], {"b": False})


@pytest.mark.parametrize(
    ("answer", "message"),
    [("", "Nothing was chosen yet"), ("z", 'no option "z"'), (["a"], "no option"), ({}, "Nothing")],
)
def test_what_is_no_option_is_unreadable_not_wrong(answer: object, message: str) -> None:
    grade = single().grade(answer, NOW)  # type: ignore[arg-type]

    assert grade.score is None
    assert grade.unreadable is not None
    assert message in grade.unreadable.en


def test_options_are_shuffled_by_showing_and_stay_put_within_one() -> None:
    question = single()
    orders = {question.order(Variant(index))["options"] for index in range(40)}

    assert question.order(Variant(3)) == question.order(Variant(3))
    assert len(orders) == 6
    assert all(sorted(order) == ["a", "b", "c"] for order in orders)


def test_the_key_is_the_right_option_and_reads_as_its_text() -> None:
    assert single().key(NOW) == "a"
    assert single().key_text(NOW, "zh") == "中文a"
    assert single().guess_rate == pytest.approx(1 / 3)


@pytest.mark.parametrize("right", [[], ["a", "b"]])
def test_exactly_one_option_is_right(right: list[str]) -> None:
    options = [option(name, correct=name in right) for name in ("a", "b", "c")]

    assert "E-option-right" in codes(single(options=options))


def test_two_options_cannot_share_an_id() -> None:
    assert "E-id-repeated" in codes(single(options=[option("a", correct=True), option("a")]))


def test_two_options_cannot_read_the_same() -> None:
    twin = {**option("b"), "text": {"zh": "中文a", "en": "English b"}}

    assert codes(single(options=[option("a", correct=True), twin])) == ["E-option-twins"]


def test_two_options_cannot_read_the_same_in_some_variant() -> None:
    def numbered(name: str, formula: str, *, correct: bool = False) -> dict[str, object]:
        return {**option(name, correct=correct), "text": {"zh": formula, "en": formula}}

    question = single(
        prompt={"zh": "$n={{k}}$", "en": "$n={{k}}$"},
        options=[numbered("a", "{{k}}", correct=True), numbered("b", "{{l}}{{w}}")],
        variants={
            "version": 1,
            "params": {
                "k": {"int": [1, 9, 1]},
                "l": {"int": [1, 9, 1]},
                "w": {"text": {"zh": "''", "en": "''"}},
            },
        },
    )

    assert codes(question) == ["E-option-twins", "E-option-twins"]


@pytest.mark.parametrize(("extra", "tells"), [(5, True), (4, False)])
def test_a_right_option_that_is_much_the_longest_gives_itself_away(
    extra: int, *, tells: bool
) -> None:
    def sized(name: str, length: int, *, correct: bool = False) -> dict[str, object]:
        return {**option(name, correct=correct), "text": {"zh": name * length, "en": name * length}}

    question = single(options=[sized("a", 10 + extra, correct=True), sized("b", 10)])

    assert ("E-option-longest" in codes(question)) is tells


def test_follow_ups_may_name_options() -> None:
    known = {"when": "hit:b", "ask": "other"}
    unknown = {"when": "missed:z", "ask": "other"}

    assert paths(single(followups=[known, unknown]), "E-followup-part") == ["followups[1].when"]


def test_every_text_comes_with_its_path() -> None:
    question = single(hints=[{"cost": 0.1, "text": said("hint")}])
    texts = {path: text.en for path, text in question.texts()}

    assert texts["hints[0].text"] == "English hint"
    assert texts["options[1].why"] == "English why b"
    assert {"title", "prompt", "explanation"} <= texts.keys()
