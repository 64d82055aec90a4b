"""One attack: a submission, what may become of it, and where the idea comes from."""

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass

PRELUDE = """\
import ctypes, os, signal, socket, struct, sys, time
import numpy as np
libc = ctypes.CDLL(None, use_errno=True)

def nonce():
    "The nonce of the case being asked, as an attacker finds it in the frames of the harness."
    frame = sys._getframe()
    while frame:
        found = frame.f_locals.get("nonce")
        if isinstance(found, bytes):
            return found
        frame = frame.f_back
    return bytes(16)

def put(kind, payload, mark=None):
    "Write a frame to the result channel, as the harness would."
    frame = kind + bytes(15) + (nonce() if mark is None else mark) + payload
    rest = memoryview(len(frame).to_bytes(4, "little") + frame)
    while rest:
        rest = rest[os.write(RESULTS, rest):]

def refused(act):
    "Expect an error of the system; getting through is a hole."
    try:
        act()
    except (OSError, ValueError) as error:
        raise RuntimeError("refused " + str(error)[:60])
    raise RuntimeError("HOLE")

def call(number, *arguments):
    "Expect a raw call of the system to be refused."
    if libc.syscall(number, *arguments) < 0:
        raise RuntimeError("refused %d" % ctypes.get_errno())
    raise RuntimeError("HOLE")

def zeros(x):
    return np.zeros_like(x)

def right(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)

RESULTS = 3
"""
HOLE = "HOLE"
"""What an attack says of itself when it got through: must appear nowhere."""
MACHINE = "x86_64"


@dataclass(frozen=True, slots=True)
class Attack:
    """A submission for `f(x)`, the softmax of a (4, 5) array, and the verdicts it may come to.

    `origin` names the project whose tests or issues show the attack, or says that it is our own.
    `machine` limits raw call numbers to the machine they belong to.
    """

    name: str
    source: str
    verdicts: frozenset[str]
    origin: str = "own"
    wall_s: float = 3.0
    machine: str = ""


class Theme:
    """Collects the attacks of one file."""

    def __init__(self) -> None:
        self.attacks: list[Attack] = []

    def inside(
        self, name: str, body: str, verdicts: str, origin: str = "own", *, wall_s: float = 3.0
    ) -> None:
        """Add an attack that runs when `f(x)` is called."""
        text = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
        self.whole(name, f"{PRELUDE}\ndef f(x):\n{text}\n", verdicts, origin, wall_s=wall_s)

    def whole(
        self, name: str, source: str, verdicts: str, origin: str = "own", *, wall_s: float = 3.0
    ) -> None:
        """Add an attack that is the whole source."""
        text = textwrap.dedent(source).strip("\n") + "\n"
        self.attacks.append(Attack(name, text, frozenset(verdicts.split()), origin, wall_s))

    def refused(self, named: Mapping[str, str], origin: str = "own") -> None:
        """Add attacks that are one expression each, which the system must refuse."""
        for name, expression in named.items():
            self.inside(name, f"refused(lambda: {expression})", "RE", origin)

    def raw(self, named: Mapping[str, str], verdicts: str = "RE") -> None:
        """Add raw calls of the system by number, for this machine's numbers alone."""
        for name, arguments in named.items():
            source = f"{PRELUDE}\ndef f(x):\n    call({arguments})\n"
            self.attacks.append(Attack(name, source, frozenset(verdicts.split()), machine=MACHINE))


def gathered(*themes: Theme) -> Callable[[], list[Attack]]:
    """Return all attacks of some themes."""
    return lambda: [attack for theme in themes for attack in theme.attacks]
