"""One job in, one verdict document out."""

import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sandbox.casework import CAP_BYTES, CAP_VALUES, Asking, AuthorError, Casebook, Cases
from sandbox.child import Child, Stopped
from sandbox.inputs import InputError
from sandbox.pool import Exhausted, Pool
from sandbox.protocol import Exercise, Job, Limits, Mode, Verdict
from sandbox.running import OWN, run, tallies
from sandbox.saying import say, say_stop
from sandbox.screening import screen
from sandbox.verdicts import Facts, Failing, document

WAIT_S: Final = 20.0  # for a ready child, when many are judged at once
WIDER: Final = 1.1  # an author's program is interrupted at its limits, and killed beyond them


class Judge:
    """Judges jobs with the ready children of its pools, one pool per profile. Thread-safe."""

    def __init__(self, pools: Mapping[str, Pool]) -> None:
        """Judge with the given pools, by profile."""
        self._pools = pools
        self._casebook = Casebook(self._with_author, self._read)
        self._ahead = ThreadPoolExecutor(1, "ahead")  # one: it must not take the cores from others

    def judge(self, job: Job) -> dict[str, Any]:
        """Return the verdict document of a job. Our own failures are an IE in it, never raised."""
        level = self._pools[job.exercise.profile].level
        try:
            facts = self._facts(job)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is ours, and said
            facts = Facts(tallies(job, {}), _lost(_place_of(error)), Verdict.IE)
        said = document(facts, job.exercise, level)
        if self._casebook.runs_low(job.exercise):
            self._ahead.submit(self.prepare, job.exercise)
        return said

    def prepare(self, exercise: Exercise) -> None:
        """Make hidden cases ahead for the next submission. Never raises."""
        try:
            self._casebook.shown(exercise)
            self._casebook.prepare(exercise)
        except (AuthorError, Stopped, Exhausted):
            return  # the next submission meets the same fault and reports it

    def _facts(self, job: Job) -> Facts:
        if (complaint := screen(job.source)) is not None:
            failing = Failing(
                "",
                complaint.reason,
                say(complaint.reason, line=complaint.line),
                {"line": complaint.line},
            )
            return Facts(tallies(job, {}), failing, Verdict.CE)
        try:
            seed, cases = self._cases(job)
        except InputError as error:
            failing = Failing("", "arguments", error.said)
            return Facts(tallies(job, {}), failing, Verdict.RE)
        except AuthorError as error:
            return Facts(tallies(job, {}), _of_author(error), Verdict.IE)
        except (Stopped, Exhausted) as error:
            return Facts(tallies(job, {}), _lost(error), Verdict.IE)
        try:
            facts = self._run(job, cases)
            if facts.overall is Verdict.IE:
                facts = self._run(job, cases)  # once more, on another child
        except Exhausted as error:
            facts = Facts(tallies(job, cases), _lost(error), Verdict.IE)
        facts.seed = seed
        return facts

    def _cases(self, job: Job) -> tuple[str | None, Cases]:
        """Return the seed of the hidden cases and all cases.

        Raises InputError, AuthorError, Exhausted; Stopped when our side failed twice.
        """
        try:
            return self._made(job)
        except Stopped:
            return self._made(job)  # once more, on another child

    def _made(self, job: Job) -> tuple[str | None, Cases]:
        if job.arguments is not None:
            return None, {OWN.name: self._casebook.own(job.exercise, job.arguments)}
        in_view = self._casebook.shown(job.exercise)
        if job.mode is Mode.RUN:
            return None, in_view
        seed, hidden = self._casebook.hidden(job.exercise, job.seed)
        return seed, {**in_view, **hidden}

    def _run(self, job: Job, cases: Cases) -> Facts:
        facts = Facts(tallies(job, cases))
        began = time.perf_counter()
        with self._child(job.exercise.profile) as child:
            run(child, facts, cases, job.exercise, job.source)
            facts.wall_s = time.perf_counter() - began
            facts.stdout = child.output()
            usage = child.usage()
            facts.cpu_s, facts.memory_bytes = usage.cpu_s, usage.memory_bytes
        return facts

    @contextmanager
    def _child(self, profile: str) -> Iterator[Child]:
        child = self._pools[profile].take(WAIT_S)
        try:
            yield child
        finally:
            child.close()

    def _read(self, profile: str, arguments: str, limits: Limits) -> object:
        """Work out what a learner typed as an input. Raises Stopped, Exhausted."""
        with self._child(profile) as child:
            child.begin({"role": "input", "profile": profile}, limits)
            request = {"arguments": arguments}
            return child.call(request, cap_bytes=CAP_BYTES, cap_values=CAP_VALUES)

    def _with_author(
        self, exercise: Exercise, ask: Callable[[Asking], Cases], limits: Limits
    ) -> Cases:
        """Ask a child with the author's code.

        Raises AuthorError for a fault of that code, Stopped for one of ours, Exhausted.
        """
        program = {
            "role": "author",
            "cases": exercise.cases,
            "reference": exercise.reference,
            "entry": exercise.entry,
            "driver": exercise.driver,
            "profile": exercise.profile,
            "patience": (limits.cpu_s, limits.wall_s),
        }
        wider = replace(limits, cpu_s=WIDER * limits.cpu_s, wall_s=WIDER * limits.wall_s)
        with self._child(exercise.profile) as child:
            try:
                child.begin(program, wider)
                return ask(child)
            except Stopped as stopped:
                if stopped.verdict is Verdict.IE:
                    raise
                raise _fault(stopped, limits) from stopped


def _fault(stopped: Stopped, limits: Limits) -> AuthorError:
    """Describe what is wrong with an author's program."""
    said = say_stop(stopped, limits, name=stopped.detail, detail=stopped.detail)
    if stopped.reason == "exception":
        said = {"zh": stopped.detail, "en": stopped.detail}
    # The arguments were sent before, so what cannot be sent is what the reference returned.
    file = "reference.py" if stopped.reason == "unreadable" else stopped.file
    return AuthorError(said, file, stopped.line)


def _of_author(error: AuthorError) -> Failing:
    """Describe an exercise that is broken: for its author, in words of its own, with the place."""
    more = {"detail": str(error), "said": error.said, "file": error.file, "line": error.line}
    return Failing("", "author", say("author"), more)


def _lost(error: object) -> Failing:
    """Describe a failure of our own."""
    return Failing("", "lost", say("lost"), {"detail": str(error)})


def _place_of(error: Exception) -> str:
    """Say where our own code failed; not with what, which could be a value of a hidden case."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
