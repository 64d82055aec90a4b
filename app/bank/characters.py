"""Characters that have no business in a question file: invisible, or read differently by tools."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.text import Text

_ALLOWED_FORMATS = frozenset("\u200c\u200d")
"""Zero-width joiners are part of the spelling of some words and emoji."""
_LINE_BREAKS = frozenset("\u0085\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Intruder:
    """A forbidden character and its index in the text."""

    index: int
    code: str
    message: Text


def intruders(text: str) -> Iterator[Intruder]:
    """Yield every forbidden character: tabs, control and invisible characters, private use."""
    # Judge every character once, however often it occurs: this runs over every file of the bank.
    judged = {char: _judge(char) for char in set(text) if char != "\n"}
    guilty = {char: verdict for char, verdict in judged.items() if verdict is not None}
    if not guilty:
        return
    for index, char in enumerate(text):
        if char in guilty:
            code, message = guilty[char]
            yield Intruder(index, code, message)


def without_intruders(text: str) -> str:
    """Return the text with every forbidden character replaced by a space, length unchanged."""
    found = [intruder.index for intruder in intruders(text)]
    if not found:
        return text
    chars = list(text)
    for index in found:
        chars[index] = " "
    return "".join(chars)


def is_clean(value: str) -> bool:
    """Say whether a text that came out of quotes is free of forbidden characters."""
    return next(intruders(value), None) is None


def _judge(char: str) -> tuple[str, Text] | None:
    name = f"U+{ord(char):04X}"
    category = unicodedata.category(char)
    if char == "\t":
        return (
            "E-tab",
            Text(
                zh="这里是制表符。YAML 用空格缩进，正文里也请用空格。",
                en="A tab. YAML is indented with spaces; use spaces inside texts as well.",
            ),
        )
    if char in _LINE_BREAKS:
        return (
            "E-control-character",
            Text(
                zh=f"这里有一个特殊换行符 {name}，不同工具读法不同。请换成普通换行。",
                en=f"A special line break, {name}, which tools read differently. "
                "Use an ordinary line break.",
            ),
        )
    if category in {"Cc", "Cs", "Co", "Cn"} or (category == "Cf" and char not in _ALLOWED_FORMATS):
        return (
            "E-control-character",
            Text(
                zh=f"这里有一个看不见的控制字符 {name}。请删掉它。",
                en=f"An invisible control character, {name}. Delete it.",
            ),
        )
    return None  # unusual spaces are visible enough
