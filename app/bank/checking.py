"""`bank check`: every problem of every file, with its place; and what the bank covers."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.bank.archive import Archive, Html
from app.bank.crossing import CrossFault, cross_faults, vocabulary_faults
from app.bank.glossary import GLOSSARY_FILE, Glossary, avoided, read_glossary
from app.bank.reading import (
    Reading,
    question_files,
    read_content,
    read_question,
    slug_of,
    texts_in,
)
from app.bank.source import Source
from app.bank.statistics import Statistics, statistics
from app.bank.template_bodies import TODO_SKILL
from app.bank.tracks import TRACKS_FILE, Curriculum, Track, read_curriculum
from app.domain.expressions import ExpressionError
from app.domain.kinds import Question
from app.domain.problems import Finding, Problem
from app.domain.text import Text

_TODO = "TODO"
_WRITE_ME = Text(
    zh="这里还是模板的 TODO，请写上内容。",
    en="Still the TODO of the template. Write the text.",
)
_DRAWN = 20
_MARKUP = re.compile(r"[$`*<\\]")
_PLAIN_WORDS = Text(
    zh="参数里的文字按原样显示，不能含公式、粗体或代码。把它们写进正文。",
    en="The words of a parameter are shown as they are, without formulas, bold or code. "
    "Put those into the text around it.",
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `files` are those looked at; `covers` maps rows to slugs."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    covers: Mapping[str, Sequence[str]]
    uncovered: tuple[str, ...]
    statistics: Statistics
    """Of the whole bank."""
    tracks: tuple[Track, ...]

    @property
    def questions(self) -> int:
        """Return how many question files were looked at."""
        return len(self.files)

    def document(self) -> dict[str, Any]:
        """Return the JSON document of `bank check --json`."""
        return {
            "questions": self.questions,
            "problems": [document(problem) for problem in self.problems],
            "covers": {row: list(slugs) for row, slugs in self.covers.items()},
            "uncovered": list(self.uncovered),
        }


def document(problem: Problem) -> dict[str, Any]:
    """Return a problem as a JSON object."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "code": problem.code,
        "message": {"en": problem.message_en, "zh": problem.message_zh},
    }


def check(root: Path, paths: Iterable[Path] = (), cache: Path | None = None) -> Report:
    """Check the whole bank and report on `paths`, files or folders; on everything if none.

    `cache` only saves rendering what has been rendered before. Never raises for a bad file.
    """
    archive = Archive(cache) if cache else None
    curriculum, problems = read_curriculum(root)
    glossary, misread = read_glossary(root)
    problems += misread
    readings: dict[str, Reading] = {}
    files = question_files(root)
    for path in files:
        reading = _read(root, path, archive)
        readings[reading.source.file] = reading
        problems += reading.problems
        if reading.question is not None:
            problems += _findings(reading.question, reading.source, reading.problems)
            problems += _unwritten(reading.source)
            problems += _marked_words(reading.question, reading.source)
            problems += _avoided_terms(reading.question, reading.source, glossary)
    questions = [(file, r.question) for file, r in readings.items() if r.question is not None]
    faults = [*cross_faults(questions, curriculum, {slug_of(path) for path in files})]
    for reading in readings.values():
        faults += _unread_faults(reading, curriculum)
    for fault in faults:
        source = readings[fault.file].source
        problems.append(source.problem(fault.path, fault.code, fault.message))
    wanted, missing = _wanted(root, [path.resolve() for path in paths], readings)
    covers = _covers(question for _, question in questions)
    return Report(
        files=tuple(file for file in readings if file in wanted),
        problems=tuple(sorted({p for p in problems if p.file in wanted} | set(missing))),
        covers=covers,
        uncovered=tuple(row for row in curriculum.rows if row not in covers),
        statistics=statistics([question for _, question in questions], curriculum.tracks),
        tracks=curriculum.tracks,
    )


def _read(root: Path, path: Path, archive: Archive | None) -> Reading:
    content = read_content(root, path)
    if isinstance(content, Source):
        return Reading(content, None, content.problems)
    html: Html | None = None
    if archive is not None and archive.has_html(content.revision):
        html = {}  # it is in the cache, so it rendered without a fault
    return read_question(content, html=html)


def _findings(question: Question, source: Source, known: Sequence[Problem]) -> Iterator[Problem]:
    """Give the findings of a question their places; leave out what was said already."""
    said = {(problem.path.rpartition(".")[0], problem.code) for problem in known}
    for finding in question.findings():
        if finding.code == "E-html" and (_text_path(finding), "E-raw-html") in said:
            continue
        yield source.problem(finding.path, finding.code, finding.message)


def _unread_faults(reading: Reading, curriculum: Curriculum) -> Iterator[CrossFault]:
    """Check the names in a file that does not fit the schema: one run shows everything."""
    data = reading.source.data
    if reading.question is not None or not isinstance(data, dict):
        return
    track, topic, covers = data.get("track"), data.get("topic"), data.get("covers", [])
    rows = [row for row in covers if isinstance(row, str)] if isinstance(covers, list) else []
    if isinstance(track, str) and isinstance(topic, str):
        yield from vocabulary_faults(reading.source.file, track, topic, rows, curriculum)


def _unwritten(source: Source) -> Iterator[Problem]:
    """Yield a problem for every text that still says TODO."""
    for path, said in texts_in(source.data):
        left = said == TODO_SKILL if path.startswith("skills[") else _TODO in said
        if left and not path.endswith(".text"):  # a starter may well say it
            yield source.problem(path, "E-todo", _WRITE_ME)


def _marked_words(question: Question, source: Source) -> Iterator[Problem]:
    """Yield a problem for parameters whose words hold Markdown: they are put in as plain text."""
    if question.variants is None:
        return
    marked: set[str] = set()
    for index in range(_DRAWN):
        try:
            words = question.variant(index).words
        except ExpressionError:
            return  # reported as a finding
        marked |= {name for name, text in words.items() if _MARKUP.search(text.zh + text.en)}
    for name in sorted(marked):
        yield source.problem(f"variants.params.{name}", "E-word-markup", _PLAIN_WORDS)


def _avoided_terms(question: Question, source: Source, glossary: Glossary) -> Iterator[Problem]:
    if question.status == "live":
        yield from avoided(glossary, question.texts(), source)


def _text_path(finding: Finding) -> str:
    head, _, last = finding.path.rpartition(".")
    return head if last in {"zh", "en"} else finding.path


def _covers(questions: Iterable[Question]) -> dict[str, list[str]]:
    covered: dict[str, list[str]] = {}
    for question in questions:
        if question.status == "live":
            for row in question.covers:
                covered.setdefault(row, []).append(question.slug)
    return {row: sorted(covered[row]) for row in sorted(covered)}


def _wanted(
    root: Path, paths: Sequence[Path], readings: Mapping[str, Reading]
) -> tuple[set[str], list[Problem]]:
    """Return the files to report on, and a problem for every path that holds no question."""
    everything = {*readings, TRACKS_FILE, GLOSSARY_FILE}
    if not paths:
        return everything, []
    wanted: set[str] = set()
    missing: list[Problem] = []
    for path in paths:
        # A file of a question's folder (its picture, say) stands for the question.
        found = {f for f in everything if (root / f).resolve().is_relative_to(path)}
        found |= {f for f in readings if _belongs(path, (root / f).resolve())}
        wanted |= found
        if not found:
            missing.append(_nothing_there(root, path))
    return wanted, missing


def _belongs(path: Path, file: Path) -> bool:
    return file.name == "question.yaml" and path.is_relative_to(file.parent)


def _nothing_there(root: Path, path: Path) -> Problem:
    message = Text(
        zh=f"{root} 下没有这个题目文件（<track>/<slug>.yaml）。",
        en=f"There is no such question file (<track>/<slug>.yaml) under {root}.",
    )
    return Problem(str(path), 1, 1, "", "E-no-question", message.en, message.zh)
