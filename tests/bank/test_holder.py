"""The holder: one bank in force, and the revisions that learners may still be answering."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.bank.holder import BankHolder
from tests.bank.making import UIDS, bank, put, question

OLD, NEW = "What pooling does", "What pooling does, again"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return bank(tmp_path / "bank")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def change(root: Path) -> None:
    text = question(title=f"{{zh: 新, en: '{NEW}'}}", prompt="{zh: 新 $x^2$, en: new $x^2$}")
    put(root, "convolution/why-pool.yaml", text)


def test_the_bank_in_force_stays_until_reload(root: Path, cache: Path) -> None:
    holder = BankHolder(root, cache)
    before = holder.current
    change(root)

    assert holder.current is before
    after = holder.reload()
    assert holder.current is after
    assert after.live[0].title.en == NEW
    assert before.live[0].title.en == OLD


@pytest.mark.parametrize("cached", [True, False])
def test_a_superseded_question_can_be_graded_and_shown_as_it_was(
    root: Path, cache: Path, *, cached: bool
) -> None:
    holder = BankHolder(root, cache if cached else None)
    revision = holder.current.revision("why-pool")
    change(root)
    holder.reload()

    found = holder.question_at("why-pool", revision)

    assert found is not None
    old, asked = found
    assert asked.title.en == OLD
    assert "<mn>4</mn>" in old.html(asked.prompt, "en")
    assert asked.grade("a", asked.variant(0)).correct


def test_after_a_restart_it_comes_from_the_cache(root: Path, cache: Path) -> None:
    revision = BankHolder(root, cache).current.revision("why-pool")
    change(root)

    restarted = BankHolder(root, cache)
    found = restarted.question_at("why-pool", revision)

    assert restarted.current.live[0].title.en == NEW
    assert found is not None
    assert found[1].title.en == OLD
    assert "<mn>4</mn>" in found[0].html(found[1].prompt, "en")


def test_the_current_revision_comes_with_the_current_bank(root: Path, cache: Path) -> None:
    holder = BankHolder(root, cache)

    found = holder.question_at("why-pool", holder.current.revision("why-pool"))

    assert found is not None
    assert found[0] is holder.current


@pytest.mark.parametrize(
    "revision", ["sha256:00", "", "sha256:../../../etc/passwd", "../index", "sha256:" + "0" * 64]
)
def test_an_unknown_revision_is_none(root: Path, cache: Path, revision: str) -> None:
    assert BankHolder(root, cache).question_at("why-pool", revision) is None


def test_a_revision_of_another_question_is_none(root: Path, cache: Path) -> None:
    holder = BankHolder(root, cache)

    assert holder.question_at("another", holder.current.revision("why-pool")) is None


def test_a_question_that_was_deleted_can_still_be_graded(root: Path, cache: Path) -> None:
    holder = BankHolder(root, cache)
    revision = holder.current.revision("why-pool")
    (root / "convolution/why-pool.yaml").unlink()

    assert holder.reload().live == ()
    assert holder.question_at("why-pool", revision) is not None


def test_many_threads_get_one_bank(root: Path, cache: Path) -> None:
    holder = BankHolder(root, cache)

    with ThreadPoolExecutor(8) as pool:
        banks = list(pool.map(lambda _: holder.current, range(16)))

    assert len(set(map(id, banks))) == 1


def test_texts_are_shown_from_many_threads(root: Path, cache: Path) -> None:
    BankHolder(root, cache).reload()
    warm = BankHolder(root, cache).current

    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(lambda _: warm.html(warm.live[0].prompt, "en"), range(32)))

    assert len(set(shown)) == 1
    assert "<math" in shown[0]


# ------------------------------------------------------------------------ accidents


def many(root: Path, count: int) -> None:
    for number in range(count):
        put(root, f"convolution/q-{number}.yaml", question(f"q-{number}", uid=UIDS[number + 1]))


def unmount(root: Path) -> None:
    root.rename(root.with_name("elsewhere"))


def blank_tracks(root: Path) -> None:
    (root / "tracks.yaml").write_text("tracks: [", "utf-8")


def lose_most(root: Path) -> None:
    for number in range(3):
        (root / f"convolution/q-{number}.yaml").unlink()


@pytest.mark.parametrize("accident", [unmount, blank_tracks, lose_most])
def test_an_accident_leaves_the_previous_bank_in_force_and_is_said(
    root: Path, cache: Path, accident: Callable[[Path], None]
) -> None:
    many(root, 4)
    holder = BankHolder(root, cache)
    before = holder.current
    accident(root)

    after = holder.reload()
    again = holder.reload()

    for kept in (after, again):
        assert [q.slug for q in kept.live] == [q.slug for q in before.live]
        assert kept.tracks == before.tracks
        assert "<math" in kept.html(kept.live[0].prompt, "en")
        said = [problem for problem in kept.problems if problem.code == "E-bank-kept"]
        assert len(said) == 1
        assert "stay in service" in said[0].message_en
        assert "继续使用" in said[0].message_zh


@pytest.mark.parametrize("name", ["why-pool.yaml", "new.yaml", "plan.svg"])
def test_a_pipe_among_the_files_does_not_stop_a_reload(root: Path, cache: Path, name: str) -> None:
    holder = BankHolder(root, cache)
    assert holder.current.live
    drawn = "figures: [{file: plan.svg, alt: {zh: 图, en: A plan}}]\n"
    put(root, "convolution/drawn.yaml", question("drawn", uid=UIDS[2], more=drawn))
    pipe = root / "convolution" / name
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)

    after = holder.reload()

    assert [found.slug for found in after.live] == ["why-pool"]
    assert after.problems
    put(root, "convolution/another.yaml", question("another", uid=UIDS[3]))
    assert "another" in {found.slug for found in holder.reload().live}


def test_after_the_accident_is_mended_the_files_count_again(root: Path, cache: Path) -> None:
    holder = BankHolder(root, cache)
    assert holder.current.live
    unmount(root)
    holder.reload()
    root.with_name("elsewhere").rename(root)
    change(root)

    assert holder.reload().live[0].title.en == NEW
    assert holder.current.problems == ()


def test_up_to_half_of_the_questions_may_be_deleted(root: Path, cache: Path) -> None:
    many(root, 5)
    holder = BankHolder(root, cache)
    assert len(holder.current.live) == 6
    lose_most(root)

    assert len(holder.reload().live) == 3
    assert holder.current.problems == ()
