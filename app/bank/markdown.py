"""Markdown with formulas to HTML that may stand on a page: closed lists of tags and attributes."""

import re
from collections.abc import Sequence
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from app.bank.emphasis import cjk_emphasis
from app.bank.faults import Page
from app.bank.gaps import gaps
from app.bank.markdown_rules import rules
from app.bank.wrapping import cjk_wrapping

# fmt: off
_MATHS = (
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "ms", "mfrac", "msqrt", "mroot",
    "mstyle", "mpadded", "mphantom", "menclose", "merror", "msub", "msup", "msubsup", "munder",
    "mover", "munderover", "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd",
)
_PROSE = (
    "p", "br", "hr", "strong", "em", "code", "pre", "span", "div", "ul", "ol", "li",
    "blockquote", "table", "thead", "tbody", "tr", "th", "td", "a", "img",
)
_MATHS_ATTRIBUTES = (
    "accent", "accentunder", "columnalign", "depth", "display", "displaystyle", "fence", "form",
    "height", "largeop", "linebreak", "linethickness", "lspace", "mathsize", "mathvariant",
    "maxsize", "minsize", "movablelimits", "notation", "rowspacing", "rspace", "scriptlevel",
    "separator", "stretchy", "symmetric", "voffset", "width", "class",
)
# fmt: on
TAGS = frozenset(_MATHS + _PROSE)
ATTRIBUTES: dict[str, set[str]] = {tag: set(_MATHS_ATTRIBUTES) for tag in _MATHS} | {
    "a": {"href"},
    "code": {"class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "img": {"src", "alt", "loading"},
    "ol": {"start"},
    "p": {"class"},
    "pre": {"class", "tabindex"},
    "span": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
}
SCHEMES = {"https", "http"}

_WITH_PUNCTUATION = re.compile(
    r"([（［【《〈「『“‘(\[]*)"
    r"(<math(?![^>]* display=)[^>]*>(?:(?!</math>).)*</math>"
    r"|<code>[^<\s]{1,28}</code>)"
    r"([。，、；：！？）］】》〉」』”’….,;:!?)\]%]*)",
    re.DOTALL,
)
"""An inline formula, or code of one short word; browsers break lines before and after a formula
whatever stands there, and within a word of code after its hyphen: `1e-` and `7`."""

_BREAKS_AFTER = ("。", "，", "、", "；", "：", "？", "！")

_DELIMITER_ROW = re.compile(r"^\s*\|?\s*:?-{3,}:?\s*\|", re.MULTILINE)


def to_html(source: str, page: Page) -> str:
    """Return Markdown as sanitised HTML; faults go to `page`. Never raises for bad input."""
    env = {"page": page}
    tokens = _MARKDOWN.parse(source, env)
    tokens = _split_displays(tokens)
    _frame_pictures(tokens)
    dirty = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env)
    return _WITH_PUNCTUATION.sub(_on_one_line, _CLEANER.clean(dirty)).strip()


def _frame_pictures(tokens: Sequence[Token]) -> None:
    """Give a picture that is a paragraph of its own the frame of the figures below prompts."""
    for opening, inline in pairwise(tokens):
        alone = [child.type for child in inline.children or ()] == ["image"]
        if opening.type == "paragraph_open" and alone:
            opening.attrSet("class", "figure")


def _on_one_line(match: re.Match[str]) -> str:
    """Keep it on one line with the brackets and the punctuation that touch it."""
    opening, inside, closing = match.groups()
    code = inside.startswith("<code>")
    if not (opening or closing or (code and "-" in inside)):
        return match[0]
    # No browser breaks a line between 、 and ', with which much code begins.
    after = "<wbr>" if code and closing.endswith(_BREAKS_AFTER) else ""
    return f'<span class="m-line">{match[0]}</span>{after}'


def _split_displays(tokens: list[Token]) -> list[Token]:
    """Take `$$…$$` out of the paragraphs it stands in: a block cannot live inside a <p>."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        inside = index > 0 and tokens[index - 1].type == "paragraph_open"
        children = token.children or []
        if not (token.type == "inline" and inside and _has_outer_display(children)):
            out.append(token)
            continue
        opening, closing = out.pop(), tokens[index + 1]
        for part in _parts(children):
            if len(part) == 1 and part[0].type == "math_inline_double":
                out.append(Token("math_block", "math", 0, content=part[0].content, block=True))
            else:
                out += [opening, Token("inline", "", 0, content="", children=part), closing]
        # The loop is about to append the closing token of the original paragraph: balance it.
        out.append(Token("paragraph_open", "p", 1, hidden=True))
        tokens[index + 1] = Token("paragraph_close", "p", -1, hidden=True)
    return out


def _has_outer_display(children: Sequence[Token]) -> bool:
    depth = 0
    for child in children:
        depth += child.nesting
        if depth == 0 and child.type == "math_inline_double":
            return True
    return False


def _parts(children: Sequence[Token]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    depth = 0
    for child in children:
        depth += child.nesting
        if depth == 0 and child.type == "math_inline_double":
            parts += [[child], []]
        else:
            parts[-1].append(child)
    trimmed = [_trim(part) for part in parts]
    return [part for part in trimmed if part]


def _trim(part: list[Token]) -> list[Token]:
    blank = {"softbreak", "hardbreak"}

    def is_blank(token: Token) -> bool:
        return token.type in blank or (token.type == "text" and not token.content.strip())

    while part and is_blank(part[0]):
        part = part[1:]
    while part and is_blank(part[-1]):
        part = part[:-1]
    return part


def _look_for_slips(state: StateCore) -> None:
    """Note what Markdown lets pass silently. Runs while escaped characters are tokens apart."""
    page: Page = state.env["page"]
    in_cell = False
    for token in state.tokens:
        if token.type == "heading_open":
            page.fault("E-heading", token.markup, _HEADING_ZH, _HEADING_EN)
        if token.type in {"td_open", "th_open"}:
            in_cell = True
        elif token.type in {"td_close", "th_close"}:
            in_cell = False
        for child in token.children or []:
            if child.type == "text":
                _look_at_words(child.content, page, in_cell=in_cell)


def _look_at_words(words: str, page: Page, *, in_cell: bool) -> None:
    snippet = words.strip()
    if "**" in words:
        page.fault("E-bold", snippet, _BOLD_ZH, _BOLD_EN)
    if _DELIMITER_ROW.search(words) or ("$" in words and in_cell):
        page.fault("E-table", snippet, _TABLE_ZH, _TABLE_EN)
    elif "$" in words:
        page.fault("E-dollar", snippet, _DOLLAR_ZH, _DOLLAR_EN)


def _markdown() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True})  # recognised in order to be refused
    md.enable("table")
    dollarmath_plugin(md, allow_labels=False, allow_space=False, double_inline=True)
    gaps(md)
    cjk_emphasis(md)
    cjk_wrapping(md)
    md.core.ruler.before("text_join", "slips", _look_for_slips)
    rules(md)
    return md


_BOLD_ZH = "** 没有成对，显示出来就是两个星号。检查是否多了空格，或少了一个 **。"
_BOLD_EN = "** has no partner and would be shown as two stars. A stray space, or a missing **?"
_HEADING_ZH = "正文里不能有标题（行首的 #，或一行文字下面的 ===、---）。用粗体，或在 # 前加反斜杠。"
_HEADING_EN = (
    "No headings in texts (# at the start of a line, or === or --- under a line). "
    "Use bold, or put a backslash before #."
)
_TABLE_ZH = "这里像是表格，但没有被识别：每行的列数要相同，公式里的 | 要写成 \\vert。"
_TABLE_EN = (
    "This looks like a table but is none: every row needs the same number of cells, "
    "and | inside a formula is written \\vert."
)
_DOLLAR_ZH = "落单的 $。公式的 $ 里侧不能有空格，且要成对；若是美元符号，写成 \\$。"
_DOLLAR_EN = "A lone $. A formula has no spaces just inside its two $; for a dollar sign write \\$."

_MARKDOWN = _markdown()
_CLEANER = nh3.Cleaner(
    tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
)
