"""A small program that is run before anybody waits: what it touches is then this process's own.

The first writing to a page that is shared with the zygote copies it. A child that has nothing to do
yet gets most of that behind it.
"""

import linecache
import sys
from typing import Final

from sandbox.inside import codec, learning
from sandbox.inside.runner import VALUES

_PLAIN: Final = """\
def f(x):
    return [x, 0.5, "text"]
"""
_NUMPY: Final = """\
import numpy as np

def f(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return float(e.sum()), e / e.sum(axis=1, keepdims=True)
"""
_TORCH: Final = """\
import torch

def f(x):
    x = torch.from_numpy(x).requires_grad_()
    torch.softmax(x, dim=1).square().sum().backward()
    return x.grad
"""
SOURCES: Final = {"stdlib": _PLAIN, "numpy": _NUMPY, "torch": _TORCH}


def rehearse(profile: str) -> None:
    """Load a program of the profile, ask it once, and forget it."""
    program: dict[str, object] = {
        "source": SOURCES[profile],
        "entry": "f",
        "driver": None,
        "forbid": [],
    }
    answer = learning.load(_sent(program))
    codec.encode_parts(answer(_sent({"args": (_argument(profile),), "return_args": False})))
    del sys.modules["solution"]
    del linecache.cache["solution.py"]


def _sent(request: dict[str, object]) -> dict[str, object]:
    made = codec.decode(codec.encode(request), VALUES, copy=True)
    assert isinstance(made, dict)  # noqa: S101 - as it was
    return made


def _argument(profile: str) -> object:
    if profile == "stdlib":
        return 1
    import numpy as np  # noqa: PLC0415

    return np.eye(4)
