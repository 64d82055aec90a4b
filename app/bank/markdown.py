"""Markdown with formulas to HTML that may stand on a page: closed lists of tags and attributes."""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from app.bank.emphasis import cjk_emphasis
from app.bank.gaps import gaps
from app.bank.maths import FormulaError, mathml, shortened
from app.domain.text import Lang, Text

_MATHS = (
    "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle mpadded mphantom menclose merror "
    "msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd"
).split()
_PROSE = (
    "p br hr strong em code pre span div ul ol li blockquote table thead tbody tr th td a img"
).split()
TAGS = frozenset(_MATHS + _PROSE)
_MATHS_ATTRIBUTES = frozenset(
    "accent accentunder columnalign depth display displaystyle fence form height largeop linebreak "
    "linethickness lspace mathsize mathvariant maxsize minsize movablelimits notation rowspacing "
    "rspace scriptlevel separator stretchy symmetric voffset width class".split()
)
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

_PLAIN = frozenset({"", "text", "txt", "plain"})
_FORMATTER = HtmlFormatter(nowrap=True)
_TABLE_WORD: dict[Lang, str] = {"zh": "表格", "en": "Table"}
_DELIMITER_ROW = re.compile(r"^\s*\|?\s*:?-{3,}:?\s*\|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a text that cannot be shown as meant. `snippet` is where to look."""

    code: str
    message: Text
    snippet: str


@dataclass(slots=True)
class Page:
    """What rendering one text knows and gathers. `figures` maps declared files to (src, alt)."""

    lang: Lang
    figures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, snippet: str, zh: str, en: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(code, Text(zh=zh, en=en), snippet))


def to_html(source: str, page: Page) -> str:
    """Return Markdown as sanitised HTML; faults go to `page`. Never raises for bad input."""
    env = {"page": page}
    tokens = _MARKDOWN.parse(source, env)
    tokens = _split_displays(tokens)
    dirty = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env)
    return nh3.clean(
        dirty,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


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


# --------------------------------------------------------------------- rules of the renderer


class _Renderer(RendererHTML):
    """Rendering rules by token type; markdown-it finds them by name."""

    def math_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return _formula(tokens[idx].content, env["page"], display=False)

    def math_inline_double(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        # Only where a block cannot stand (inside bold, a link or a table cell).
        return _formula(r"\displaystyle " + tokens[idx].content, env["page"], display=False)

    def math_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return f'<div class="eq">{_formula(tokens[idx].content, env["page"], display=True)}</div>\n'

    def fence(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return _code_block(tokens[idx].content, tokens[idx].info.strip(), env["page"])

    def code_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        page: Page = env["page"]
        page.fault("E-indented-code", tokens[idx].content.strip(), _INDENT_ZH, _INDENT_EN)
        return _code_block(tokens[idx].content, "", page)

    def html_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return f"<p>{_raw(tokens[idx].content, env['page'])}</p>\n"

    def html_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return _raw(tokens[idx].content, env["page"])

    def image(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        token = tokens[idx]
        file = str(token.attrs.get("src", ""))
        alt = self.renderInlineAsText(token.children, options, env)
        return _image(file, alt, env["page"])

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        href = str(tokens[idx].attrs.get("href", ""))
        if not href.startswith(("https://", "http://")):
            page: Page = env["page"]
            page.fault("E-link", href, _LINK_ZH, _LINK_EN)
        return self.renderToken(tokens, idx, options, env)

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return "<p><strong>"

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return "</strong></p>\n"

    def table_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        label = _table_label(tokens[idx:], env["page"].lang)
        return (
            f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
            "<table>\n"
        )

    def table_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return "</table></div>\n"

    def th_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return f'<th scope="col"{_alignment(tokens[idx])}>'

    def td_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        return f"<td{_alignment(tokens[idx])}>"


def _alignment(token: Token) -> str:
    style = str(token.attrs.get("style", ""))
    side = style.rpartition(":")[2].strip()
    return f' class="ta-{side}"' if side in {"right", "center"} else ""


def _table_label(tokens: Sequence[Token], lang: Lang) -> str:
    cells: list[str] = []
    for before, token in zip(tokens, tokens[1:], strict=False):
        if before.type == "thead_close":
            break
        if before.type == "th_open":
            words = (c.content for c in token.children or [] if c.type in {"text", "math_inline"})
            cells.append("".join(words))
    head = shortened(", ".join(filter(None, cells)), 80)
    return f"{_TABLE_WORD[lang]}: {head}" if head else _TABLE_WORD[lang]


def _formula(tex: str, page: Page, *, display: bool) -> str:
    try:
        return mathml(tex.strip(), display=display)
    except FormulaError as error:
        page.faults.append(Fault(error.code, error.message, tex.strip()))
        return f'<code class="tex">{escape(tex.strip())}</code>'


def _code_block(code: str, language: str, page: Page) -> str:
    body = escape(code)
    if language not in _PLAIN:
        try:
            lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
            body = highlight(code, lexer, _FORMATTER)
        except ClassNotFound:
            page.fault(
                "E-code-language",
                f"```{language}",
                f"不认识代码块的语言“{language[:40]}”。没有合适的就写 text。",
                f'Unknown language of a code block: "{language[:40]}". If none fits, write text.',
            )
    return f'<pre class="hl" tabindex="0"><code>{body}</code></pre>\n'


def _raw(markup: str, page: Page) -> str:
    shown = shortened(markup, 60)
    page.fault(
        "E-raw-html",
        markup,
        f"正文里不能有 HTML：{shown}。小于号放进 $…$ 或反引号里，或写成 &lt;。",
        f"No HTML in texts: {shown}. Put a less-than sign into $…$ or backticks, or write &lt;.",
    )
    return escape(markup)


def _image(file: str, alt: str, page: Page) -> str:
    declared = page.figures.get(file)
    if declared is None:
        page.fault(
            "E-figure-undeclared",
            file,
            f"图 {file[:80]} 没有在 figures 里声明。",
            f"The picture {file[:80]} is not declared under figures.",
        )
        return f"<em>{escape(alt or file)}</em>"
    src, described = declared
    return f'<img src="{escape(src)}" alt="{escape(alt or described)}" loading="lazy">'


def _markdown() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True}, renderer_cls=_Renderer)
    md.enable("table")
    dollarmath_plugin(md, allow_labels=False, allow_space=False, double_inline=True)
    # The plugin brought its own rendering rules along; ours are methods of the renderer.
    for rule in ("math_inline", "math_inline_double", "math_block"):
        md.renderer.rules[rule] = getattr(md.renderer, rule)
    gaps(md)
    cjk_emphasis(md)
    md.core.ruler.before("text_join", "slips", _look_for_slips)
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
_DOLLAR_EN = (
    "A lone $. A formula has no spaces just inside its two $; for a dollar sign write \\$."
)
_INDENT_ZH = "缩进四格会变成代码块。去掉缩进；若确实是代码，用 ``` 围起来。"
_INDENT_EN = "Four spaces make a code block. Remove them; if it is code, fence it with ```."
_LINK_ZH = "链接必须以 https:// 开头。"
_LINK_EN = "A link begins with https://."

_MARKDOWN = _markdown()
