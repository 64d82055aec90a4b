"""The cases of one submission, asked of one child, one after another."""

from typing import Any, Final

from sandbox.casework import Case, Cases
from sandbox.child import Child, Stopped
from sandbox.comparing import Difference, changed, difference
from sandbox.protocol import Exercise, Group, Job, Mode, Verdict
from sandbox.saying import say_stop
from sandbox.verdicts import Facts, Failing, Tally, failing_value, shown

OWN: Final = Group("own", visibility="full", weight=0.0)


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
    for tally in facts.tallies:
        if tally.group.visibility != "full":
            child.mute()
        if not _group(child, tally, cases[tally.group.name], facts, exercise):
            return


def _group(child: Child, tally: Tally, cases: list[Case], facts: Facts, exercise: Exercise) -> bool:
    """Run the cases of one group; False when the child can be asked nothing more."""
    group = tally.group
    in_view = group.visibility == "full"
    for number, case in enumerate(cases, 1):
        try:
            answer = _ask(child, case, with_args="inputs_unchanged" in group.check)
        except Stopped as stopped:
            tally.see(stopped.verdict)
            if facts.precedes(stopped.verdict):
                facts.failed = stopped.verdict
                facts.failing = failing_stop(group.name, stopped, exercise, in_view=in_view)
                facts.failing.more |= {"case": number}
                facts.failing.more |= {"input": case.input_text} if in_view else {}
            if not stopped.alive:
                return False
            continue
        found = _difference(answer, case, group)
        verdict = Verdict.AC if found is None else Verdict.PE if found.near else Verdict.WA
        tally.see(verdict)
        if in_view:
            facts.shown.append(_in_view(group, number, case, answer, right=found is None))
        if found is not None and facts.precedes(verdict):
            facts.failed = verdict
            facts.failing = failing_value(group, number, case.input_text if in_view else "", found)
    return True


def _ask(child: Child, case: Case, *, with_args: bool) -> dict[str, Any]:
    """Call the learner's function once. Raises Stopped."""
    size, values = case.value_cap
    if with_args:
        size, values = size + case.args_cap.size, values + case.args_cap.values
    answer = child.call(
        {"args": case.args, "return_args": with_args}, cap_bytes=size, cap_values=values
    )
    # Learner code can write frames of its own: anything but this shape is a claim of another kind.
    if not isinstance(answer, dict) or "value" not in answer:
        raise Stopped(Verdict.RE, "protocol")
    return answer


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
