"""The figures of a bank: what is counted."""

from pathlib import Path

from app.bank.checking import Report, check
from tests.bank.making import UIDS, bank, question

TRACK = "convolution"


def asking(slug: str) -> str:
    return f"followups: [{{when: always, ask: {slug}}}]\n"


def small(root: Path) -> Report:
    """Check a bank with a chain of three live questions, and one in review."""
    long = "numbers, of which there are four"
    options = (
        f"\n  - {{id: a, text: {{zh: 四, en: '{long}'}}, correct: true, why: {{zh: 对, en: yes}}}}"
        "\n  - {id: b, text: {zh: 十六个, en: sixteen numbers are left}, correct: false,"
        " why: {zh: 错, en: 'no'}}"
    )
    files = {
        "one": question("one", uid=UIDS[0], more=asking("two"), difficulty="1"),
        "two": question("two", uid=UIDS[1], more=asking("three")),
        "three": question("three", uid=UIDS[2], options=options),
        "four": question("four", uid=UIDS[3], status="review"),
    }
    return check(bank(root, {f"{TRACK}/{slug}.yaml": text for slug, text in files.items()}))


def test_what_is_live_is_counted_by_track_kind_and_difficulty(tmp_path: Path) -> None:
    found = small(tmp_path).statistics

    assert (found.live, found.review) == (3, 1)
    assert found.kinds[TRACK]["single"] == 3
    assert sum(found.kinds["normalisation"].values()) == 0
    assert found.document()["difficulties"][TRACK] == {"1": 1, "2": 2}
    assert found.chains == 1


def test_the_longest_option_is_looked_for_in_each_language(tmp_path: Path) -> None:
    found = small(tmp_path).statistics.document()

    chance = {"questions": 3, "expected": 1.5}
    # "sixteen numbers" is longer than "four numbers", 十六个数 than 四个数.
    assert found["right_option_longest"] == {
        "zh": {"longest": 0, **chance},
        "en": {"longest": 1, **chance},
    }
