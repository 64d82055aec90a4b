"""The cases of one submission, asked of one child, one after another."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sandbox.casework import Cap, Case, Cases
from sandbox.child import Child, Stopped
from sandbox.comparing import Difference, changed, difference
from sandbox.protocol import Exercise, Group, Job, Mode, Verdict
from sandbox.saying import say_stop
from sandbox.verdicts import Facts, Failing, Tally, failing_value, shown

OWN: Final = Group("own", visibility="full", weight=0.0)
AHEAD: Final = 8  # cases that a child has been asked and has not answered
AHEAD_BYTES: Final = 256 << 10


def tallies(job: Job, cases: Cases) -> list[Tally]:
    """List the groups to run: those in view first, so that printed text is of them alone."""
    if job.arguments is not None:
        how = next((g.compare for g in job.exercise.groups if "value" in g.check), OWN.compare)
        own = Group(OWN.name, OWN.visibility, OWN.weight, compare=how)
        return [Tally(own, len(cases.get(OWN.name, ())))]
    groups = sorted(job.exercise.groups, key=lambda group: group.visibility != "full")
    if job.mode is Mode.RUN:
        groups = [group for group in groups if group.visibility == "full"]
    return [Tally(group, len(cases.get(group.name, ()))) for group in groups]


def program(exercise: Exercise, source: str) -> dict[str, object]:
    """Return what a learner's child is given to load."""
    return {
        "role": "learner",
        "source": source,
        "entry": exercise.entry,
        "driver": exercise.driver,
        "forbid": list(exercise.forbid),
        "seed": 0,
    }


def run(child: Child, facts: Facts, cases: Cases, exercise: Exercise, source: str) -> None:
    """Load the source and run every group, writing what happens into `facts`."""
    try:
        child.begin(program(exercise, source), exercise.limits)
    except Stopped as stopped:
        facts.verdict = stopped.verdict
        facts.failing = failing_stop("", stopped, exercise, in_view=True)
        return
    for hidden, part in groupby(facts.tallies, lambda each: each.group.visibility != "full"):
        if hidden:  # before any hidden case is asked, for what it prints is shown to nobody
            child.mute()
        calls = [
            _Call(tally, number, case)
            for tally in part
            for number, case in enumerate(cases[tally.group.name], 1)
        ]
        for call, answer in _answers(child, calls):
            _note(call, answer, facts, exercise)
            if isinstance(answer, Stopped) and not answer.alive:
                return


@dataclass(frozen=True, slots=True)
class _Call:
    """One case of one group, counted from 1."""

    tally: Tally
    number: int
    case: Case

    @property
    def in_view(self) -> bool:
        return self.tally.group.visibility == "full"

    @property
    def with_args(self) -> bool:
        return "inputs_unchanged" in self.tally.group.check

    @property
    def request(self) -> dict[str, object]:
        return {"args": self.case.args, "return_args": self.with_args}

    @property
    def cap(self) -> Cap:
        """How much may come back."""
        size, values = self.case.value_cap
        if self.with_args:
            size, values = size + self.case.args_cap.size, values + self.case.args_cap.values
        return Cap(size, values)


def _answers(
    child: Child, calls: Sequence[_Call]
) -> Iterator[tuple[_Call, dict[str, Any] | Stopped]]:
    """Call the learner's function for each case, in order, until the child can be asked no more.

    A few cases are asked ahead, so that it computes while what it said before is compared. That
    tells it nothing: it meets each input anyway, and what it says of one is only compared.
    """
    asked: deque[_Call] = deque()
    ahead = 0  # bytes
    left = iter(calls)
    following = next(left, None)
    while following is not None or asked:
        while following is not None and _may_be_asked(following, asked, ahead):
            try:
                child.ask(following.request)
            except Stopped as stopped:  # only where no answer is outstanding
                yield following, stopped
                return
            asked.append(following)
            ahead += following.case.size
            following = next(left, None)
        call = asked.popleft()
        ahead -= call.case.size
        try:
            answer = _answer(child, call)
        except Stopped as stopped:
            yield call, stopped
            if not stopped.alive:
                return
        else:
            yield call, answer


def _may_be_asked(call: _Call, asked: Sequence[_Call], ahead: int) -> bool:
    return not asked or (len(asked) < AHEAD and ahead + call.case.size < AHEAD_BYTES)


def _answer(child: Child, call: _Call) -> dict[str, Any]:
    """Return what the learner's function made of a case. Raises Stopped."""
    answer = child.answer(cap_bytes=call.cap.size, cap_values=call.cap.values)
    # Learner code can write frames of its own: anything but this shape is a claim of another kind.
    if not isinstance(answer, dict) or "value" not in answer:
        raise Stopped(Verdict.RE, "protocol")
    return answer


def _note(call: _Call, answer: dict[str, Any] | Stopped, facts: Facts, exercise: Exercise) -> None:
    """Write what became of a case into `facts`."""
    tally, case = call.tally, call.case
    group = tally.group
    if isinstance(answer, Stopped):
        tally.see(answer.verdict)
        if facts.precedes(answer.verdict):
            facts.failed = answer.verdict
            facts.failing = failing_stop(group.name, answer, exercise, in_view=call.in_view)
            facts.failing.more |= {"case": call.number}
            facts.failing.more |= {"input": case.input_text} if call.in_view else {}
        return
    found = _difference(answer, case, group)
    verdict = Verdict.AC if found is None else Verdict.PE if found.near else Verdict.WA
    tally.see(verdict)
    if call.in_view:
        facts.shown.append(_in_view(group, call.number, case, answer, right=found is None))
    if found is not None and facts.precedes(verdict):
        facts.failed = verdict
        text = case.input_text if call.in_view else ""
        facts.failing = failing_value(group, call.number, text, found)


def _difference(answer: dict[str, Any], case: Case, group: Group) -> Difference | None:
    found = None
    if "value" in group.check:
        found = difference(answer["value"], case.expected, group.compare)
    if "inputs_unchanged" in group.check and (found is None or found.near):
        found = changed(case.args, answer.get("args")) or found
    return found


def _in_view(
    group: Group, number: int, case: Case, answer: dict[str, Any], *, right: bool
) -> dict[str, Any]:
    return {
        "group": group.name,
        "case": number,
        "input": case.input_text,
        "got": shown(answer["value"]),
        "expected": case.expected_text,
        "right": right,
    }


def failing_stop(group: str, stopped: Stopped, exercise: Exercise, *, in_view: bool) -> Failing:
    """Describe a child that did not answer.

    Of a hidden case only the built-in name of an exception is told: text, class names and line
    numbers can carry the input out.
    """
    detail = stopped.detail if in_view else ""
    message = say_stop(stopped, exercise.limits, name=exercise.entry, detail=detail)
    more: dict[str, Any] = {}
    if in_view:
        more = {"traceback": stopped.traceback, "line": stopped.line}
    return Failing(group, stopped.reason, message, more)
