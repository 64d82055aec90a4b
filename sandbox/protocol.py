"""What is said between the product and the judge: a job goes in, a verdict document comes out.

Plain frozen dataclasses of the standard library, so that both sides can import them. On the wire
everything is JSON, one document per frame (four bytes of length, little-endian, then UTF-8).
"""

import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

VERSION = 1
LENGTH = struct.Struct("<I")
MAX_SOURCE = 64 << 10  # bytes of UTF-8 that a submission may have
MAX_FRAME = 16 << 20  # bytes; a job holds sources only, a verdict document a few values of one case


class Verdict(StrEnum):
    """What a submission came to. The order is that of precedence when several hold."""

    IE = "IE"  # our failure, never the learner's
    SV = "SV"  # a forbidden system call
    MLE = "MLE"
    TLE = "TLE"
    OLE = "OLE"
    CE = "CE"  # does not compile, or has no entry point
    RE = "RE"
    WA = "WA"
    PE = "PE"  # right shape and value, too imprecise
    AC = "AC"


PRECEDENCE = {verdict: place for place, verdict in enumerate(Verdict)}


class RefusedError(Exception):
    """What was asked cannot be judged here, whatever the submission: why."""


class Mode(StrEnum):
    """Which cases are run."""

    SUBMIT = "submit"  # every group; hidden groups with secret seeds
    RUN = "run"  # groups the learner may see, or one input of the learner's own


@dataclass(frozen=True, slots=True)
class Near:
    """Outside the tolerance but inside this: too imprecise (PE) rather than wrong (WA)."""

    rtol: float
    atol: float


@dataclass(frozen=True, slots=True)
class Compare:
    """How a value is compared with the expected one: `exact`, or `allclose` with tolerances."""

    mode: str = "exact"
    rtol: float = 0.0
    atol: float = 0.0
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of cases.

    `seeds` is how many times the generator is called; `visibility` is `full` (fixed seeds 1…n,
    cases shown) or `name` (secret seeds, only the name shown); `check` holds `value` and/or
    `inputs_unchanged`.
    """

    name: str
    visibility: str = "name"
    weight: float = 1.0
    seeds: int = 1
    check: tuple[str, ...] = ("value",)
    compare: Compare = Compare()


@dataclass(frozen=True, slots=True)
class Limits:
    """What all cases of one submission together may use."""

    cpu_s: float = 2.0
    wall_s: float = 5.0
    memory_mib: int = 256
    output_kib: int = 64


@dataclass(frozen=True, slots=True)
class Exercise:
    """The author's side: what is called, on what, and what is right. All of it runs only in a jail.

    `cases` defines `cases(rng, group)`, `reference` the entry point, `driver` (optional)
    `drive(solution, *args)`. `revision` names this content: expected outputs are cached by it.
    """

    revision: str
    entry: str
    profile: str  # stdlib, numpy or torch
    cases: str
    reference: str
    groups: tuple[Group, ...]
    driver: str | None = None
    limits: Limits = Limits()
    forbid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One submission to be judged.

    `seed` (64 hexadecimal digits) makes the hidden cases; the same seed replays the same cases.
    None asks the judge to draw a fresh one, which the verdict document then names. `arguments` is
    the learner's own input in mode `run`: the source of a Python tuple.
    """

    exercise: Exercise
    source: str
    mode: Mode = Mode.SUBMIT
    seed: str | None = None
    arguments: str | None = None

    def document(self) -> dict[str, Any]:
        """Return the job as JSON-able data."""
        return {
            "exercise": _document(self.exercise),
            "source": self.source,
            "mode": self.mode,
            "seed": self.seed,
            "arguments": self.arguments,
        }


@lru_cache(maxsize=256)
def _document(exercise: Exercise) -> Mapping[str, Any]:
    """Return an exercise as JSON-able data; the same exercise is asked about again and again."""
    return asdict(exercise)


def job_from(document: Mapping[str, Any]) -> Job:
    """Read a job from JSON data. Raises KeyError, TypeError or ValueError when it is none."""
    exercise = dict(document["exercise"])
    exercise["groups"] = tuple(_group(each) for each in exercise["groups"])
    exercise["limits"] = Limits(**exercise["limits"])
    exercise["forbid"] = tuple(exercise["forbid"])
    rest = {**document, "exercise": Exercise(**exercise), "mode": Mode(document["mode"])}
    return Job(**rest)


def _group(document: Mapping[str, Any]) -> Group:
    compare = dict(document["compare"])
    near = compare["near"]
    compare["near"] = Near(**near) if near else None
    rest = {**document, "check": tuple(document["check"]), "compare": Compare(**compare)}
    return Group(**rest)


@dataclass(frozen=True, slots=True)
class Health:
    """What the judge says of itself: whether it judges, at which level, and what is missing."""

    serving: bool
    level: str  # S3, S2, S1 or S0
    profiles: tuple[str, ...]  # the profiles it can run
    missing: tuple[Mapping[str, str], ...] = ()  # {what, cost, fix_en, fix_zh}
    ready: Mapping[str, int] = field(default_factory=dict)  # children waiting, by profile
