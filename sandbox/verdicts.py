"""From facts to the verdict document: one group after another, then the whole."""

import math
import reprlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from sandbox.arraytext import array_text
from sandbox.comparing import Difference
from sandbox.picture import heat
from sandbox.protocol import PRECEDENCE, Exercise, Group, Verdict
from sandbox.saying import Message, say, say_difference

SHOWN_VALUE: Final = 2000  # characters of an input or a value in a verdict document


@dataclass(slots=True)
class Tally:
    """How one group went."""

    group: Group
    cases: int
    passed: int = 0
    verdict: Verdict | None = None  # None: not run

    def see(self, verdict: Verdict) -> None:
        """Note the verdict of one case."""
        if verdict is Verdict.AC:
            self.passed += 1
        if self.verdict is None or PRECEDENCE[verdict] < PRECEDENCE[self.verdict]:
            self.verdict = verdict

    def document(self) -> dict[str, Any]:
        """Return the group as JSON-able data; `verdict` is null when it was not run."""
        return {
            "name": self.group.name,
            "verdict": self.verdict,
            "cases": self.cases,
            "passed": self.passed,
        }


@dataclass(slots=True)
class Failing:
    """The first failure that may be shown."""

    group: str
    reason: str
    message: Message
    more: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return the failure as JSON-able data."""
        return {"group": self.group, "reason": self.reason, "message": self.message, **self.more}


def failing_value(group: Group, number: int, given: str, found: Difference) -> Failing:
    """Describe a value that is not right; `given` is the input as text.

    Of a hidden case the place and the size of the error are told, to one digit: whole numbers could
    carry its input out. Neither its input nor a value is ever told.
    """
    if group.visibility != "full":
        found = replace(found, max_error=_to_one_digit(found.max_error))
    reason = "value" if found.near else found.reason
    more: dict[str, Any] = {
        "case": number,
        "at": list(found.at),
        "max_error": found.max_error,
        "picture": heat(found.got, found.expected) if reason != "input-modified" else None,
    }
    if group.visibility == "full":
        more |= {
            "input": given,
            "got": shown(found.got),
            "expected": shown(found.expected),
        }
    return Failing(group.name, reason, say_difference(found), more)


def _to_one_digit(error: float | None) -> float | None:
    # Rounded up, the largest of all numbers would be infinite.
    return None if error is None else min(float(f"{error:.0e}"), sys.float_info.max)


class _Brief(reprlib.Repr):
    """Like repr, but never longer in the making than what is shown of it."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 6
        self.maxlist = self.maxtuple = self.maxdict = 40
        self.maxstring = SHOWN_VALUE
        self.maxlong = self.maxother = 400

    def repr_int(self, value: int, level: int) -> str:
        if value.bit_length() > 4096:  # noqa: PLR2004 - writing digits takes quadratic time
            return f"<an integer of {value.bit_length()} bits>"
        return super().repr_int(value, level)

    def repr_ndarray(self, value: np.ndarray[Any, Any], _level: int) -> str:
        return array_text(value)


_BRIEF: Final = _Brief()


def shown(value: object) -> str:
    """Write a value as a learner would type it, cut to a size that a page can hold."""
    return _cut(_BRIEF.repr(value))


def shown_arguments(args: tuple[object, ...], names: Sequence[str]) -> str:
    """Write arguments one below the other by their names; without those, as a tuple."""
    if not args or len(names) < len(args):
        return shown(args)
    lines = []
    for name, value in zip(names, args, strict=False):
        below = "\n" + " " * (len(name) + len(" = "))
        lines.append(f"{name} = {shown(value)}".replace("\n", below))
    return _cut("\n".join(lines))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_VALUE else text[:SHOWN_VALUE] + " …"


@dataclass(slots=True)
class Facts:
    """What a run came to, before it is written down."""

    tallies: list[Tally]
    failing: Failing | None = None
    verdict: Verdict | None = None  # of the whole, where it is not that of a group
    stdout: bytes = b""
    wall_s: float = 0.0
    cpu_s: float = 0.0
    memory_bytes: int = 0
    seed: str | None = None
    shown: list[dict[str, Any]] = field(default_factory=list)  # cases run in view, mode `run`
    failed: Verdict | None = None  # what `failing` tells of

    def precedes(self, verdict: Verdict) -> bool:
        """Say whether a failure is to be told instead of the one noted, if there is one.

        The first failure is told, or the first of the verdict that the whole gets.
        """
        return self.failed is None or PRECEDENCE[verdict] < PRECEDENCE[self.failed]

    @property
    def overall(self) -> Verdict:
        """The verdict of the whole: the one that precedes all others."""
        all_of_them = [tally.verdict for tally in self.tallies if tally.verdict is not None]
        if self.verdict is not None:
            all_of_them.append(self.verdict)
        return min(all_of_them, key=PRECEDENCE.__getitem__, default=Verdict.IE)

    @property
    def score(self) -> float:
        """Share of the weight that passed; where nothing has weight, 1.0 if all passed."""
        total = math.fsum(tally.group.weight for tally in self.tallies)
        if total <= 0:
            return 1.0 if self.overall is Verdict.AC else 0.0
        right = math.fsum(t.group.weight for t in self.tallies if t.verdict is Verdict.AC)
        return round(right / total, 4)


def document(facts: Facts, exercise: Exercise, level: str) -> dict[str, Any]:
    """Write the verdict document of contracts: what the product stores and shows.

    Figures are coarse (10 ms of processor time, 8 MiB), because fine ones carry hidden inputs out
    of the jail; wall time is that of the judge, to a tenth of a millisecond.
    """
    if facts.overall is Verdict.IE:
        facts = _without_results(facts)
    text = facts.stdout.decode("utf-8", errors="replace")
    return {
        "verdict": facts.overall,
        "score": facts.score,
        "groups": [tally.document() for tally in facts.tallies],
        "failing": facts.failing.document() if facts.failing else None,
        "wall_ms": round(facts.wall_s * 1e3, 1),
        "cpu_ms": round(facts.cpu_s * 100) * 10,
        "memory_mib": math.ceil(facts.memory_bytes / (8 << 20)) * 8,
        "stdout": "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text),
        "sandbox_level": level,
        "speed": None,
        "revision": exercise.revision,
        "seed": facts.seed,
        "shown": facts.shown,
    }


def _without_results(facts: Facts) -> Facts:
    """Forget what a run came to that our own failure ended: it does not count, so it tells nothing.

    Otherwise whoever could bring such a failure about would try hidden cases for nothing.
    """
    ours = facts.failing is not None and facts.failing.reason in {"lost", "author"}
    return replace(
        facts,
        tallies=[Tally(tally.group, tally.cases) for tally in facts.tallies],
        failing=facts.failing if ours else Failing("", "lost", say("lost")),
        verdict=Verdict.IE,
        shown=[],
    )
