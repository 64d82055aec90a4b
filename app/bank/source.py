"""A question file as strict YAML: plain data, the place of every value, and what is wrong.

YAML 1.2 core rules with the traps closed: no duplicate keys, anchors, tags, nulls, control
characters, nor anything that YAML 1.1 would read differently. Nothing here raises for a bad file.
"""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from app.bank.characters import intruders, without_intruders
from app.bank.composing import DEEPEST, Composer
from app.bank.nodes import Mapping, Node, Sequence
from app.domain.problems import Problem
from app.domain.text import Text

LARGEST = 256 * 1024
"""Bytes of the largest question file."""

Place: TypeAlias = tuple[int, int]
Step: TypeAlias = str | int

_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True)
class Source:
    """A file that was read: its data, where everything stands, and its problems.

    `data` is None when the file could not be parsed at all. With problems it is what could be
    understood, good enough to look for further problems and for nothing else.
    """

    file: str
    text: str
    data: Any
    root: Node | None
    problems: tuple[Problem, ...] = ()
    _lines: list[str] = field(default_factory=list, repr=False)

    def place(self, path: str, *, key: bool = False) -> Place:
        """Return line and column, from 1, of the value at `path`, or of the nearest thing above it.

        With `key`, of the key that introduces it.
        """
        _, place = self._walk(list(steps(path)), key=key)
        return place

    def place_of(self, path: str, snippet: str) -> Place:
        """Return where `snippet` stands inside the text at `path`; the text's place if unclear."""
        node, place = self._walk(list(steps(path)), key=False)
        first = next((line.strip() for line in snippet.splitlines() if line.strip()), "")
        if node is None or not first:
            return place
        for candidate in (first, first.replace("'", "''")):
            at = self.text.find(candidate, node.start, node.end)
            if at >= 0:
                return place_at(self.text, at)
        return place

    def problem(
        self, path: str, code: str, message: Text, *, key: bool = False, snippet: str = ""
    ) -> Problem:
        """Return a problem at the place of `path`."""
        line, column = self.place_of(path, snippet) if snippet else self.place(path, key=key)
        return Problem(self.file, line, column, path, code, message.en, message.zh)

    def _walk(self, way: list[Step], *, key: bool) -> tuple[Node | None, Place]:
        node = self.root
        place = (node.line, node.column) if node else (1, 1)
        for step in way:
            if isinstance(node, Mapping) and isinstance(step, str) and step in node.items:
                name, node = node.items[step]
                place = (name.line, name.column) if key else (node.line, node.column)
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = (node.line, node.column)
            else:
                break
        return node, place


def steps(path: str) -> Iterator[Step]:
    """Yield the steps of a path: "answer.errors[2].say" gives answer, errors, 2, say."""
    for match in _STEP.finditer(path):
        yield int(match[2]) if match[2] is not None else match[1]


def place_at(text: str, index: int) -> Place:
    """Return line and column, from 1, of a character."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def is_regular(path: Path) -> bool:
    """Say whether a path holds bytes: to read a pipe or a device could take for ever.

    OSError when there is nothing.
    """
    return stat.S_ISREG(path.stat().st_mode)


def read_source(path: Path, file: str) -> Source:
    """Read a file; `file` is its name in problems. Never raises."""
    try:
        if not is_regular(path):
            return _refused(file, "E-unreadable", _NOT_REGULAR)
        if path.stat().st_size > LARGEST:
            return _refused(file, "E-too-large", _TOO_LARGE)
        content = path.read_bytes()
    except OSError as error:
        return _refused(
            file,
            "E-unreadable",
            Text(
                zh=f"文件读不出来：{error.strerror or error}。",
                en=f"The file cannot be read: {error.strerror or error}.",
            ),
        )
    return parse_source(content, file)


def parse_source(content: bytes | str, file: str) -> Source:
    """Parse the content of a file. Never raises."""
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    if len(content) > LARGEST:
        return _refused(file, "E-too-large", _TOO_LARGE)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        good = content[: error.start].decode("utf-8")
        return _refused(file, "E-encoding", _NOT_UTF8, place_at(good, len(good)))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    problems = [
        Problem(file, *place_at(text, found.index), "", found.code, *_both(found.message))
        for found in intruders(text)
    ]
    composer = Composer(file, without_intruders(text) if problems else text)
    root = composer.compose()
    problems.extend(composer.problems)
    data = None if root is None else root.value()
    if root is not None and not isinstance(root, Mapping):
        problems.append(Problem(file, root.line, root.column, "", "E-not-a-mapping", *_both(_FLAT)))
        data = None
    return Source(file, text, data, root, tuple(sorted(set(problems))))


def _both(message: Text) -> tuple[str, str]:
    return message.en, message.zh


def _refused(file: str, code: str, message: Text, place: Place = (1, 1)) -> Source:
    return Source(file, "", None, None, (Problem(file, *place, "", code, *_both(message)),))


_TOO_LARGE = Text(
    zh=f"文件超过 {LARGEST // 1024} KiB。一道题不需要这么大；图请放到单独的文件里。",
    en=f"The file is larger than {LARGEST // 1024} KiB. No question needs that; "
    "put pictures into files of their own.",
)
_NOT_REGULAR = Text(
    zh="这不是普通文件，而是文件夹、管道或设备。请移走。",
    en="This is not a regular file but a folder, a pipe or a device. Take it away.",
)
_NOT_UTF8 = Text(
    zh="文件不是 UTF-8 编码。请在编辑器里另存为 UTF-8。",
    en="The file is not UTF-8. Save it as UTF-8 in your editor.",
)
_FLAT = Text(
    zh="一道题应当是“键: 值”的列表，从 schema: 1 开始。",
    en='A question is a list of "key: value", beginning with schema: 1.',
)

__all__ = [
    "DEEPEST",
    "LARGEST",
    "Place",
    "Source",
    "is_regular",
    "parse_source",
    "read_source",
    "steps",
]
