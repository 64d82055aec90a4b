"""`bank check`: the whole report, its JSON, and what PATH arguments leave out."""

import json
from pathlib import Path

import pytest

from app.bank import rendering
from app.bank.checking import check
from app.bank.loading import load
from app.cli.bank_page import page
from tests.bank.making import UIDS, bank, put, question
from tests.rendered import CACHE

QUESTIONS = Path(__file__).parents[2] / "questions"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="4" height="4"/></svg>'


def codes(root: Path, *paths: Path) -> list[str]:
    return [problem.code for problem in check(root, paths).problems]


def test_the_bank_of_this_repository_is_clean() -> None:
    report = check(QUESTIONS, cache=CACHE)

    assert [f"{p.file}:{p.line} {p.code} {p.message_en}" for p in report.problems] == []
    assert report.questions > 0
    # Its page, but for the exercises, which only running them could tell.
    made, written = page(report, {}), (QUESTIONS.parent / "docs" / "bank.md").read_text("utf-8")
    head, sign, _ = made.partition("## Exercises")
    assert written.partition(sign)[0] == head, "run `mianjing bank check --page docs/bank.md`"


def test_the_document_is_the_contract(tmp_path: Path) -> None:
    root = bank(tmp_path, {"convolution/why-pool.yaml": question(topic="nowhere")})

    document = json.loads(json.dumps(check(root).document()))

    assert list(document) == ["questions", "problems", "covers", "uncovered"]
    assert document["questions"] == 1
    assert document["covers"] == {"S1-10": ["why-pool"]}
    assert document["uncovered"] == ["S1-11"]
    (problem,) = document["problems"]
    assert list(problem) == ["file", "line", "column", "path", "code", "message"]
    assert (problem["file"], problem["line"], problem["column"]) == (
        "convolution/why-pool.yaml",
        7,
        8,
    )
    assert list(problem["message"]) == ["en", "zh"]


def test_only_live_questions_cover(tmp_path: Path) -> None:
    root = bank(tmp_path, {"convolution/why-pool.yaml": question(status="draft")})

    assert check(root).covers == {}


class TestPaths:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        files = {
            "convolution/why-pool.yaml": question(difficulty="9"),
            "convolution/pool-two.yaml": question("pool-two", uid=UIDS[1], target_s="x"),
            "normalisation/bn.yaml": question(
                "bn", uid=UIDS[2], track="normalisation", topic="bn-concept", difficulty="9"
            ),
        }
        return bank(tmp_path, files)

    def test_none_means_everything(self, root: Path) -> None:
        assert len(codes(root)) == 3

    def test_a_file_limits_the_report(self, root: Path) -> None:
        report = check(root, [root / "convolution/pool-two.yaml"])

        assert [problem.code for problem in report.problems] == ["E-type"]
        assert report.questions == 1

    def test_a_folder_limits_the_report(self, root: Path) -> None:
        assert {p.file for p in check(root, [root / "normalisation"]).problems} == {
            "normalisation/bn.yaml"
        }

    def test_a_path_that_holds_no_question_is_a_problem(self, root: Path) -> None:
        assert codes(root, root / "nothing.yaml") == ["E-no-question"]

    def test_other_files_still_count_for_what_crosses_files(self, root: Path) -> None:
        put(root, "normalisation/bn.yaml", question("bn", uid=UIDS[1]))
        put(root, "convolution/pool-two.yaml", question("pool-two", uid=UIDS[1]))

        assert "E-duplicate-uid" in codes(root, root / "normalisation")


class TestFigures:
    declared = "figures: [{file: pool.svg, alt: {zh: 池化, en: Pooling}}]\n"
    shown = "{zh: '![](pool.svg) 看图', en: '![](pool.svg) look'}"

    def test_a_figure_that_is_there_and_shown_is_fine(self, tmp_path: Path) -> None:
        text = question(prompt=self.shown, more=self.declared)
        root = bank(tmp_path, {"convolution/why-pool.yaml": text})
        put(root, "convolution/pool.svg", SVG)

        assert codes(root) == []

    def test_missing_file(self, tmp_path: Path) -> None:
        text = question(prompt=self.shown, more=self.declared)

        assert codes(bank(tmp_path, {"convolution/why-pool.yaml": text})) == ["E-figure-missing"]

    def test_no_words_for_those_who_cannot_see(self, tmp_path: Path) -> None:
        text = question(prompt=self.shown, more="figures: [{file: pool.svg}]\n")
        root = bank(tmp_path, {"convolution/why-pool.yaml": text})
        put(root, "convolution/pool.svg", SVG)

        assert [p.path for p in check(root).problems] == ["figures[0].alt"]

    @pytest.mark.parametrize(
        "content",
        [
            "<svg><script>alert(1)</script></svg>",
            '<svg onload="alert(1)"></svg>',
            '<svg><image href="https://example.org/x.png"/></svg>',
            '<svg><a xlink:href="javascript:alert(1)"/></svg>',
            "not a picture",
            "<svg>" + " " * 300_000 + "</svg>",
        ],
    )
    def test_a_picture_that_does_things_is_refused(self, tmp_path: Path, content: str) -> None:
        text = question(prompt=self.shown, more=self.declared)
        root = bank(tmp_path, {"convolution/why-pool.yaml": text})
        put(root, "convolution/pool.svg", content)

        assert codes(root) == ["E-figure"]


def test_what_the_cache_holds_is_not_rendered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, cache = bank(tmp_path / "bank"), tmp_path / "cache"
    load(root, cache)
    monkeypatch.setattr(rendering, "to_html", None)

    assert check(root, cache=cache).problems == ()


def test_a_distractor_that_equals_the_key_is_found(tmp_path: Path) -> None:
    text = question(
        kind="numeric",
        options="",
        prompt="{zh: '{{a}} 乘 2 等于几？', en: 'What is {{a}} times 2?'}",
        more=(
            "variants: {version: 1, params: {a: {int: [2, 900, 1]}}}\n"
            "answer:\n  value: 'a * 2'\n  check: exact_int\n"
            "  common_errors: [{value: 'a + a', say: {zh: 错, en: wrong}}]\n"
        ),
    )
    root = bank(tmp_path, {"convolution/why-pool.yaml": text})

    assert check(root).problems[0].path.startswith("answer.common_errors[0]")


def test_too_few_variants_are_found(tmp_path: Path) -> None:
    text = question(
        kind="numeric",
        options="",
        prompt="{zh: '{{a}} 乘 2 等于几？', en: 'What is {{a}} times 2?'}",
        more=(
            "variants: {version: 1, params: {a: {choice: [2, 3]}}}\n"
            "answer: {value: 'a * 2', check: exact_int}\n"
        ),
    )

    assert codes(bank(tmp_path, {"convolution/why-pool.yaml": text})) == ["E-variant-few"]


def test_words_of_a_parameter_hold_no_markdown(tmp_path: Path) -> None:
    text = question(
        kind="numeric",
        options="",
        prompt="{zh: '{{a}} {{w}} 是几？', en: 'What is {{a}} {{w}}?'}",
        more=(
            "variants:\n  version: 1\n  params:\n    a: {int: [2, 900, 1]}\n"
            "    w: {text: {zh: '\"$x$\"', en: '\"$x$\"'}}\n"
            "answer: {value: 'a', check: exact_int}\n"
        ).replace('\\"', '"'),
    )

    problems = check(bank(tmp_path, {"convolution/why-pool.yaml": text})).problems

    assert [(p.path, p.code) for p in problems] == [("variants.params.w", "E-word-markup")]


def test_raw_html_is_reported_once(tmp_path: Path) -> None:
    text = question(prompt="{zh: '一个 <b>词</b>', en: 'a <b>word</b>'}")

    assert set(codes(bank(tmp_path, {"convolution/why-pool.yaml": text}))) == {"E-raw-html"}


def test_a_missing_bank_is_a_problem_and_no_error(tmp_path: Path) -> None:
    assert codes(tmp_path / "nowhere") == ["E-unreadable"]
