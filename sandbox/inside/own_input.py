"""A learner's own input: an expression is worked out, far from the author's code.

What is typed is a program like any other, so it runs in a child of its own, and only the values
that it comes to are handed on.
"""

import ast
import math
from typing import Any

from sandbox.inside import codec
from sandbox.inside.runner import Answer, UnusableArgumentsError


def load(program: dict[str, Any]) -> Answer:
    """Return what works an input out: a tuple of arguments, or a dictionary of them by name."""
    names: dict[str, object] = {"math": math}
    if program["profile"] != "stdlib":
        import numpy as np  # noqa: PLC0415

        names |= {"np": np, "numpy": np, "array": np.array, "nan": np.nan, "inf": np.inf}
    if program["profile"] == "torch":
        import torch  # noqa: PLC0415

        names["torch"] = torch

    def answer(request: dict[str, Any]) -> object:
        try:
            given = _read(request["arguments"].strip(), names)
            codec.encode(given)
        except codec.CannotEncodeError as error:
            raise UnusableArgumentsError(str(error)) from None
        except Exception as error:  # noqa: BLE001 - whatever the learner typed
            raise UnusableArgumentsError(f"{type(error).__name__}: {str(error)[:200]}") from None
        return given

    return answer


def _read(text: str, names: dict[str, object]) -> object:
    """Read a tuple, one value, or lines `name = value` such as a case that was shown."""
    try:
        lines = ast.parse(text, "input").body
    except SyntaxError:
        lines = []
    given: dict[str, object] = {}
    for line in lines:
        match line:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                code = compile(ast.Expression(value), "input", "eval")
                given[name] = eval(code, names)  # noqa: S307 - inside the walls
            case _:
                break
    if given and len(given) == len(lines):
        return given
    value = eval(compile(text, "input", "eval"), names)  # noqa: S307 - inside the walls
    return value if isinstance(value, tuple) else (value,)
