"""Cases and what they should give: made by the author's code in a jail of its own, kept by hash.

Groups that a learner may see have fixed seeds, so their cases are made once per exercise and kept.
Hidden groups get seeds from the secret seed of the submission. Making those costs a child and the
reference's own time, so whenever a set is made a few more are, each with a secret seed of its own;
every set is used exactly once.
"""

import hashlib
import random
import secrets
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from sandbox import inputs
from sandbox.inputs import InputError
from sandbox.inside import codec
from sandbox.metering import Usage
from sandbox.protocol import Exercise, Group, Limits, Verdict
from sandbox.saying import Message, in_chinese, say, say_stop, say_unread
from sandbox.stopped import Stopped
from sandbox.verdicts import shown, shown_arguments

AUTHOR_LIMITS: Final = Limits(cpu_s=20, wall_s=30, memory_mib=1024, output_kib=64)
CAP_BYTES: Final = 64 << 20
CAP_VALUES: Final = 2_000_000
SLACK_BYTES: Final = 64 << 10
SLACK_VALUES: Final = 2000
AHEAD: Final = 32  # sets of hidden cases that one child makes
FEW: Final = 12  # sets left, when more are made
AHEAD_S: Final = 0.02  # processor time that sets may cost which nobody has asked for yet
AHEAD_BYTES: Final = 1 << 20


class AuthorError(Exception):
    """The exercise's own code failed: in which source and line, where that is known, and how."""

    def __init__(self, said: Message, file: str = "", line: int = 0) -> None:
        place = f"{file}, line {line}: " if file and line else f"{file}: " if file else ""
        super().__init__(place + said["en"])
        self.said = said
        self.file = file
        self.line = line


class Cap(NamedTuple):
    """How much may be read: bytes, and values in them."""

    size: int
    values: int


@dataclass(frozen=True)
class Case:
    """One call: its arguments, the expected value, and how large each may be when it comes back."""

    args: tuple[object, ...]
    expected: object
    value_cap: Cap
    args_cap: Cap
    names: tuple[str, ...] = ()
    """What the function calls its arguments, where a learner may see the case."""

    @property
    def size(self) -> int:
        """Return the bytes of all of it on the wire."""
        return (self.value_cap.size + self.args_cap.size - 2 * SLACK_BYTES) // 4

    @cached_property
    def input_text(self) -> str:
        """Return the arguments as a learner reads them; made once, since cases in view are kept."""
        return shown_arguments(self.args, self.names)

    @cached_property
    def expected_text(self) -> str:
        """Return the expected value as a learner reads it."""
        return shown(self.expected)


Cases = dict[str, list[Case]]
Sets = deque[tuple[str, Cases]]  # secret seeds, and the hidden cases that each makes


class Asking(Protocol):
    """A jailed child that has loaded the author's code."""

    def call(self, request: object, *, cap_bytes: int, cap_values: int) -> object:
        """Return what the author's code makes of a request."""

    def usage(self) -> Usage:
        """Return what the author's code has used."""


# Opens a child with an exercise's author code and these limits, calls back with it, and closes it.
Author = Callable[[Exercise, Callable[[Asking], Cases], Limits], Cases]
# Works out what a learner typed, in a child of a profile that knows nothing else.
Reader = Callable[[str, str, Limits], object]


def fresh_seed() -> str:
    """Return a secret seed of 32 bytes in hexadecimal."""
    return secrets.token_hex(32)


def seeds(group: Group, secret: str) -> list[int]:
    """Return the 64-bit seeds of a group: fixed where the cases are shown, else secret."""
    source = "shown" if group.visibility == "full" else secret
    return [
        int.from_bytes(hashlib.sha256(f"{source}|{group.name}|{turn}".encode()).digest()[:8])
        for turn in range(1, group.seeds + 1)
    ]


class Casebook:
    """All cases in memory: shown groups by exercise, hidden ones a few sets ahead. Thread-safe."""

    def __init__(self, author: Author, read: Reader, *, most: int = 64) -> None:
        """Ask `author` for cases, `read` for inputs; keep the `most` exercises used last."""
        self._author = author
        self._read = read
        self._most = most
        self._lock = threading.Lock()
        self._shown: OrderedDict[str, Cases] = OrderedDict()
        self._ahead: OrderedDict[str, Sets] = OrderedDict()
        self._replayed: OrderedDict[tuple[str, str], Cases] = OrderedDict()

    def shown(self, exercise: Exercise) -> Cases:
        """Return the cases of the groups that a learner may see. Raises AuthorError, Stopped."""
        with self._lock:
            if (kept := self._shown.get(exercise.revision)) is not None:
                self._shown.move_to_end(exercise.revision)
                return kept
        in_view = [group for group in exercise.groups if group.visibility == "full"]

        def ask(child: Asking) -> Cases:
            cases = {group.name: self._group(child, group, "") for group in in_view}
            for group in exercise.groups:
                _check_repeatable(child, group)
            return cases

        made = self._author(exercise, ask, AUTHOR_LIMITS)
        made = {name: _named(cases, exercise) for name, cases in made.items()}
        with self._lock:
            self._shown[exercise.revision] = made
            while len(self._shown) > self._most:
                self._shown.popitem(last=False)
        return made

    def hidden(self, exercise: Exercise, seed: str | None) -> tuple[str, Cases]:
        """Return a seed and the hidden cases it makes; with `seed` None, ones nobody has met.

        Cases of a seed that was named are kept for a while: whoever names one asks again, with
        another source. Raises AuthorError, Stopped.
        """
        if seed is None:
            return self._ready(exercise) or self._stock(exercise)
        with self._lock:
            if (known := self._replayed.get((exercise.revision, seed))) is not None:
                return seed, known
        made = self._make(exercise, _hidden(exercise), seed)
        with self._lock:
            self._replayed[exercise.revision, seed] = made
            while len(self._replayed) > self._most:
                self._replayed.popitem(last=False)
        return seed, made

    def prepare(self, exercise: Exercise) -> None:
        """Make sets of hidden cases ahead when few are left. Raises AuthorError, Stopped."""
        if self._has_few(exercise):
            self._put_back(exercise, [self._stock(exercise)])

    def runs_low(self, exercise: Exercise) -> bool:
        """Say whether sets of an exercise were made ahead and few of them are left."""
        known = exercise.revision in self._ahead and bool(_hidden(exercise))
        return known and self._has_few(exercise)

    def _has_few(self, exercise: Exercise) -> bool:
        with self._lock:
            ahead = self._ahead.get(exercise.revision, ())
            return len(ahead) < FEW and sum(_size(cases) for _, cases in ahead) < AHEAD_BYTES

    def _ready(self, exercise: Exercise) -> tuple[str, Cases] | None:
        """Take a set that was made ahead, for ever."""
        with self._lock:
            ahead = self._ahead.get(exercise.revision)
            return ahead.popleft() if ahead else None

    def _put_back(self, exercise: Exercise, made: Iterable[tuple[str, Cases]]) -> None:
        with self._lock:
            self._ahead.setdefault(exercise.revision, deque()).extend(made)
            self._ahead.move_to_end(exercise.revision)
            while len(self._ahead) > self._most:
                self._ahead.popitem(last=False)

    def own(self, exercise: Exercise, arguments: str) -> list[Case]:
        """Return the case of a learner's own input. Raises InputError, AuthorError, Stopped.

        It is made within the limits of the exercise: an input can ask for any amount of work.
        """
        inputs.check(arguments)
        self.shown(exercise)  # where the author's code is broken, no input is to blame

        asked = exercise.limits
        limits = replace(AUTHOR_LIMITS, cpu_s=asked.cpu_s, wall_s=asked.wall_s)
        try:
            read = self._read(exercise.profile, arguments, limits)
        except Stopped as stopped:
            if stopped.verdict is Verdict.IE:
                raise
            why = say_stop(stopped, limits, detail=stopped.detail)
            if stopped.reason == "arguments":
                why = {"zh": in_chinese(stopped.detail), "en": stopped.detail}
            raise InputError(say_unread(why)) from stopped
        args = inputs.in_order(read, exercise)

        def ask(child: Asking) -> Cases:
            return {"": _cases(_ask(child, {"args": args}), "own input")}

        try:
            return _named(self._author(exercise, ask, limits)[""], exercise)
        except AuthorError as error:
            raise InputError(say("arguments-lost", detail=error.said)) from error

    def _stock(self, exercise: Exercise) -> tuple[str, Cases]:
        """Make a set of hidden cases, and keep what else the same child makes at a small cost."""
        hidden = _hidden(exercise)
        if not hidden:
            return fresh_seed(), {}
        made: Sets = deque()

        def ask(child: Asking) -> Cases:
            made.extend(self._sets(child, hidden))
            return {}

        try:
            self._author(exercise, ask, AUTHOR_LIMITS)
        except (AuthorError, Stopped):
            if not made:  # a set that nobody has asked for may fail
                raise
        first = made.popleft()
        self._put_back(exercise, made)
        return first

    def _sets(self, child: Asking, hidden: Sequence[Group]) -> Iterator[tuple[str, Cases]]:
        # Wall time would end early where many are judged: when sets ahead are needed most.
        size, until = 0, child.usage().cpu_s + AHEAD_S
        for _ in range(AHEAD):
            secret = fresh_seed()
            cases = {group.name: self._group(child, group, secret) for group in hidden}
            yield secret, cases
            size += _size(cases)
            if size >= AHEAD_BYTES or child.usage().cpu_s >= until:
                return

    def _make(self, exercise: Exercise, groups: Sequence[Group], secret: str) -> Cases:
        def ask(child: Asking) -> Cases:
            return {group.name: self._group(child, group, secret) for group in groups}

        return self._author(exercise, ask, AUTHOR_LIMITS) if groups else {}

    def _group(self, child: Asking, group: Group, secret: str) -> list[Case]:
        made: list[Case] = []
        for seed in seeds(group, secret):
            made += _cases(_ask(child, {"group": group.name, "seed": seed}), group.name)
        if not made:
            raise AuthorError(say("no-cases", name=group.name), "cases.py")
        if group.visibility != "full":
            # In an order of their own, so that a state kept from case to case helps nobody.
            random.Random(f"{secret}|{group.name}").shuffle(made)  # noqa: S311 - not a secret
        return made


def _named(cases: Iterable[Case], exercise: Exercise) -> list[Case]:
    """Return cases that know what the function calls their arguments."""
    names = inputs.parameters(exercise)
    return [replace(case, names=names) for case in cases]


def _check_repeatable(child: Asking, group: Group) -> None:
    """Refuse cases that one seed does not decide: none could be judged again. Raises AuthorError.

    Looked at once for every revision of an exercise.
    """
    request = {"group": group.name, "seed": seeds(group, "twice")[0]}
    first, second = (_cases(_ask(child, request), group.name) for _ in range(2))
    if [codec.encode(case.args) for case in first] != [codec.encode(case.args) for case in second]:
        raise AuthorError(say("not-repeatable", name=group.name), "cases.py")


def _hidden(exercise: Exercise) -> list[Group]:
    return [group for group in exercise.groups if group.visibility != "full"]


def _size(cases: Cases) -> int:
    return sum(case.size for group in cases.values() for case in group)


def _ask(child: Asking, request: object) -> object:
    return child.call(request, cap_bytes=CAP_BYTES, cap_values=CAP_VALUES)


def _cases(made: object, group: str) -> list[Case]:
    """Read what the author's child says: `[(args, expected), …]`. Raises AuthorError."""
    cases = []
    for pair in made if isinstance(made, list) else [None]:
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], tuple)):  # noqa: PLR2004
            raise AuthorError(say("no-tuple", name=group), "cases.py")
        args, expected = pair
        cases.append(Case(args, expected, _cap(expected), _cap(args)))
    return cases


def _cap(value: object) -> Cap:
    """Allow four times what the value itself takes, and some: enough to say what is wrong."""
    size, values = len(codec.encode(value)), codec.count(value)
    return Cap(4 * size + SLACK_BYTES, 4 * values + SLACK_VALUES)
