"""What import contracts cannot see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = sorted((ROOT / "app").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SWAP_UNITS = [path for path in TEMPLATES if path.name.startswith("_")]
MAX_LINES = 400
BANNED_NAMES = {"utils", "helpers", "common", "misc", "manager", "crud"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(path: Path) -> Iterator[str]:
    """Yield the name of every function or method called in a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            target = node.func
            if isinstance(target, ast.Attribute):
                yield target.attr
            elif isinstance(target, ast.Name):
                yield target.id


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted name of every import of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", [p for p in APP if "services" in p.parts], ids=name)
def test_services_leave_the_commit_to_the_door(path: Path) -> None:
    assert "commit" not in set(calls(path))


@pytest.mark.parametrize("path", [p for p in APP if "web" in p.parts], ids=name)
def test_the_web_asks_services_and_never_the_database(path: Path) -> None:
    assert not {"select", "insert", "update", "delete"} & {
        item.rpartition(".")[2] for item in imports(path) if item.startswith("sqlalchemy")
    }


@pytest.mark.parametrize("path", APP, ids=name)
def test_the_database_is_used_synchronously(path: Path) -> None:
    assert not [item for item in imports(path) if "sqlalchemy.ext.asyncio" in item]


@pytest.mark.parametrize("path", [*APP, *TESTS], ids=name)
def test_no_file_outgrows_its_reader(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", APP, ids=name)
def test_names_say_what_lives_there(path: Path) -> None:
    assert not {*path.relative_to(ROOT).with_suffix("").parts} & BANNED_NAMES


@pytest.mark.parametrize("path", [p for p in APP if p.name == "__init__.py"], ids=name)
def test_every_room_says_what_lives_there(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", SWAP_UNITS, ids=name)
def test_every_swap_unit_states_its_contract(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]

    assert re.match(r"\{# (Swap unit|Part): ", first), "begin with {# Swap unit: #id. Needs: …"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_hold_nothing_that_the_content_policy_forbids(path: Path) -> None:
    text = path.read_text("utf-8")

    assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on|javascript:|\bjs:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "<style" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_trust_only_what_the_renderer_made(path: Path) -> None:
    assert "|safe" not in path.read_text("utf-8").replace(" ", "")


def test_every_setting_is_documented() -> None:
    settings = (ROOT / "app" / "settings.py").read_text("utf-8")
    fields = re.findall(r"^    (\w+): ", settings, flags=re.MULTILINE)
    documented = (ROOT / "docs" / "settings.md").read_text("utf-8")

    assert fields
    assert [f for f in fields if f"MIANJING_{f.upper()}" not in documented] == []


def test_every_question_has_its_facts_checked() -> None:
    files = [
        *(ROOT / "questions").glob("*/*.yaml"),
        *(ROOT / "questions").glob("*/*/question.yaml"),
    ]
    slugs = {p.parent.name if p.name == "question.yaml" else p.stem for p in files}
    facts = {
        node.name.removeprefix("test_").replace("_", "-")
        for path in (ROOT / "tests" / "facts").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }

    assert sorted(slugs - facts) == []
