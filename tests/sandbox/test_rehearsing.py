"""A child that waits runs a small program, of which nothing may be left; a pool knows its turn."""

import linecache
import os
import resource
import sys
import time

import pytest

from sandbox.inside import jail, rehearsing, runner
from sandbox.pool import Pool
from tests.sandbox import jails

LEFT = """
import linecache, sys
named = [name for name in ("solution", "driver", "reference") if name in sys.modules]
return [named, [name for name in linecache.cache if name != "solution.py"]]
"""


@pytest.mark.parametrize("profile", ["stdlib", "numpy"])
def test_nothing_is_left_of_a_rehearsal(profile: str) -> None:
    rehearsing.rehearse(profile)

    assert "solution" not in sys.modules
    assert "solution.py" not in linecache.cache


def test_a_rehearsal_leaves_limits_and_descriptors_as_they_were() -> None:
    limits = [resource.getrlimit(each) for each in jail.LOWERED]
    free = os.dup(0)
    os.close(free)

    rehearsing.rehearse("stdlib")

    assert [resource.getrlimit(each) for each in jail.LOWERED] == limits
    again = os.dup(0)
    os.close(again)
    assert again == free


def test_a_rehearsal_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rehearsing.SOURCES, "stdlib", "def f(x):\n    return 1 / 0\n")

    with pytest.raises(RuntimeError, match="the rehearsal failed"):
        rehearsing.rehearse("stdlib")


@pytest.mark.parametrize("level", ["S1", "S2"])
def test_a_child_that_waited_is_as_new(level: str) -> None:
    with jails.pool("numpy", level) as pool:
        _wait_for(pool, 1)
        time.sleep(2 * runner.IDLE_S)

        assert jails.value(pool, LEFT) == [["solution"], []]


def test_a_pool_fills_again_while_a_child_is_kept_for_long() -> None:
    with jails.pool("stdlib", depth=4) as pool:
        _wait_for(pool, 4)
        child = pool.take(jails.READY_S)
        try:
            _wait_for(pool, 4)
        finally:
            child.close()


def _wait_for(pool: Pool, children: int) -> None:
    deadline = time.monotonic() + jails.READY_S
    while pool.ready < children:
        assert time.monotonic() < deadline
        time.sleep(0.005)
