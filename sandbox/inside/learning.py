"""The learner's program: one source, one function, asked case by case."""

from typing import Any

from sandbox.inside import loading
from sandbox.inside.runner import Answer, caller, reseed


def load(program: dict[str, Any]) -> Answer:
    """Load the source; the driver first, so that it meets an interpreter nobody has altered."""
    seed: int = program.get("seed", 0)
    drive = None
    if program.get("driver"):
        drive = loading.function(loading.module("driver", program["driver"]), "drive")
    reseed(seed)
    solution = loading.module("solution", program["source"], program.get("forbid", ()))
    call = caller(loading.function(solution, program["entry"]), drive)

    def answer(request: dict[str, Any]) -> object:
        args: tuple[object, ...] = request["args"]
        reseed(seed)
        value = call(*args)
        return {"value": value, "args": args} if request.get("return_args") else {"value": value}

    return answer
