"""Administration: who may come in, roles, registration, the bank."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.bank.holder import BankHolder
from app.db.submissions import SubmissionRow
from app.main import create_app
from app.settings import Settings
from sandbox.protocol import Health
from tests.conftest import Database
from tests.services.tiny_bank import single, write_bank
from tests.web.conftest import Site


@pytest.fixture
def admin(site: Site) -> TestClient:
    return site.sign_in("root@example.org", "admin")


DOORS = [
    ("GET", "/admin"),
    ("GET", "/admin/bank"),
    ("POST", "/admin/registration"),
    ("POST", "/admin/roles"),
    ("POST", "/admin/bank/reload"),
]


@pytest.mark.parametrize(("method", "path"), DOORS)
@pytest.mark.parametrize("role", ["learner", "author"])
def test_others_stay_outside(site: Site, method: str, path: str, role: str) -> None:
    if (role, path) == ("author", "/admin/bank"):
        return  # theirs to read: below
    browser = site.sign_in("ada@example.org", role)  # type: ignore[arg-type]

    reply = browser.request(method, path, data={"open": "1"} if method == "POST" else None)

    assert reply.status_code == 403
    assert re.search("Only (authors and )?administrators", reply.text)


def test_authors_read_what_is_wrong_with_the_bank_and_no_more(site: Site) -> None:
    author, learner = site.sign_in("ada@example.org", "author"), site.sign_in("bob@example.org")

    page = author.get("/admin/bank")

    assert page.status_code == 200
    assert "/admin/bank/reload" not in page.text
    assert 'href="/admin/bank"' in author.get("/questions").text
    assert "/admin" not in learner.get("/questions").text


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_administrators_come_in(admin: TestClient, method: str, path: str) -> None:
    form = {"email": "root@example.org", "role": "admin"} if method == "POST" else None

    assert admin.request(method, path, data=form).status_code in {200, 303}


def test_registration_is_opened_and_closed(site: Site, admin: TestClient) -> None:
    admin.post("/admin/registration", data={"open": "1"})
    assert site.visit().get("/register").status_code == 200

    admin.post("/admin/registration", data={"open": "0"})
    assert site.visit().get("/register").status_code == 403


def test_a_role_takes_effect_at_once(site: Site, admin: TestClient) -> None:
    ada = site.sign_in("ada@example.org")
    assert ada.get("/admin").status_code == 403

    reply = admin.post("/admin/roles", data={"email": "ada@example.org", "role": "admin"})

    assert reply.headers["location"] == "/admin?done=role"
    assert ada.get("/admin").status_code == 200


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"email": "nobody@example.org", "role": "author"}, 404),
        ({"email": "root@example.org", "role": "emperor"}, 422),
        ({"email": "root@example.org", "role": "learner"}, 409),
        ({}, 422),
    ],
    ids=["nobody", "no such role", "the last administrator", "nothing"],
)
def test_a_role_that_cannot_be_given_is_refused(
    admin: TestClient, form: dict[str, str], status: int
) -> None:
    assert admin.post("/admin/roles", data=form).status_code == status
    assert admin.get("/admin").status_code == 200


def test_a_broken_file_is_listed_in_both_languages_and_the_site_stays_up(
    sqlite_database: Database, tmp_path: Path
) -> None:
    root = write_bank(tmp_path / "questions", single(1, slug="good"))
    holder = BankHolder(root, tmp_path / "cache")
    settings = Settings(database_url=sqlite_database.url, data_dir=tmp_path)
    site = Site(create_app(settings, holder), sqlite_database, holder)
    admin = site.sign_in("root@example.org", "admin")
    assert "Every file is in order." in admin.get("/admin/bank").text

    (root / "normalisation" / "good.yaml").write_text("title: [", "utf-8")
    reply = admin.post("/admin/bank/reload")

    assert reply.headers["location"] == "/admin/bank?done=reloaded"
    page = admin.get("/admin/bank").text
    assert "normalisation/good.yaml:" in page
    assert 'lang="zh-CN"' in page.partition("good.yaml:")[2]
    assert admin.get("/practice/good").status_code == 200


def test_the_judge_is_seen_running_or_not(site: Site, admin: TestClient) -> None:
    room = site.app.state.judging
    assert "not running" in admin.get("/admin").text

    missing = {
        "what": "cgroup",
        "cost_en": "Memory is less sure.",
        "cost_zh": "内存。",
        "fix_en": "mount it",
        "fix_zh": "挂载",
    }
    room.health = Health(serving=True, level="S2", profiles=("stdlib",), missing=(missing,))
    page = admin.get("/admin").text
    room.health = None

    for said in ("level S2", "Judges stdlib.", "Memory is less sure.", "mount it"):
        assert said in page


def test_failures_of_ours_are_listed_for_who_can_mend_them(site: Site, admin: TestClient) -> None:
    with site.database.write.begin() as db:
        db.add(
            SubmissionRow(
                user_id=1, uid="u", slug="axes", revision="r", client_id="c" * 8, mode="submit",
                source="", lang="en", hints_used=0, priority=0, status="done", attempts=1,
                created_at=0, finished_at=0, verdict="IE", score=0.0,
                document={"failing": {"reason": "author", "detail": "line 3 of cases.py"}},
            )
        )  # fmt: skip

    page = admin.get("/admin").text

    assert "mianjing replay 1" in page
    assert "line 3 of cases.py" in page
