"""A child has a few cases to work on at once: nothing is lost, mixed up or blamed on another."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import running
from sandbox.judging import Judge
from sandbox.protocol import Exercise, Group, Job, Limits
from tests.sandbox import jails

COUNT = 3 * running.AHEAD
SIZE = 100_000  # more than a pipe holds
ECHO = "def f(n, text):\n    return n, text\n"
CASES = f"""\
def cases(rng, group):
    for n in range({COUNT}):
        yield n, "x" * (SIZE if group == "large" else 1)
"""


@pytest.fixture(scope="module", params=["S1", "S2", "S3"])
def judge(request: pytest.FixtureRequest) -> Iterator[Judge]:
    with jails.pool("stdlib", request.param, depth=2) as pool:
        yield Judge({"stdlib": pool})


def first(statement: str) -> str:
    """Return a solution that does something before it returns what is expected."""
    return f"import os\ndef f(n, text):\n    {statement}\n    return n, text\n"


def judged(judge: Judge, source: str, *names: str) -> dict[str, Any]:
    groups = tuple(Group(name, "full") for name in names or ("small",))
    limits = Limits(cpu_s=2.0, wall_s=2.0)
    cases = CASES.replace("SIZE", str(SIZE))
    exercise = Exercise(f"ahead {groups}", "f", "stdlib", cases, ECHO, groups, limits=limits)
    return judge.judge(Job(exercise, source))


def test_values_larger_than_any_pipe_go_both_ways(judge: Judge) -> None:
    said = judged(judge, ECHO, "large", "small")

    assert said["verdict"] == "AC"
    assert [group["passed"] for group in said["groups"]] == [COUNT, COUNT]


@pytest.mark.parametrize("number", [1, 2, running.AHEAD + 3, COUNT])
def test_the_case_at_which_it_ended_is_named(judge: Judge, number: int) -> None:
    said = judged(judge, first(f"n == {number - 1} and os._exit(3)"))

    assert (said["verdict"], said["failing"]["reason"]) == ("RE", "exit")
    assert said["failing"]["case"] == number
    assert said["groups"][0]["passed"] == number - 1


def test_every_case_is_called_although_some_raise(judge: Judge) -> None:
    said = judged(judge, first("if n % 2: raise ValueError(n)"))

    assert (said["verdict"], said["failing"]["case"]) == ("RE", 2)
    assert said["groups"][0]["passed"] == COUNT // 2


def test_whoever_reads_the_cases_to_come_only_harms_himself(judge: Judge) -> None:
    said = judged(judge, first("os.read(4, 1 << 20)"))

    assert said["verdict"] in {"TLE", "RE"}
    assert said["groups"][0]["passed"] <= running.AHEAD


def test_an_answer_too_many_is_a_fault_of_its_own(judge: Judge) -> None:
    said = judged(judge, first("os.write(3, (40).to_bytes(4, 'little') + b'O' + bytes(39))"))

    assert (said["verdict"], said["failing"]["reason"]) == ("RE", "protocol")
    assert said["failing"]["case"] == 1
