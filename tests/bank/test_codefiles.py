"""Programs beside a question file: read with it, part of its revision, never from elsewhere."""

import os
from pathlib import Path

import yaml

from app.bank.checking import check
from app.bank.loading import load
from app.domain.kinds.code import CodeQuestion
from tests.bank.making import UIDS, bank
from tests.domain.builders import OWN, common


class Quoting(yaml.SafeDumper):
    """Writes strings as an author should: blocks where they are long, single quotes elsewhere."""


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Quoting.add_representer(str, _string)


def folder(root: Path) -> Path:
    """Put a code question with its programs in files into a bank."""
    home = root / "convolution" / "double-it"
    (home / "wrong").mkdir(parents=True)
    own = dict(OWN["code"])
    for name in ("starter", "reference", "cases"):
        (home / f"{name}.py").write_text(own[name])
        own[name] = {"file": f"{name}.py"}
    wrong = [dict(one) for one in own["wrong"]]
    for index, one in enumerate(wrong):
        (home / "wrong" / f"w{index}.py").write_text(one["code"])
        one["code"] = {"file": f"wrong/w{index}.py"}
    fields = common("code") | own | {"wrong": wrong, "slug": "double-it", "uid": UIDS[7]}
    fields |= {"track": "convolution", "topic": "pooling", "covers": ["S1-10"]}
    (home / "question.yaml").write_text(yaml.dump(fields, Dumper=Quoting, allow_unicode=True))
    return home


def loaded(root: Path) -> CodeQuestion:
    question = load(root).get("double-it")
    assert isinstance(question, CodeQuestion)
    return question


def test_files_are_read_with_the_question(tmp_path: Path) -> None:
    root = bank(tmp_path)
    folder(root)

    question = loaded(root)

    assert question.reference.text == OWN["code"]["reference"]
    assert question.wrong[2].code.file == "wrong/w2.py"
    assert [p for p in check(root).problems if "double-it" in p.file] == []


def test_a_changed_program_is_a_new_revision_and_is_noticed(tmp_path: Path) -> None:
    root = bank(tmp_path)
    home = folder(root)
    before = load(root, tmp_path / "cache")
    time = (home / "reference.py").stat().st_mtime
    (home / "reference.py").write_text("def double(x):\n    return x * 2\n")
    os.utime(home / "reference.py", (time + 5, time + 5))

    after = load(root, tmp_path / "cache", previous=before)

    assert after.revision("double-it") != before.revision("double-it")
    question = after.get("double-it")
    assert isinstance(question, CodeQuestion)
    assert "x * 2" in question.reference.text


def test_a_warm_start_has_the_programs(tmp_path: Path) -> None:
    root = bank(tmp_path)
    folder(root)
    load(root, tmp_path / "cache")

    question = load(root, tmp_path / "cache").get("double-it")

    assert isinstance(question, CodeQuestion)
    assert question.cases.text == OWN["code"]["cases"]


def test_missing_and_outside_files_are_problems_with_their_place(tmp_path: Path) -> None:
    root = bank(tmp_path)
    home = folder(root)
    (home / "cases.py").unlink()
    (home / "starter.py").unlink()
    (home / "starter.py").symlink_to("/etc/passwd")

    problems = {p.path: p for p in check(root).problems if p.code == "E-code-missing"}

    assert set(problems) == {"cases.file", "starter.file"}
    assert problems["cases.file"].line > 1
    assert "cases.py" in problems["cases.file"].message_zh
