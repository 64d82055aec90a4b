"""From files to a bank. Reads what has changed, keeps what has not, and never throws for a file."""

import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from app.bank import codefiles
from app.bank import figures as pictures
from app.bank.archive import Archive, FileState, Html, Record
from app.bank.bank import Bank, Entry
from app.bank.crossing import CrossFault, cross_faults, twins
from app.bank.glossary import read_glossary
from app.bank.keeping import kept_because
from app.bank.pages import Pages
from app.bank.reading import (
    Content,
    question_files,
    read_content,
    read_question,
    render_texts,
    slug_of,
)
from app.bank.source import Source, read_source
from app.bank.tracks import read_curriculum
from app.domain.kinds import QUESTION, Question
from app.domain.problems import Problem

_SETTLED_NS = 2_000_000_000
"""A file changed less than this before it was read may change again within the same mtime."""


@dataclass
class _Loading:
    """One run over the files: what is known beforehand, and what it gathers."""

    root: Path
    archive: Archive | None
    old: Mapping[str, Entry]
    states: Mapping[str, FileState]
    problems: list[Problem] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    held: dict[str, Html] = field(default_factory=dict)
    figures: dict[str, bytes] = field(default_factory=dict)


def load(root: Path, cache: Path | None = None, *, previous: Bank | None = None) -> Bank:
    """Read every question under `root` and return the good ones with every problem found.

    A file that is broken keeps its last good revision, from `previous` or from `cache`. A file
    whose stamp has not changed is not opened; one whose content is in the cache is not rendered.
    What looks like an accident (app/bank/keeping.py) leaves `previous` in force as a whole.
    """
    archive = Archive(cache) if cache else None
    states = archive.index() if archive else {}
    if previous is not None:
        states |= previous.states
    old = {entry.file: entry for entry in previous.entries} if previous else {}
    run = _Loading(root, archive, old, states)
    if previous is not None:
        run.held.update(previous.pages.held)
        run.figures.update(previous.pages.figures)
    curriculum, problems = read_curriculum(root)
    glossary, faults = read_glossary(root)
    run.problems += [*problems, *faults]
    if faults and previous is not None:
        glossary = previous.glossary
    paths = question_files(root)
    with _collector_paused():
        for path in paths:
            if (entry := _entry(run, path)) is not None:
                run.entries.append(entry)
    entries = _without_twins(run)
    uids = {entry.question.uid for entry in entries}
    kept = kept_because(root, previous, tracks=curriculum.tracks, uids=uids)
    if kept is not None and previous is not None:
        found = [kept, *run.problems]
        return Bank(previous.entries, previous.curriculum, previous.pages, found, previous.glossary)
    if archive is not None:
        archive.write_index({e.file: e.state for e in run.entries if e.state is not None})
    questions = [(entry.file, entry.question) for entry in entries]
    names = {slug_of(path) for path in paths}
    for fault in cross_faults(questions, curriculum, names):
        run.problems.append(_placed(run, fault))
    revisions = {entry.revision for entry in entries}
    pages = Pages(
        ((entry.question, entry.revision) for entry in entries),
        archive,
        {revision: html for revision, html in run.held.items() if revision in revisions},
        run.figures,
    )
    return Bank(entries, curriculum, pages, run.problems, glossary)


def revive(archive: Archive, revision: str) -> Entry | None:
    """Return an entry from the cache, or None if it is not there or no longer fits the schema."""
    record = archive.record(revision)
    if record is None:
        return None
    try:
        question = QUESTION.validate_python(record.data)
    except ValidationError:
        return None
    return Entry(question, revision, record.file, record.figures)


def _entry(run: _Loading, path: Path) -> Entry | None:
    """Return the entry of a file: unchanged, from the cache, fresh, or its last good revision."""
    file = path.relative_to(run.root).as_posix()
    state = run.states.get(file)
    if state is not None and _unchanged(state, path):
        known = _known(run, file, state.revision)
        if known is not None:
            return _with_state(known, file, state)
    read_ns = time.time_ns()
    content = read_content(run.root, path)
    if isinstance(content, Source):
        run.problems += content.problems
        return _last_good(run, file, state)
    revision = content.revision
    fresh = FileState(revision, _stamps(path, content), read_ns)
    known = _known(run, file, revision)
    if known is not None:
        return _with_state(known, file, fresh)
    return _read(run, content, fresh) or _last_good(run, file, state)


def _known(run: _Loading, file: str, revision: str) -> Entry | None:
    """Return a good revision without rendering: from the bank in force, or from the cache."""
    entry = run.old.get(file)
    if entry is not None and entry.revision == revision:
        return entry
    if run.archive is None or not run.archive.has_html(revision):
        return None
    return revive(run.archive, revision)


def _read(run: _Loading, content: Content, state: FileState) -> Entry | None:
    """Read, validate and render a file and put it into the cache; None if it has problems."""
    reading = read_question(content)
    if reading.problems or reading.question is None:
        run.problems += reading.problems
        return None
    digests = {name: pictures.digest(data) for name, data in content.pictures.items()}
    record = Record(state.revision, content.file, reading.source.data, digests)
    _keep(run, record, reading.html, {digests[n]: d for n, d in content.pictures.items()})
    return Entry(reading.question, state.revision, content.file, digests, state)


def _last_good(run: _Loading, file: str, state: FileState | None) -> Entry | None:
    """Return what the file was before it broke. It keeps its old state, so it is read again."""
    if (entry := run.old.get(file)) is not None:
        return entry
    if state is None or run.archive is None:
        return None
    entry = revive(run.archive, state.revision)
    if entry is None:
        return None
    if not run.archive.has_html(state.revision):
        _render_again(run, entry)
    return _with_state(entry, file, state)


def _render_again(run: _Loading, entry: Entry) -> None:
    record = run.archive.record(entry.revision) if run.archive else None
    contents = {
        name: content
        for name, digest in entry.figures.items()
        if run.archive and (content := run.archive.figure(digest)) is not None
    }
    html, _ = render_texts(entry.question, contents)
    if record is not None:
        _keep(run, record, html, {})


def _keep(run: _Loading, record: Record, html: Html, figures: Mapping[str, bytes]) -> None:
    """Put a revision into the cache; into memory when that does not work."""
    if run.archive is None or not run.archive.put(record, html, figures):
        run.held[record.revision] = html
        run.figures.update(figures)


def _with_state(entry: Entry, file: str, state: FileState) -> Entry:
    if entry.file == file and entry.state is state:
        return entry
    return Entry(entry.question, entry.revision, file, entry.figures, state)


def _unchanged(state: FileState, path: Path) -> bool:
    """Say whether a file and those it names are as they were when last read, by their stamps."""
    for name, (mtime_ns, size) in state.stamps.items():
        try:
            now = (path.parent / name).stat()
        except OSError:
            return False
        if (now.st_mtime_ns, now.st_size) != (mtime_ns, size):
            return False
        if mtime_ns > state.read_ns - _SETTLED_NS:
            return False
    return path.name in state.stamps


def _stamps(path: Path, content: Content) -> dict[str, tuple[int, int]]:
    stamps: dict[str, tuple[int, int]] = {}
    named = (*pictures.mentioned(content.text), *codefiles.mentioned(content.text))
    for name in (path.name, *named):
        try:
            stat = (path.parent / name).stat()
        except OSError:
            stamps[name] = (0, -1)  # missing now: its appearance is a change
            continue
        stamps[name] = (stat.st_mtime_ns, stat.st_size)
    return stamps


def _without_twins(run: _Loading) -> list[Entry]:
    """Keep one file per slug and uid: the one that had it before, else the first."""
    held_before = {(e.file, e.question.slug, e.question.uid) for e in run.old.values()}

    def newcomer(entry: Entry) -> bool:
        return (entry.file, entry.question.slug, entry.question.uid) not in held_before

    ordered = sorted(run.entries, key=newcomer)
    refused: set[str] = set()
    for fault in twins((entry.file, entry.question) for entry in ordered):
        refused.add(fault.file)
        run.problems.append(_placed(run, fault))
    return [entry for entry in run.entries if entry.file not in refused]


def _placed(run: _Loading, fault: CrossFault) -> Problem:
    """Give a fault its line and column: the file is read again, which is rare."""
    source = read_source(run.root / fault.file, fault.file)
    return source.problem(fault.path, fault.code, fault.message)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause cyclic garbage collection: thousands of new objects, none of them garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


__all__ = ["Question", "load", "revive"]
