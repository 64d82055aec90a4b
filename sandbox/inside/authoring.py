"""The author's program: makes arguments, and what the reference makes of them."""

import random
from collections.abc import Iterable
from typing import Any

from sandbox.inside import codec, loading
from sandbox.inside.patience import Patience
from sandbox.inside.runner import (
    SOURCES,
    VALUES,
    Answer,
    UnusableCaseError,
    caller,
    reseed,
)


def load(program: dict[str, Any]) -> Answer:
    """Load the reference, the driver and the generator of cases."""
    cpu_s, wall_s = program["patience"]
    patience = Patience(cpu_s, wall_s, SOURCES)
    answer = patience.run(lambda: _loaded(program))
    return lambda request: patience.run(lambda: answer(request))


def _loaded(program: dict[str, Any]) -> Answer:
    reference = loading.module("reference", program["reference"])
    drive = None
    if program.get("driver"):
        drive = loading.function(loading.module("driver", program["driver"]), "drive")
    call = caller(loading.function(reference, program["entry"]), drive)
    cases = loading.function(loading.module("cases", program["cases"]), "cases")
    profile: str = program["profile"]

    def expect(args: tuple[object, ...]) -> tuple[object, object]:
        """Return arguments as a learner will get them, and the reference's answer to a copy."""
        sent = codec.encode(args)
        reseed(0)
        copy: Any = codec.decode(sent, VALUES, copy=True)
        expected = call(*copy)
        return codec.decode(sent, VALUES, copy=True), expected

    def answer(request: dict[str, Any]) -> object:
        if "args" in request:
            return [expect(request["args"])]
        seed: int = request["seed"]
        rng = _generator(seed, profile)
        reseed(seed % (1 << 32))
        given = cases(rng, request["group"])
        if not isinstance(given, Iterable):
            why = f"cases() yields tuples of arguments; it returned {type(given).__name__}"
            raise UnusableCaseError(why, _line(cases, given))
        made = []
        for args in given:
            if not isinstance(args, tuple):
                why = f"cases() yields tuples of arguments, not {type(args).__name__}"
                raise UnusableCaseError(why, _line(cases, given))
            try:
                made.append(expect(args))
            except codec.CannotEncodeError as error:
                why = f"an argument cannot be handed on: {error}"
                raise UnusableCaseError(why, _line(cases, given)) from None
        return made

    return answer


def _line(cases: object, given: object) -> int:
    """Return the line at which a generator stands, or the one where its function begins."""
    if (frame := getattr(given, "gi_frame", None)) is not None:
        line: int = frame.f_lineno
        return line
    return getattr(getattr(cases, "__code__", None), "co_firstlineno", 0)


def _generator(seed: int, profile: str) -> object:
    if profile == "stdlib":
        return random.Random(seed)  # noqa: S311 - the seed is what is secret
    import numpy as np  # noqa: PLC0415

    return np.random.default_rng(seed)
