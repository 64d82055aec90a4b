"""The benchmark of the bank: what it measures is what it says."""

import json
from pathlib import Path

import pytest

from app.bank.checking import check
from app.cli.bench_bank import bench_bank, generate
from tests.bank.making import UIDS, bank, question


@pytest.fixture
def root(tmp_path: Path) -> Path:
    follow = "followups: [{when: wrong, ask: pool-two}]\n"
    files = {
        "convolution/why-pool.yaml": question(more=follow),
        "convolution/pool-two.yaml": question("pool-two", uid=UIDS[1]),
    }
    return bank(tmp_path / "questions", files)


def test_generated_questions_are_sound_and_all_different(root: Path, tmp_path: Path) -> None:
    generate(root, tmp_path / "many", 6)

    report = check(tmp_path / "many")

    assert report.questions == 6
    assert report.problems == ()


def test_the_document_tells_cold_from_warm(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MIANJING_QUESTIONS_DIR", str(root))

    bench_bank(True, generated=4)  # noqa: FBT003 - as the command calls it

    rows = json.loads(capsys.readouterr().out)["bank"]
    assert [(row["bank"], row["start"]) for row in rows] == [
        ("this bank", "cold"),
        ("this bank", "warm"),
        ("generated", "cold"),
        ("generated", "warm"),
    ]
    assert [row["questions"] for row in rows] == [2, 2, 4, 4]
    assert [row["quickjs_started"] for row in rows] == [True, False, True, False]
    assert all(row["peak_rss_mib"] > 0 for row in rows)
