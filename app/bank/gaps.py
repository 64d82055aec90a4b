"""`[[id]]` in a cloze: a token that the page replaces by a field. Inside code it stays as it is."""

import re
from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

_GAP = re.compile(r"\[\[([a-z][a-z0-9-]*)\]\]")


def gap_token(name: str) -> str:
    """Return what stands in the HTML for the gap of this id."""
    return f"\ue000gap:{name}\ue001"


def gaps(md: MarkdownIt) -> None:
    """Plug in: recognise `[[id]]`."""
    md.inline.ruler.before("link", "gap", _tokenize)
    md.add_render_rule("gap", _render)


def _tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    match = _GAP.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("gap", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


def _render(
    _self: RendererProtocol,
    tokens: Sequence[Token],
    idx: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    return gap_token(tokens[idx].content)
