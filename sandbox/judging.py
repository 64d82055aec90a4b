"""One job in, one verdict document out."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sandbox.casework import AUTHOR_LIMITS, Asking, AuthorError, Casebook, Cases
from sandbox.child import Child, Stopped
from sandbox.pool import Pool
from sandbox.protocol import Exercise, Job, Mode, Verdict
from sandbox.running import OWN, run, tallies
from sandbox.saying import say
from sandbox.screening import screen
from sandbox.verdicts import Facts, Failing, document

WAIT_S: Final = 20.0  # for a ready child, when many are judged at once


class Judge:
    """Judges jobs with the ready children of its pools, one pool per profile. Thread-safe."""

    def __init__(self, pools: Mapping[str, Pool]) -> None:
        """Judge with the given pools, by profile."""
        self._pools = pools
        self._casebook = Casebook(self._with_author)

    def judge(self, job: Job) -> dict[str, Any]:
        """Return the verdict document of a job. Our own failures are an IE in it, never raised."""
        level = self._pools[job.exercise.profile].level
        return document(self._facts(job), job.exercise, level)

    def prepare(self, exercise: Exercise) -> None:
        """Make hidden cases ahead for the next submission. Never raises."""
        try:
            self._casebook.shown(exercise)
            self._casebook.prepare(exercise)
        except (AuthorError, Stopped):
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
        except AuthorError as error:
            failing = Failing("", "author", say("author"), {"detail": str(error)})
            return Facts(tallies(job, {}), failing, Verdict.IE)
        except Stopped as stopped:
            return Facts(tallies(job, {}), _of_ours(stopped), stopped.verdict)
        facts = self._run(job, cases)
        if facts.overall is Verdict.IE:
            facts = self._run(job, cases)  # once more, on another child
        facts.seed = seed
        return facts

    def _cases(self, job: Job) -> tuple[str | None, Cases]:
        """Return the seed of the hidden cases and all cases. Raises AuthorError, Stopped."""
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

    def _with_author(self, exercise: Exercise, ask: Callable[[Asking], Cases]) -> Cases:
        """Ask a child with the author's code. Raises AuthorError for a fault of that code."""
        program = {
            "role": "author",
            "cases": exercise.cases,
            "reference": exercise.reference,
            "entry": exercise.entry,
            "driver": exercise.driver,
            "profile": exercise.profile,
        }
        with self._child(exercise.profile) as child:
            try:
                child.begin(program, AUTHOR_LIMITS)
                return ask(child)
            except Stopped as stopped:
                if stopped.verdict is Verdict.IE or stopped.reason == "arguments":
                    raise
                parts = (stopped.reason, stopped.detail, stopped.traceback)
                raise AuthorError(": ".join(part for part in parts if part)) from stopped


def _of_ours(stopped: Stopped) -> Failing:
    """Describe why there are no cases: the judge failed, or an input has no meaning."""
    reason = "arguments" if stopped.reason == "arguments" else "lost"
    return Failing("", reason, say(reason, detail=stopped.detail), {})
