"""What shows only when files are laid side by side."""

from pathlib import Path

from app.bank.checking import check
from app.bank.crossing import cross_faults
from app.bank.source import parse_source
from app.bank.tracks import Curriculum
from app.domain.kinds import QUESTION
from tests.bank.making import UIDS, bank, put, question


def codes(root: Path) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in check(root).problems]


def chain(*slugs: str, close: bool = False) -> dict[str, str]:
    """Return questions each of which asks the next; with `close` the last asks the first."""
    targets = [*slugs[1:], slugs[0] if close else ""]
    files = {}
    for index, (slug, target) in enumerate(zip(slugs, targets, strict=True)):
        follow = f"followups: [{{when: wrong, ask: {target}}}]\n" if target else ""
        files[f"convolution/{slug}.yaml"] = question(slug, uid=UIDS[index], more=follow)
    return files


def test_a_sound_bank_has_no_problems(tmp_path: Path) -> None:
    root = bank(tmp_path, chain("pool-one", "pool-two", "pool-three"))

    assert codes(root) == []


def test_a_circle_of_follow_ups_is_named(tmp_path: Path) -> None:
    root = bank(tmp_path, chain("pool-one", "pool-two", "pool-three", close=True))

    (problem,) = check(root).problems

    assert problem.code == "E-cyclic-followup"
    assert "pool-one → pool-two → pool-three → pool-one" in problem.message_en


def test_a_question_that_asks_itself_is_a_circle(tmp_path: Path) -> None:
    assert codes(bank(tmp_path, chain("pool-one", close=True))) == [
        ("followups[0].ask", "E-cyclic-followup")
    ]


def test_two_ways_to_one_question_are_no_circle(tmp_path: Path) -> None:
    files = chain("pool-one", "pool-two", "pool-three")
    both = "followups: [{when: wrong, ask: pool-two}, {when: correct, ask: pool-three}]\n"
    files["convolution/pool-one.yaml"] = question("pool-one", more=both)

    assert codes(bank(tmp_path, files)) == []


def test_a_long_chain_is_followed_without_recursion() -> None:
    base = QUESTION.validate_python(
        parse_source(question(more="followups: [{when: wrong, ask: pool-one}]\n"), "f").data
    )
    follow = base.followups[0]
    many = [
        (
            f"convolution/q{n}.yaml",
            base.model_copy(
                update={
                    "slug": f"q{n}",
                    "uid": f"{n:026d}",
                    "followups": (follow.model_copy(update={"ask": f"q{(n + 1) % 3000}"}),),
                }
            ),
        )
        for n in range(3000)
    ]

    faults = [f for f in cross_faults(many, Curriculum()) if f.code == "E-cyclic-followup"]

    assert len(faults) == 1


def test_a_live_question_cannot_ask_what_is_not_there(tmp_path: Path) -> None:
    files = chain("pool-one", "pool-two")
    del files["convolution/pool-two.yaml"]
    root = bank(tmp_path, files)

    (problem,) = check(root).problems

    assert (problem.code, problem.path) == ("E-dangling-followup", "followups[0].ask")
    assert problem.line == files["convolution/pool-one.yaml"].count("\n")


def test_a_draft_may_ask_what_the_inventory_plans(tmp_path: Path) -> None:
    planned = "followups: [{when: wrong, ask: pooling-kinds}]\n"
    root = bank(tmp_path, {"convolution/why-pool.yaml": question(status="draft", more=planned)})

    assert codes(root) == []


def test_slugs_and_uids_are_used_once(tmp_path: Path) -> None:
    root = bank(tmp_path, chain("pool-one"))
    put(root, "convolution/pool-two.yaml", question("pool-one"))

    assert codes(root) == [
        ("uid", "E-duplicate-uid"),
        ("slug", "E-duplicate-slug"),
        ("slug", "E-slug-file"),
    ]


def test_names_outside_the_vocabularies_get_a_suggestion(tmp_path: Path) -> None:
    text = question(topic="poolings", covers="[S1-10, S9-99]")
    root = bank(tmp_path, {"convolution/why-pool.yaml": text})

    topic, row = check(root).problems

    assert topic.code == "E-unknown-topic"
    assert "Did you mean pooling?" in topic.message_en
    assert (row.code, row.path) == ("E-unknown-row", "covers[1]")


def test_folder_and_track_agree(tmp_path: Path) -> None:
    root = bank(tmp_path, {"normalisation/why-pool.yaml": question()})

    assert codes(root) == [("track", "E-track-folder")]


def test_an_unknown_track_is_a_problem_of_the_question(tmp_path: Path) -> None:
    root = bank(tmp_path, {"convolutions/why-pool.yaml": question(track="convolutions")})

    (problem,) = check(root).problems

    assert problem.code == "E-unknown-track"
    assert "Did you mean convolution?" in problem.message_en


def test_a_file_that_cannot_be_read_is_no_fault_of_those_who_ask_it(tmp_path: Path) -> None:
    files = chain("pool-one", "pool-two")
    files["convolution/pool-two.yaml"] = "a: ["

    assert {problem.file for problem in check(bank(tmp_path, files)).problems} == {
        "convolution/pool-two.yaml"
    }


def test_names_are_checked_even_where_the_schema_is_not_met(tmp_path: Path) -> None:
    text = question(difficulty="9", topic="poolings")

    assert codes(bank(tmp_path, {"convolution/why-pool.yaml": text})) == [
        ("topic", "E-unknown-topic"),
        ("difficulty", "E-range"),
    ]
