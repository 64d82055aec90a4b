"""The part of `bank check` that runs: every program of every code question, in the judge.

What was proved of a revision stays proved, so the next check runs only what has changed.
"""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib import metadata
from pathlib import Path

import sandbox
from app.bank.bank import Entry
from app.bank.checking import Report
from app.bank.loading import load
from app.bank.source import read_source
from app.domain import mutants
from app.domain.kinds.code import CodeQuestion
from app.domain.problems import Finding, Problem
from app.judge import exercises
from app.judge.process import running
from app.services import proving
from app.services.proving import Proof, prove
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Proofs:
    """A report with what running added to it, and each exercise's proof by slug."""

    report: Report
    proofs: dict[str, Proof]
    run: int = 0
    """How many were run now; the others were proved before, by the same programs."""
    unrun: tuple[str, ...] = ()
    """The files of exercises that could not be run, since they have problems of their own."""

    def document(self) -> dict[str, object]:
        """Return the JSON document of `bank check --json`."""
        shown = {
            slug: {
                "mutants": proof.mutants,
                "killed": proof.killed,
                "survivors": list(proof.survivors),
                "reference_cpu_s": proof.cpu_s,
            }
            for slug, proof in self.proofs.items()
        }
        return self.report.document() | {
            "exercises": shown,
            "exercises_run": self.run,
            "exercises_not_run": list(self.unrun),
        }


def proved(report: Report, settings: Settings, *, tty: bool) -> Proofs:
    """Run what has not been proved yet of the code questions among the files of a report."""
    bank = load(settings.questions_dir, settings.cache_dir)
    broken = {problem.file for problem in report.problems}
    entries = [
        entry
        for entry in bank.entries
        if isinstance(entry.question, CodeQuestion)
        and entry.file in report.files
        and entry.file not in broken
        and entry.question.status in ("live", "review")
    ]
    kept = {entry.question.slug: _recall(settings, entry.revision) for entry in entries}
    proofs = {slug: proof for slug, proof in kept.items() if proof is not None}
    wanting = [entry for entry in entries if entry.question.slug not in proofs]
    for entry, proof in _run(wanting, tty=tty):
        proofs[entry.question.slug] = proof
        _keep(settings, entry.revision, proof)
    problems = [*report.problems]
    for entry in entries:
        problems += _placed(settings, entry, proofs[entry.question.slug].findings)
    report = replace(report, problems=tuple(sorted(problems)))
    exercises = {entry.file for entry in bank.entries if isinstance(entry.question, CodeQuestion)}
    exercises |= {file for file in report.files if Path(file).name == "question.yaml"}
    unrun = tuple(sorted(exercises & broken & set(report.files)))
    return Proofs(report, dict(sorted(proofs.items())), len(wanting), unrun)


def _run(entries: list[Entry], *, tty: bool) -> Iterator[tuple[Entry, Proof]]:
    if not entries:
        return
    questions = [entry.question for entry in entries]
    profiles = sorted({q.profile for q in questions if isinstance(q, CodeQuestion)})
    cores = os.cpu_count() or 1
    # The judge ends first: after Ctrl-C the workers have nobody left to wait for.
    with ThreadPoolExecutor(2 * cores) as workers, running(profiles) as judge:
        for number, entry in enumerate(entries, 1):
            if tty:
                slug = entry.question.slug
                print(f"\r\033[K[{number}/{len(entries)}] {slug}", end="", file=sys.stderr)
            assert isinstance(entry.question, CodeQuestion)  # noqa: S101 - chosen so
            yield entry, prove(entry.question, entry.revision, judge.judge, workers)
        if tty:
            print("\r\033[K", end="", file=sys.stderr)


def _placed(settings: Settings, entry: Entry, findings: tuple[Finding, ...]) -> Iterator[Problem]:
    if findings:
        source = read_source(settings.questions_dir / entry.file, entry.file)
        yield from (source.problem(f.path, f.code, f.message) for f in findings)


def _file(settings: Settings, revision: str) -> Path:
    """Return where a proof is kept: it holds for a revision and for this way of proving."""
    name = hashlib.sha256(f"{revision} {_way()}".encode()).hexdigest()[:32]
    return settings.proofs / f"{name}.json"


@cache
def _way() -> str:
    """Name what a proof depends on beside the exercise: our programs, and the libraries' versions.

    Whatever changes in the judge makes every exercise run again.
    """
    files = [Path(each.__file__ or "") for each in (proving, mutants, exercises)]
    files += sorted(Path(sandbox.__path__[0]).rglob("*.py"))
    programs = hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
    versions = [platform.python_version()]
    for library in ("numpy", "torch"):
        with suppress(metadata.PackageNotFoundError):
            versions.append(metadata.version(library))
    return " ".join([programs, *versions])


def _recall(settings: Settings, revision: str) -> Proof | None:
    try:
        kept = json.loads(_file(settings, revision).read_text("utf-8"))
        return Proof((), kept["killed"], kept["mutants"], tuple(kept["survivors"]), kept["cpu_s"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(settings: Settings, revision: str, proof: Proof) -> None:
    """Keep what is proved; what has findings is run again next time."""
    if proof.findings:
        return
    path = _file(settings, revision)
    path.parent.mkdir(parents=True, exist_ok=True)
    begun = path.with_suffix(f".{os.getpid()}")  # another checkout may keep the same one
    begun.write_text(json.dumps(asdict(proof)), "utf-8")
    begun.replace(path)
