"""`mianjing replay`: the same submission on the same cases gives the same verdict."""

import json
from pathlib import Path

import pytest

from app.bank.holder import BankHolder
from app.db.submissions import SubmissionRow
from app.judge.client import Client
from app.services import judging
from app.services.judging import working
from tests.cli.test_commands import mianjing, refused
from tests.conftest import Database
from tests.services.tiny_bank import code, single, write_bank

LUCKY = "def double(x):\n    return 2 * x if x != 5 else 0\n"
"""Right for some cases, so that the seed decides."""


@pytest.fixture
def judged(sqlite_database: Database, judge_socket: Path, tmp_path: Path) -> dict[str, str]:
    """A submission that was judged; returns the settings of its site."""
    questions = write_bank(tmp_path / "questions", code(1), single(3))
    holder = BankHolder(questions, tmp_path / "cache")
    user_id = sqlite_database.add_user()
    with sqlite_database.write.begin() as db:
        placed = judging.place(
            db,
            holder,
            user_id=user_id,
            slug="code-1",
            client_id="a-client-id",
            source=LUCKY,
            lang="en",
            now_ms=0,
        )
        work = working.claim(db, holder, placed.id)
        assert work is not None
        assert work.job is not None
        working.finish(db, holder, work, Client(judge_socket).judge(work.job), now_ms=1)
    return {
        "MIANJING_DATABASE_URL": sqlite_database.url,
        "MIANJING_QUESTIONS_DIR": str(questions),
    }


def test_the_same_seed_gives_the_same_verdict(judged: dict[str, str], tmp_path: Path) -> None:
    done = mianjing(tmp_path, "replay", "1", "--json", **judged)

    told = json.loads(done.stdout)
    assert (done.returncode, told["same"]) == (0, True)
    assert told["now"]["groups"] == told["then"]["groups"]


def test_another_verdict_is_said_so(
    judged: dict[str, str], sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.write.begin() as db:
        row = db.get_one(SubmissionRow, 1)
        row.document = dict(row.document or {}) | {"verdict": "TLE"}

    done = mianjing(tmp_path, "replay", "1", **judged)

    assert done.returncode == 2
    assert "DIFFERENT" in done.stdout


def test_what_was_never_judged_cannot_be_replayed(judged: dict[str, str], tmp_path: Path) -> None:
    refused(mianjing(tmp_path, "replay", "99", **judged), "no submission 99")
