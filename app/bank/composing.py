"""From the events of the YAML parser to a tree of nodes, refusing what is a trap."""

from collections.abc import Iterator

import yaml

from app.bank.characters import is_clean
from app.bank.nodes import Leaf, Mapping, Node, Sequence
from app.bank.scalars import read_plain, reads_differently
from app.bank.yaml_words import explain_yaml
from app.domain.problems import Problem
from app.domain.text import Text

DEEPEST = 20
"""Levels of nesting."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TooDeepError(Exception):
    """Stop reading: what follows is not worth the stack."""


class Composer:
    """Builds the tree of one file and gathers its problems.

    Works on events and not on yaml.compose: composing recurses in C and dies of deep nesting, and
    it hides anchors and tags.
    """

    def __init__(self, file: str, text: str) -> None:
        """Remember what to read."""
        self.problems: list[Problem] = []
        self._file = file
        self._text = text
        self._path: list[str] = []

    def compose(self) -> Node | None:
        """Return the root, or None when there is none. Never raises."""
        try:
            events = iter(yaml.parse(self._text, Loader=_Loader))
            return self._document(events)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if "end of stream" in (error.problem or "") and error.context_mark:
                mark = error.context_mark  # where the quote was opened, not the end of the file
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            message = explain_yaml(error.problem or "", error.context or "")
            self._say(line, column, "E-yaml", message)
        except (yaml.YAMLError, ValueError) as error:
            self._say(1, 1, "E-yaml", explain_yaml(str(error)))
        except _TooDeepError:
            pass
        return None

    def _document(self, events: Iterator[yaml.Event]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._at(event, "E-two-documents", _TWO)
                    break
                if event.version or event.tags:
                    self._at(event, "E-directive", _DIRECTIVE)
                root = self._node(next(events), events, 1)
        if root is None and not self.problems:
            self._say(1, 1, "E-empty", _EMPTY)
        return root

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        if depth > DEEPEST:
            self._at(event, "E-too-deep", _DEEP)
            raise _TooDeepError
        if isinstance(event, yaml.AliasEvent):
            self._at(event, "E-anchor", _ALIAS)
            return self._leaf(event, "")
        self._check_properties(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, events, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, depth)
        return self._scalar(event)

    def _mapping(
        self, start: yaml.MappingStartEvent, events: Iterator[yaml.Event], depth: int
    ) -> Mapping:
        mapping = Mapping(*_start(start))
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                mapping.end = _end(event)
                break
            key = self._key(event, events, depth)
            self._path.append(_step(str(key.content)) if key else ".?")
            value = self._node(next(events), events, depth + 1)
            self._keep(mapping, key, value)
            self._path.pop()
        return mapping

    def _keep(self, mapping: Mapping, key: Leaf | None, value: Node) -> None:
        if key is None:
            return
        name = str(key.content)
        if name in mapping.items:
            first = mapping.items[name][0]
            self._say(key.line, key.column, "E-duplicate-key", _duplicate(name, first.line))
            return
        if isinstance(value, Leaf) and value.content is None:
            self._say(key.line, key.column, "E-null", _null(name))
            return
        mapping.items[name] = (key, value)

    def _key(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Leaf | None:
        node = self._node(event, events, depth + 1)
        if isinstance(node, Leaf) and isinstance(node.content, str) and node.content:
            return node
        self._at(event, "E-key", _KEY)
        return None

    def _sequence(
        self, start: yaml.SequenceStartEvent, events: Iterator[yaml.Event], depth: int
    ) -> Sequence:
        sequence = Sequence(*_start(start))
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                sequence.end = _end(event)
                break
            self._path.append(f"[{len(sequence.items)}]")
            node = self._node(event, events, depth + 1)
            if isinstance(node, Leaf) and node.content is None:
                self._say(node.line, node.column, "E-null", _null(""))
            sequence.items.append(node)
            self._path.pop()
        return sequence

    def _scalar(self, event: yaml.Event) -> Leaf:
        if not isinstance(event, yaml.ScalarEvent):  # cannot be: the parser's grammar forbids it
            return self._leaf(event, "")
        value: str = event.value
        if event.style is None or event.style == "":
            if reads_differently(value):
                self._at(event, "E-ambiguous", _ambiguous(value))
            elif " " in value and self._text[_end(event) : _end(event) + 80].lstrip(" ")[:1] == "#":
                self._at(event, "E-comment", _COMMENT)
            return self._leaf(event, read_plain(value))
        if event.style == '"':
            self._check_escapes(event, value)
        return self._leaf(event, value)

    def _check_escapes(self, event: yaml.ScalarEvent, value: str) -> None:
        raw = self._text[_start(event)[2] : _end(event)]
        rest = raw.replace("\\\\", "").replace('\\"', "")
        if "\\" in rest or "\\" in value or not is_clean(value):
            self._at(event, "E-escape", _ESCAPE)

    def _check_properties(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None) is not None:
            self._at(event, "E-anchor", _ALIAS)
        if getattr(event, "tag", None) is not None:
            self._at(event, "E-tag", _TAG)

    @staticmethod
    def _leaf(event: yaml.Event, content: str | float | bool | None) -> Leaf:  # noqa: FBT001
        return Leaf(*_start(event), _end(event), content)

    def _at(self, event: yaml.Event, code: str, message: Text) -> None:
        line, column, _ = _start(event)
        self._say(line, column, code, message)

    def _say(self, line: int, column: int, code: str, message: Text) -> None:
        path = "".join(self._path).removeprefix(".")
        self.problems.append(Problem(self._file, line, column, path, code, message.en, message.zh))


def _start(event: yaml.Event) -> tuple[int, int, int]:
    """Return line and column, from 1, and the index of where an event starts."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1, mark.index) if mark else (1, 1, 0)


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


def _step(name: str) -> str:
    return "." + name[:60]


def _duplicate(name: str, line: int) -> Text:
    return Text(
        zh=f"键“{name[:60]}”出现了两次，第一次在第 {line} 行。删掉一个，或改名。",
        en=f'The key "{name[:60]}" appears twice, first in line {line}. Delete or rename one.',
    )


def _null(name: str) -> Text:
    if " " in name or len(name) > 30:  # noqa: PLR2004 - longer than any key: half a sentence
        return Text(
            zh=f"“{name[:60]}”没有值：是不是未加引号的文字里有一个逗号？把整段文字放进单引号。",
            en=f'"{name[:60]}" has no value. A comma inside unquoted text? '
            "Put the whole text in single quotes.",
        )
    return Text(
        zh="这里没有值。填上内容，或删掉这个键；也可能是未加引号的文字里有一个逗号。",
        en="There is no value here. Fill it in or delete the key. "
        "Or is it a comma inside unquoted text?",
    )


def _ambiguous(value: str) -> Text:
    shown = value[:60]
    return Text(
        zh=f"{shown} 在 YAML 1.1 和 1.2 里读法不同。"
        "是文字就加引号；是数就写成 1.0e-7、10 这样的形式。",
        en=f"{shown} reads differently in YAML 1.1 and 1.2. Quote it if it is text; "
        "write numbers like 1.0e-7 or 10.",
    )


_ALIAS = Text(
    zh="不允许锚点（&）和别名（*）。把内容写出来；若是文字，加单引号。",
    en="Anchors (&) and aliases (*) are not allowed. Write the content out; "
    "if this is text, put it in single quotes.",
)
_TAG = Text(
    zh="不允许标签（!）。删掉它；若是文字，加单引号。",
    en="Tags (!) are not allowed. Delete it; if this is text, put it in single quotes.",
)
_KEY = Text(
    zh="键必须是普通文字。",
    en="A key must be plain text.",
)
_ESCAPE = Text(
    zh="双引号里的反斜杠是转义符，会悄悄改掉文字（\\t、\\n、\\f 会破坏 TeX）。改用单引号或 |- 块。",
    en="A backslash in double quotes is an escape and silently changes the text "
    "(\\t, \\n, \\f damage TeX). Use single quotes or a |- block.",
)
_COMMENT = Text(
    zh="未加引号的文字后面，“空格加 #”之后的内容是注释，会丢失。把整段文字放进单引号。",
    en="After unquoted text, a space and # begin a comment: the rest is lost. "
    "Put the whole text in single quotes.",
)
_DEEP = Text(
    zh=f"嵌套超过 {DEEPEST} 层。",
    en=f"Nested deeper than {DEEPEST} levels.",
)
_TWO = Text(
    zh="一个文件只放一道题：删掉第二个 ---。",
    en="One file holds one question: delete the second ---.",
)
_DIRECTIVE = Text(
    zh="不需要 %YAML、%TAG 这样的指令，删掉它。",
    en="Directives such as %YAML and %TAG are not needed. Delete them.",
)
_EMPTY = Text(
    zh="文件是空的。用 mianjing bank new 可以得到一份模板。",
    en="The file is empty. `mianjing bank new` writes a template.",
)
