"""Cases are made by the author's code in a jail: fixed where they are shown, fresh where hidden."""

from dataclasses import replace
from typing import Literal

import pytest

from sandbox import casework
from sandbox.casework import AuthorError, Casebook
from sandbox.judging import Judge
from sandbox.pool import Pool
from sandbox.protocol import Exercise, Group, Job
from tests.sandbox import jails

CASES = """\
made = 0

def cases(rng, group):
    global made
    made += 1
    for _ in range(3):
        yield (rng.randrange(10**9),)
"""
EXERCISE = Exercise(
    revision="hidden",
    entry="f",
    profile="stdlib",
    cases=CASES,
    reference="def f(n): return n + 1",
    groups=(Group("many"), Group("few")),
)


@pytest.fixture(autouse=True)
def _in_no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casework, "AHEAD_S", 60.0)


def book(pool: Pool) -> Casebook:
    return Judge({"stdlib": pool})._casebook


def test_no_hidden_case_is_met_twice_and_a_child_makes_several_sets() -> None:
    with jails.pool("stdlib") as pool:
        made = book(pool)
        sets = [made.hidden(EXERCISE, None) for _ in range(casework.AHEAD + 1)]
        zygote = pool._line.now

        assert zygote is not None
        assert zygote.children <= 4  # two that asked, one that waits, one on its way
    assert len({seed for seed, _ in sets}) == len(sets)
    inputs = [case.args for _, groups in sets for cases in groups.values() for case in cases]
    assert len(set(inputs)) == len(inputs) == 6 * len(sets)


def test_what_is_made_ahead_is_bounded_by_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine, on which all takes longer, is where sets made ahead are needed most."""
    monkeypatch.setattr(casework, "AHEAD_S", 0.2)
    sleep, burn = "time.sleep(0.02)", "while time.process_time() < end: pass"
    waiting, burning = (
        replace(
            EXERCISE,
            revision=way,
            cases="import time\n"
            + CASES.replace("made += 1", f"made += 1; end = time.process_time() + 0.15\n    {way}"),
        )
        for way in (sleep, burn)
    )
    with jails.pool("stdlib") as pool:
        made = book(pool)
        made.hidden(waiting, None)
        made.hidden(burning, None)

        assert len(made._ahead[sleep]) == casework.AHEAD - 1
        assert len(made._ahead[burn]) == 0


def test_a_set_made_ahead_is_the_one_that_its_seed_makes() -> None:
    with jails.pool("stdlib") as pool:
        made = book(pool)
        sets = [made.hidden(EXERCISE, None) for _ in range(3)]

        assert sets == [book(pool).hidden(EXERCISE, seed) for seed, _ in sets]


def test_what_was_prepared_is_used_and_made_again_when_little_is_left() -> None:
    with jails.pool("stdlib") as pool:
        made = book(pool)
        made.prepare(EXERCISE)
        ahead = made._ahead["hidden"]
        seeds = [seed for seed, _ in ahead]
        made.prepare(EXERCISE)  # there is enough

        assert sorted(seeds) == sorted(seed for seed, _ in ahead)
        used = [made.hidden(EXERCISE, None)[0] for _ in seeds[casework.FEW - 1 :]]
        assert set(used) <= set(seeds)
        made.prepare(EXERCISE)
        assert len(ahead) == casework.FEW - 1 + casework.AHEAD


def test_a_set_that_nobody_asked_for_may_fail_without_harm() -> None:
    faulty = replace(EXERCISE, cases=CASES.replace("made += 1", "made += 1; assert made < 4"))
    with jails.pool("stdlib") as pool:
        made = book(pool)
        made.hidden(faulty, None)

        assert len(made._ahead[faulty.revision]) == 0


def test_a_first_set_that_fails_is_the_fault_of_the_author() -> None:
    faulty = replace(EXERCISE, cases=CASES.replace("made += 1", "assert False, group"))
    with jails.pool("stdlib") as pool, pytest.raises(AuthorError, match="many"):
        book(pool).hidden(faulty, None)


def test_large_cases_are_not_heaped_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casework, "AHEAD_BYTES", 1)
    with jails.pool("stdlib") as pool:
        made = book(pool)
        made.hidden(EXERCISE, None)
        assert len(made._ahead["hidden"]) == 0
        made.prepare(EXERCISE)
        made.prepare(EXERCISE)
        assert len(made._ahead["hidden"]) == 1


def test_submissions_have_more_made_before_the_last_is_used() -> None:
    with jails.pool("stdlib", depth=2) as pool:
        judge = Judge({"stdlib": pool})
        judge.prepare(EXERCISE)
        ahead = judge._casebook._ahead["hidden"]
        for _ in range(3 * casework.AHEAD):
            assert judge.judge(Job(EXERCISE, EXERCISE.reference))["verdict"] == "AC"
            judge._ahead.submit(bool).result()  # nobody submits for a while

            assert len(ahead) >= casework.FEW


def test_an_exercise_without_hidden_cases_needs_none_ahead() -> None:
    seen = replace(EXERCISE, revision="seen", groups=(Group("many", "full"),))
    with jails.pool("stdlib") as pool:
        judge = Judge({"stdlib": pool})
        judge.prepare(seen)

        assert judge.judge(Job(seen, seen.reference))["verdict"] == "AC"
        assert not judge._casebook.runs_low(seen)


@pytest.mark.parametrize("visibility", ["full", "name"])
def test_cases_that_a_seed_does_not_decide_are_the_fault_of_the_author(
    visibility: Literal["full", "name"],
) -> None:
    drifting = replace(
        EXERCISE,
        cases="import os\ndef cases(rng, group):\n    yield (os.urandom(8),)\n",
        reference="def f(n): return n",
        groups=(Group("drifting", visibility),),
    )
    with jails.pool("stdlib") as pool, pytest.raises(AuthorError, match="drifting differ"):
        book(pool).shown(drifting)
