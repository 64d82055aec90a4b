"""Line breaks of the source between Chinese characters: they end a line, not a word.

HTML shows a line break as a space, and Chinese has none: the texts of this bank break lines after
full stops, and "。 每层" would be shown with a hole in it.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_ENDS_WIDE = re.compile(f"[{_WIDE}”’…]$")
_BEGINS_WIDE = re.compile(f"^[{_WIDE}“‘…]")
_LOOKED_THROUGH = frozenset({"strong_open", "strong_close", "em_open", "em_close"})
_ENDS_CLOSED = re.compile("[。，、；：？！）》」』】]$")


def cjk_wrapping(md: MarkdownIt) -> None:
    """Plug in: drop the soft breaks that no space stands for."""
    md.core.ruler.push("cjk_wrapping", _drop_breaks)


def _drop_breaks(state: StateCore) -> None:
    for token in state.tokens:
        children = token.children or []
        token.children = [
            child
            for place, child in enumerate(children)
            if child.type != "softbreak" or _is_a_space(children, place)
        ]


def _is_a_space(children: list[Token], place: int) -> bool:
    before, after = _text(reversed(children[:place])), _text(iter(children[place + 1 :]))
    if _ENDS_CLOSED.search(before):
        return False
    return not (_ENDS_WIDE.search(before) and _BEGINS_WIDE.search(after))


def _text(tokens: Iterator[Token]) -> str:
    """Return the nearest visible text; marks of emphasis are looked through, formulas are not."""
    for token in tokens:
        if token.type not in _LOOKED_THROUGH and (token.type != "text" or token.content):
            return token.content if token.type == "text" else ""
    return ""
