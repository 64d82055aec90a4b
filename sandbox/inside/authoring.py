"""The author's program: makes arguments, and what the reference makes of them."""

import ast
import math
import random
from collections.abc import Iterable
from typing import Any

from sandbox.inside import codec, loading
from sandbox.inside.runner import (
    VALUES,
    Answer,
    UnusableArgumentsError,
    UnusableCaseError,
    caller,
    reseed,
)


def load(program: dict[str, Any]) -> Answer:
    """Load the reference, the driver and the generator of cases."""
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
        if "arguments" in request:
            return [_own(request["arguments"], profile, expect)]
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


def _own(text: str, profile: str, expect: Any) -> object:  # noqa: ANN401 - the function above
    """Make a case of a learner's own input. Whatever goes wrong is a fault of that input."""
    names: dict[str, object] = {"math": math}
    if profile != "stdlib":
        import numpy as np  # noqa: PLC0415

        names |= {"np": np, "numpy": np, "array": np.array, "nan": np.nan, "inf": np.inf}
    if profile == "torch":
        import torch  # noqa: PLC0415

        names["torch"] = torch
    try:
        return expect(_arguments(text.strip(), names))
    except codec.CannotEncodeError as error:
        raise UnusableArgumentsError(str(error)) from None
    except Exception as error:  # noqa: BLE001 - whatever the learner typed
        raise UnusableArgumentsError(f"{type(error).__name__}: {str(error)[:200]}") from None


def _arguments(text: str, names: dict[str, object]) -> tuple[object, ...]:
    """Read a tuple, one value, or lines `name = value` such as a case that was shown."""
    try:
        lines = ast.parse(text, "input").body
    except SyntaxError:
        lines = []
    given = [line.value for line in lines if isinstance(line, ast.Assign)]
    if given and len(given) == len(lines):
        read = [compile(ast.Expression(value), "input", "eval") for value in given]
        return tuple(eval(each, names) for each in read)  # noqa: S307 - inside the walls
    value = eval(compile(text, "input", "eval"), names)  # noqa: S307 - inside the walls
    return value if isinstance(value, tuple) else (value,)
