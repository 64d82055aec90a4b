"""`[[id]]` in a cloze: a token that the page replaces by a field. Inside code it stays as it is."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_GAP = re.compile(r"\[\[([a-z][a-z0-9-]*)\]\]")


def gap_token(name: str) -> str:
    """Return what stands in the HTML for the gap of this id."""
    return f"\ue000gap:{name}\ue001"


def gaps(md: MarkdownIt) -> None:
    """Plug in: recognise `[[id]]`."""
    md.inline.ruler.before("link", "gap", _tokenize)


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = _GAP.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("gap", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True
