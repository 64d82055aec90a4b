"""The glossary: read strictly, reported with its places, kept while it is broken."""

from pathlib import Path

import pytest

from app.bank.checking import check
from app.bank.glossary import read_glossary
from app.bank.loading import load
from tests.bank.making import bank, put, question

POOLING = """\
terms:
  - en: max pooling
    zh: 最大池化
    aliases: {en: [maxpool]}
    meaning: {zh: 每个窗口取最大值。, en: The maximum of every window.}
"""
STRIDE = """\
  - en: stride
    zh: 步长
    avoid: {zh: [步伐], en: [step width]}
    meaning: {zh: 每次移动的格数。, en: Cells per move.}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return bank(tmp_path)


def test_a_bank_may_do_without(root: Path) -> None:
    assert read_glossary(root)[0].terms == ()
    assert check(root).problems == ()


def test_terms_come_in_the_order_of_their_english_names(root: Path) -> None:
    put(root, "glossary.yaml", "terms:\n" + STRIDE + POOLING.removeprefix("terms:\n"))

    glossary, problems = read_glossary(root)

    assert problems == []
    assert [term.en for term in glossary.terms] == ["max pooling", "stride"]
    assert glossary.terms[0].forms("en") == ("max pooling", "maxpool")


@pytest.mark.parametrize(
    ("instead", "line", "column", "code"),
    [
        ("zh: 步长|zh: 最大池化", 7, 9, "E-duplicate-term"),
        ("en: stride|en: Maxpool", 6, 9, None),  # written so, it is another form
        ("en: stride|en: maxpool", 6, 9, "E-duplicate-term"),
        ("[步伐]|[步长]", 8, 18, "E-duplicate-term"),
        ("zh: 步长|zh: 步", 7, 9, "E-length"),
        ("zh: 步长|zh: ''", 7, 9, "E-length"),
        ("Cells per move.|" + "x" * 111, 9, 33, "E-length"),
        ("每次移动的格数。|" + "格" * 61, 9, 19, "E-length"),
        ("avoid:|avoids:", 8, 5, "E-unknown-key"),
        ("    zh: 步长\n|", 6, 5, "E-missing-language"),
    ],
)
def test_a_fault_is_named_with_its_place(
    root: Path, instead: str, line: int, column: int, code: str | None
) -> None:
    old, _, new = instead.partition("|")
    put(root, "glossary.yaml", (POOLING + STRIDE).replace(old, new))

    found = [(p.file, p.line, p.column, p.code) for p in check(root).problems]

    assert found == ([("glossary.yaml", line, column, code)] if code else [])


def test_a_fault_is_told_whatever_is_asked_for(root: Path) -> None:
    put(root, "glossary.yaml", "terms: [")

    paths = [root / "glossary.yaml"]

    assert [problem.file for problem in check(root, paths).problems] == ["glossary.yaml"]


def test_a_live_question_keeps_to_the_glossary(root: Path) -> None:
    put(root, "glossary.yaml", POOLING + STRIDE)
    text = question().replace("步长是二", "步伐是二")
    path = put(root, "convolution/why-pool.yaml", text)

    (problem,) = check(root).problems

    assert (problem.code, problem.path) == ("E-avoided-term", "options[1].why.zh")
    assert text.splitlines()[problem.line - 1][problem.column - 1 :].startswith("步伐")
    assert "步长" in problem.message_zh

    path.write_text(text.replace("status: live", "status: draft"), "utf-8")
    assert check(root).problems == ()


def test_a_broken_glossary_leaves_the_one_before_in_force(root: Path) -> None:
    put(root, "glossary.yaml", POOLING)
    before = load(root)
    put(root, "glossary.yaml", POOLING + STRIDE.replace("步长", "最大池化"))

    after = load(root, previous=before)

    assert [problem.code for problem in after.problems] == ["E-duplicate-term"]
    assert after.glossary == before.glossary
    assert after.fingerprint == before.fingerprint

    put(root, "glossary.yaml", POOLING + STRIDE)
    mended = load(root, previous=after)
    assert len(mended.glossary.terms) == 2
    assert mended.fingerprint != before.fingerprint
