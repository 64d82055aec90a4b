"""One question file, read completely: YAML, schema, figures, texts. All faults are gathered."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.bank import codefiles
from app.bank import figures as pictures
from app.bank.archive import Html
from app.bank.rendering import render
from app.bank.source import LARGEST, Source, is_regular, parse_source, read_source
from app.bank.validation import explain
from app.domain.expressions import ExpressionError
from app.domain.kinds import KINDS, QUESTION, Question, meant
from app.domain.problems import Problem
from app.domain.text import LANGS, Lang, Text


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a question file and of the files it names, and the revision they make."""

    file: str
    text: bytes
    pictures: Mapping[str, bytes]
    programs: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def revision(self) -> str:
        """Return "sha256:…" of the file, then name and digest of every picture and program."""
        total = hashlib.sha256(self.text)
        for name, content in sorted({**self.pictures, **self.programs}.items()):
            total.update(f"\n{name} {pictures.digest(content)}".encode())
        return f"sha256:{total.hexdigest()}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file.

    `question` is there whenever the schema is met; it may be used only if there are no problems.
    """

    source: Source
    question: Question | None = None
    problems: tuple[Problem, ...] = ()
    html: Html = field(default_factory=dict)


def question_files(root: Path) -> list[Path]:
    """Return the question files under `root`, sorted: <track>/<slug>.yaml, or a folder with one."""
    files = [*root.glob("*/*.yaml"), *root.glob("*/*.yml"), *root.glob("*/*/question.yaml")]
    return sorted(path for path in files if not path.name.startswith("."))


def slug_of(path: Path) -> str:
    """Return the slug that a question file has by its name."""
    return path.parent.name if path.name == "question.yaml" else path.stem


def read_content(root: Path, path: Path) -> Content | Source:
    """Return the bytes that make a revision, or a source that says why they cannot be had."""
    file = path.relative_to(root).as_posix()
    try:
        if not is_regular(path) or path.stat().st_size > LARGEST:
            return read_source(path, file)  # which says why
        text = path.read_bytes()
    except OSError:
        return read_source(path, file)
    return Content(
        file,
        text,
        pictures.read_figures(path.parent, pictures.mentioned(text)),
        codefiles.read_programs(path.parent, codefiles.mentioned(text)),
    )


def read_question(content: Content, *, html: Html | None = None) -> Reading:
    """Read a file to the end and gather every problem. Never raises for a bad file.

    With `html`, the texts are known to render and are not rendered again.
    """
    source = parse_source(content.text, content.file)
    problems = list(source.problems)
    if source.data is None:
        return Reading(source, None, tuple(problems))
    data, missing = codefiles.put_in(source.data, content.programs)
    source = replace(source, data=data)
    problems += (source.problem(where, "E-code-missing", said) for where, said in missing)
    question, invalid = validated(source)
    problems += invalid
    if question is None:
        problems += _bad_formulas(source)
        return Reading(source, None, tuple(sorted(set(problems))))
    problems += _figure_problems(question, content, source)
    problems += _undrawable(question, source)
    if html is None:
        html, faults = render_texts(question, content.pictures, source)
        problems += faults
    return Reading(source, question, tuple(sorted(set(problems))), html)


def validated(source: Source) -> tuple[Question | None, list[Problem]]:
    """Return the question of parsed data, or what is wrong with it."""
    try:
        return QUESTION.validate_python(source.data), []
    except ValidationError as error:
        problems = explain(error, source, Question)
    if isinstance(source.data, dict) and source.data.get("kind") not in KINDS:
        problems += _as_if(meant(source.data), source)
    return None, problems


def _as_if(kind: str, source: Source) -> list[Problem]:
    """Return what else is wrong with a file whose kind is not known, read as one of `kind`."""
    try:
        QUESTION.validate_python({**source.data, "kind": kind})
    except ValidationError as error:
        return [p for p in explain(error, source, Question) if p.path != "kind"]
    return []


def render_texts(
    question: Question, contents: Mapping[str, bytes], source: Source | None = None
) -> tuple[dict[Lang, dict[str, str]], list[Problem]]:
    """Return the templates of all texts, by language and source; problems only with a source."""
    html: dict[Lang, dict[str, str]] = {"zh": {}, "en": {}}
    problems: list[Problem] = []
    for path, text in question.texts():
        for lang in LANGS:
            said = text.said_in(lang)
            if said in html[lang]:
                continue
            rendered = render(said, lang, _figure_table(question, contents, lang))
            html[lang][said] = rendered.html
            if source is not None:
                problems += (
                    source.problem(f"{path}.{lang}", f.code, f.message, snippet=f.snippet)
                    for f in rendered.faults
                )
    return html, problems


def _undrawable(question: Question, source: Source) -> Iterator[Problem]:
    """Yield a problem if no variant can be drawn at all: such a question cannot be shown."""
    try:
        question.order(question.variant(0))
    except ExpressionError as error:
        yield source.problem("variants", "E-variant", error.message)


def _figure_table(
    question: Question, contents: Mapping[str, bytes], lang: Lang
) -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for figure in question.figures:
        content = contents.get(figure.file, b"")
        address = pictures.address(question.slug, figure.file, pictures.digest(content))
        table[figure.file] = (address, figure.alt.said_in(lang))
    return table


def _figure_problems(question: Question, content: Content, source: Source) -> Iterator[Problem]:
    for index, figure in enumerate(question.figures):
        path = f"figures[{index}].file"
        picture = content.pictures.get(figure.file)
        if picture is None:
            yield source.problem(path, "E-figure-missing", _no_file(figure.file[:80]))
            continue
        if (complaint := pictures.complaint(figure.file, picture)) is not None:
            yield source.problem(path, "E-figure", complaint)


def _bad_formulas(source: Source) -> Iterator[Problem]:
    """Look for faults in the texts of a file whose schema is not met: one run shows them all."""
    for path, said in texts_in(source.data):
        for lang in LANGS:
            if path.endswith(f".{lang}"):
                for fault in render(said, lang).faults:
                    if fault.code.startswith("E-tex"):
                        yield source.problem(path, fault.code, fault.message, snippet=fault.snippet)


def texts_in(data: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any YAML value
    """Yield every text of plain data with its path."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts_in(value, f"{path}.{key}".removeprefix("."))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from texts_in(value, f"{path}[{index}]")


def _no_file(name: str) -> Text:
    return Text(
        zh=f"题目旁边没有图 {name}。把文件放到同一个文件夹里。",
        en=f"There is no picture {name} beside the question. Put the file into the same folder.",
    )
