"""Pools and children made in the test's own process, without the judge's."""

import contextlib
import functools
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import levels
from sandbox.child import Child
from sandbox.pool import Pool
from sandbox.protocol import Limits
from sandbox.wall import Walls

READY_S = 30.0


@functools.cache
def found() -> levels.Found:
    """Return what holds on this machine."""
    return levels.probe()


def walls(level: str) -> Walls:
    """Return the walls of a level; skip the test, with the reason, where they do not stand."""
    best = found()
    if best.level < level:
        missing = "; ".join(each.what for each in best.missing)
        pytest.skip(f"not run here: level {level} needs {missing}")
    made = Walls(namespaces=level != "S1", cgroups=level == "S3")
    assert made.level == level
    return made


@contextlib.contextmanager
def pool(profile: str, level: str = "S2", depth: int = 1) -> Iterator[Pool]:
    """Keep a pool for as long as the block lasts."""
    made = Pool(profile, walls(level), depth)
    try:
        yield made
    finally:
        made.close()


@contextlib.contextmanager
def child(within: Pool, source: str, limits: Limits | None = None) -> Iterator[Child]:
    """Load a learner's source, whose entry is `f`, in a child of its own."""
    taken = within.take(READY_S)
    try:
        begin(taken, source, limits)
        yield taken
    finally:
        taken.close()


def begin(taken: Child, source: str, limits: Limits | None = None, **more: object) -> None:
    """Load a learner's source."""
    program: dict[str, object] = {"role": "learner", "source": source, "entry": "f"}
    taken.begin(program | {"driver": None, "seed": 0} | more, limits or Limits())


def call(taken: Child, *args: object, cap: int = 1 << 20) -> Any:  # noqa: ANN401 - any value
    """Call the function and return its value."""
    request = {"args": args, "return_args": False}
    answer = taken.call(request, cap_bytes=cap, cap_values=100_000)
    assert isinstance(answer, dict)
    return answer["value"]


def value(within: Pool, body: str, *args: object, limits: Limits | None = None) -> Any:  # noqa: ANN401
    """Return what `def f(*args)` with this body gives in a child of its own."""
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    with child(within, f"def f(*args):\n{lines}", limits) as taken:
        return call(taken, *args)
