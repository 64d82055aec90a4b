"""Does an exercise judge well? Every program of its author is run against its own tests.

The reference and every alternative pass on fresh seeds; every natural mistake fails exactly the
groups that it names, whatever the seed; small changes of the reference are noticed; answers that
solve nothing are refused; the time limit leaves the reference room and a slow solution none.
Everything runs in the judge, as a learner's submission does.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

from app.domain.kinds.code import CodeQuestion, Wrong
from app.domain.mutants import Mutant, mutants
from app.domain.problems import Finding
from app.judge.client import JudgeDownError
from app.judge.exercises import exercise_of
from sandbox.protocol import Job, Verdict

Judging = Callable[[Job], dict[str, Any]]

FRESH_SEEDS = 50
"""Seeds per hidden group on which the reference has to pass."""
WRONG_RUNS = 4
"""Submissions of every mistake: its failing groups must not depend on luck."""
ROOM = 2.0
"""The limit is at least so many times what the reference needs."""
PATIENCE = 8.0
LEAST_S = 0.25
"""A mutant gets so many times what the reference needs, and this much at least: many never end."""
SHOWN = 12
"""Surviving mutants that are listed."""

_NOTHINGS = {
    "None": "def {entry}(*args, **kwargs):\n    return None\n",
    "the first argument": "def {entry}(*args, **kwargs):\n    return args[0] if args else None\n",
    "0": "def {entry}(*args, **kwargs):\n    return 0\n",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What running an exercise's programs showed."""

    findings: tuple[Finding, ...]
    killed: int
    mutants: int
    survivors: tuple[str, ...]
    cpu_s: float
    """Processor time of the slowest run of the reference."""


def prove(question: CodeQuestion, revision: str, judge: Judging, workers: Executor) -> Proof:
    """Run every program of an exercise. Raises what `judge` raises when it cannot be reached."""
    run = _Runs(question, revision, judge, workers)
    # Once is enough to see a program fail by itself: one that never ends would do so each time.
    findings = [*_must_run(question, run.many(question.reference.text, 1))]
    reference = [] if findings else run.many(question.reference.text, run.fresh)
    findings = (
        findings or [*_must_run(question, reference)] or [*_must_pass("reference", reference)]
    )
    if findings:
        return Proof(tuple(findings), 0, 0, (), 0.0)
    for index, code in enumerate(question.alternatives):
        findings += _must_pass(f"alternatives[{index}]", run.many(code.text, run.fresh))
    for index, wrong in enumerate(question.wrong):
        outcomes = run.many(wrong.code.text, WRONG_RUNS)
        findings += _must_fail(f"wrong[{index}]", wrong, outcomes, question.part_ids)
    findings += _nothing_passes(question, run)
    if question.slow is not None:
        findings += _must_be_late(run.many(question.slow.text, 1))
    cpu_s = max(outcome["cpu_ms"] for outcome in reference) / 1000
    findings += _limit(question, cpu_s)
    made = list(mutants(question.reference.text))
    outcomes = run.each((one.source for one in made), within_s=max(LEAST_S, cpu_s * PATIENCE))
    alive = [
        mutant
        for mutant, outcome in zip(made, outcomes, strict=True)
        if outcome["verdict"] == Verdict.AC
    ]
    findings += _kill_rate(question, made, alive)
    survivors = tuple(f"line {one.line}: {one.change}" for one in alive)
    return Proof(tuple(findings), len(made) - len(alive), len(made), survivors, cpu_s)


class _Runs:
    """Submissions of one exercise, with seeds that are fresh but the same in every proof."""

    def __init__(
        self, question: CodeQuestion, revision: str, judge: Judging, workers: Executor
    ) -> None:
        self._exercise = exercise_of(question, revision)
        self._judge = judge
        self._workers = workers
        hidden = [group.seeds for group in question.groups if group.visibility == "name"]
        self.fresh = -(-FRESH_SEEDS // max(hidden, default=1))

    def many(self, source: str, count: int) -> list[dict[str, Any]]:
        """Return the verdict documents of one source under `count` different seeds."""
        jobs = [Job(self._exercise, source, seed=self._seed(turn)) for turn in range(count)]
        return list(self._workers.map(self._judged, jobs))

    def each(self, sources: Iterable[str], within_s: float | None = None) -> list[dict[str, Any]]:
        """Return the verdict documents of many sources under one seed, in a tighter limit."""
        limits = self._exercise.limits
        if within_s is not None and within_s < limits.cpu_s:
            limits = replace(limits, cpu_s=within_s, wall_s=min(limits.wall_s, 4 * within_s))
        exercise = replace(self._exercise, limits=limits)
        jobs = [Job(exercise, source, seed=self._seed(0)) for source in sources]
        return list(self._workers.map(self._judged, jobs))

    def _judged(self, job: Job) -> dict[str, Any]:
        """Judge; a failure of the judge proves nothing of an exercise. Raises JudgeDownError."""
        outcome = self._judge(job)
        if outcome["verdict"] == Verdict.IE and outcome["failing"]["reason"] == "lost":
            raise JudgeDownError(outcome["failing"].get("detail") or "a child was lost twice")
        return outcome

    def _seed(self, turn: int) -> str:
        return hashlib.sha256(f"{self._exercise.revision}|{turn}".encode()).hexdigest()


def _must_run(question: CodeQuestion, outcomes: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """Name the program of the author that fails by itself, whatever is submitted."""
    programs = {
        "cases.py": ("cases", question.cases),
        "reference.py": ("reference", question.reference),
        "driver.py": ("driver", question.driver),
    }
    for outcome in outcomes:
        if outcome["verdict"] != Verdict.IE:
            continue
        failing = outcome["failing"]
        path, code = programs.get(failing["file"], ("cases", None))
        where, line = (code and code.file) or path, failing["line"]
        zh, en = failing["said"]["zh"], failing["said"]["en"]
        if code is None:  # a limit, say, which they used up together
            where, line = "cases, reference", 0
        yield Finding.said(
            path,
            "E-run-author",
            f"{where} 第 {line} 行：{zh}" if line else f"{where}：{zh}",
            f"{where}, line {line}: {en}" if line else f"{where}: {en}",
        )
        return


def _must_pass(path: str, outcomes: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    for outcome in outcomes:
        if outcome["verdict"] == Verdict.AC:
            continue
        zh, en = _failure(outcome)
        yield Finding.said(
            path,
            "E-run-reference",
            f"{path} 没有通过自己的测试：{zh}",
            f"{path} does not pass its own tests: {en}",
        )
        return


def _must_fail(
    path: str, wrong: Wrong, outcomes: Sequence[dict[str, Any]], names: Sequence[str]
) -> Iterator[Finding]:
    wanted = [name for name in names if name in wrong.fails]
    for outcome in outcomes:
        failed = [g["name"] for g in outcome["groups"] if g["verdict"] not in (None, Verdict.AC)]
        failed = [name for name in names if name in failed]
        if failed == wanted and outcome["verdict"] == wrong.verdict:
            continue
        got = f"{outcome['verdict']} [{', '.join(failed)}]"
        expected = f"{wrong.verdict} [{', '.join(wanted)}]"
        yield Finding.said(
            f"{path}.fails",
            "E-run-wrong",
            f"{wrong.code.file or path} 实际结果是 {got}，文件写的是 {expected}"
            f"（种子 {str(outcome['seed'])[:8]}）。",
            f"{wrong.code.file or path} comes to {got}; the file says {expected} "
            f"(seed {str(outcome['seed'])[:8]}).",
        )
        return


def _nothing_passes(question: CodeQuestion, run: _Runs) -> Iterator[Finding]:
    sources = [text.format(entry=question.entry) for text in _NOTHINGS.values()]
    for what, outcome in zip(_NOTHINGS, run.each(sources), strict=True):
        passed = [g["name"] for g in outcome["groups"] if g["verdict"] == Verdict.AC]
        counted = {group.name for group in question.groups if group.weight > 0}
        values = {group.name for group in question.groups if "value" in group.check}
        if easy := ", ".join(name for name in passed if name in counted & values):
            yield Finding.said(
                "groups",
                "E-run-nothing",
                f"只返回 {what} 就能通过 {easy}：让这些组的输入有更多变化。",
                f"Returning {what} passes {easy}: let the inputs of that group vary more.",
            )


def _must_be_late(outcomes: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    if (verdict := outcomes[0]["verdict"]) != Verdict.TLE:
        yield Finding.said(
            "slow",
            "E-run-slow",
            f"慢解法的结果是 {verdict}，不是 TLE：收紧时间限制或加大输入。",
            f"The slow solution comes to {verdict}, not TLE: tighten the limit or enlarge inputs.",
        )


def _limit(question: CodeQuestion, cpu_s: float) -> Iterator[Finding]:
    if cpu_s * ROOM > question.limits.cpu_s:
        yield Finding.said(
            "limits.cpu_s",
            "E-run-limit",
            f"参考解要用 {cpu_s:.2f} 秒，时间限制至少应为它的 {ROOM:g} 倍：{cpu_s * ROOM:.1f}。",
            f"The reference needs {cpu_s:.2f} s; the limit should be at least "
            f"{ROOM:g} times that: {cpu_s * ROOM:.1f}.",
        )


def _kill_rate(
    question: CodeQuestion, made: Sequence[Mutant], alive: Sequence[Mutant]
) -> Iterator[Finding]:
    if not made:
        yield Finding.said(
            "mutants",
            "E-run-mutants",
            "参考解里没有可以改动的运算、比较或数，看不出测试是否灵敏。把它写得具体一些。",
            "The reference has no operator, comparison or number to change, so nothing shows "
            "whether the tests notice. Spell it out.",
        )
    if not made or 1 - len(alive) / len(made) >= question.mutants.min_kill:
        return
    listed = "; ".join(f"line {one.line}: {one.change}" for one in alive[:SHOWN])
    yield Finding.said(
        "mutants",
        "E-run-mutants",
        f"{len(made)} 个变异体里有 {len(alive)} 个没被发现：{listed}。让测试注意到这些改动。",
        f"{len(alive)} of {len(made)} mutants go unnoticed: {listed}. Let the tests notice them.",
    )


def _failure(outcome: dict[str, Any]) -> tuple[str, str]:
    failing = outcome.get("failing") or {}
    said = failing.get("message", {})
    more = failing.get("detail") or failing.get("traceback") or ""
    where = f"{outcome['verdict']} {failing.get('group', '')}".strip()
    tail = f" {str(more).strip()[-300:]}" if more else ""
    return f"{where} {said.get('zh', '')}{tail}", f"{where} {said.get('en', '')}{tail}"
