"""`bank new`: the template of every kind is sound but for its TODOs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.bank.checking import check
from app.bank.loading import load
from app.bank.source import parse_source
from app.bank.templates import new_question, new_ulid
from app.domain.errors import ConflictError, InvalidError
from app.domain.ids import Uid
from app.domain.kinds import KINDS
from tests.bank.making import UIDS, bank, put


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_todos_remain(tmp_path: Path, kind: str) -> None:
    root = bank(tmp_path)
    draft = new_question(load(root), kind=kind, slug="pool-new", track=None, uid=UIDS[5])
    put(root, draft.file, draft.text)

    problems = check(root).problems

    assert draft.file == "convolution/pool-new.yaml"
    assert {problem.code for problem in problems} == {"E-todo"}
    paths = {problem.path for problem in problems}
    assert {"title.zh", "title.en", "prompt.zh", "skills[0]"} <= paths
    assert parse_source(draft.text, draft.file).data["status"] == "draft"


@pytest.mark.parametrize("kind", KINDS)
def test_comments_speak_both_languages(tmp_path: Path, kind: str) -> None:
    text = new_question(
        load(bank(tmp_path)), kind=kind, slug="pool-new", track=None, uid=UIDS[5]
    ).text
    comments = "\n".join(line for line in text.splitlines() if line.lstrip().startswith("#"))

    assert any("\u4e00" <= char <= "\u9fff" for char in comments)
    assert all(len(line) <= 110 for line in text.splitlines())


def test_a_row_of_the_inventory_is_filled_in(tmp_path: Path) -> None:
    draft = new_question(
        load(bank(tmp_path)), kind="single", slug="pooling-kinds", track=None, uid=UIDS[5]
    )

    assert parse_source(draft.text, draft.file).data["covers"] == ["S1-11"]


def test_the_track_can_be_chosen(tmp_path: Path) -> None:
    draft = new_question(
        load(bank(tmp_path)), kind="single", slug="bn-x", track="normalisation", uid=UIDS[5]
    )

    assert draft.file == "normalisation/bn-x.yaml"
    assert "topic: bn-concept" in draft.text


def test_a_skill_nobody_named_is_a_todo_whatever_else_was_written(tmp_path: Path) -> None:
    root = bank(tmp_path)
    draft = new_question(load(root), kind="single", slug="pool-new", track=None, uid=UIDS[5])
    put(root, draft.file, draft.text.replace("TODO", "Written").replace("draft", "live"))

    assert [(p.code, p.path) for p in check(root).problems if p.code == "E-todo"] == [
        ("E-todo", "skills[0]")
    ]


@pytest.mark.parametrize("slug", ["x" * 81, "x" * 500])
def test_a_name_that_is_too_long_is_told_how_long_one_may_be(tmp_path: Path, slug: str) -> None:
    with pytest.raises(InvalidError, match="2 to 80 characters"):
        new_question(load(bank(tmp_path)), kind="single", slug=slug, track=None, uid=UIDS[5])


@pytest.mark.parametrize(
    ("kind", "slug", "track", "field"),
    [
        ("essay", "pool-new", None, "kind"),
        ("singel", "pool-new", None, "kind"),
        ("single", "Pool New", None, "slug"),
        ("single", "../../etc/passwd", None, "slug"),
        ("single", "pool-new", "../etc", "track"),
        ("single", "pool-new", "convolutions", "track"),
    ],
)
def test_what_cannot_be_is_refused(
    tmp_path: Path, kind: str, slug: str, track: str | None, field: str
) -> None:
    loaded = load(bank(tmp_path))

    with pytest.raises(InvalidError) as refusal:
        new_question(loaded, kind=kind, slug=slug, track=track, uid=UIDS[5])

    assert refusal.value.field == field


def test_an_existing_question_is_not_overwritten(tmp_path: Path) -> None:
    loaded = load(bank(tmp_path))

    with pytest.raises(ConflictError):
        new_question(loaded, kind="single", slug="why-pool", track=None, uid=UIDS[5])


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_a_ulid_is_one_and_sorts_by_time(now_ms: int, randomness: bytes) -> None:
    uid = new_ulid(now_ms, randomness)

    assert TypeAdapter(Uid).validate_python(uid) == uid
    assert new_ulid(now_ms, b"\0" * 10) <= uid <= new_ulid(now_ms, b"\xff" * 10)
