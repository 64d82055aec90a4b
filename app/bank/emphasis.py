"""Emphasis that works next to Chinese.

CommonMark closes `**` only where the neighbours look right for spaced scripts, so
`**为什么。**因为` stays unbold: a full stop before, a letter after. Here Chinese neighbours count
as spaces would, as in the "CJK-friendly" amendment that several implementations have adopted.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_CJK = re.compile(
    "[\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uffef\u2018\u2019\u201c\u201d\u2026\u2014]"
)


def cjk_emphasis(md: MarkdownIt) -> None:
    """Plug in: replace the scanning of `*` and `_`."""
    md.inline.ruler.at("emphasis", _tokenize)


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    length = _run(state.src, state.pos, state.posMax)
    can_open, can_close = _flanks(state.src, state.pos, state.pos + length, state.posMax, marker)
    for _ in range(length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=length,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos += length
    return True


def _run(text: str, start: int, end: int) -> int:
    stop = start
    while stop < end and text[stop] == text[start]:
        stop += 1
    return stop - start


def _flanks(text: str, start: int, stop: int, end: int, marker: str) -> tuple[bool, bool]:
    before = text[start - 1] if start > 0 else " "
    after = text[stop] if stop < end else " "
    beside_cjk = bool(_CJK.match(before) or _CJK.match(after))
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    mark_before, mark_after = _is_mark(before), _is_mark(after)
    left = not space_after and (not mark_after or space_before or mark_before or beside_cjk)
    right = not space_before and (not mark_before or space_after or mark_after or beside_cjk)
    if marker == "*":
        return left, right
    return left and (not right or mark_before), right and (not left or mark_after)


def _is_mark(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)
