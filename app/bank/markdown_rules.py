"""How each Markdown token becomes HTML: formulas, code, tables, links, pictures."""

from collections.abc import Callable, MutableMapping, Sequence
from functools import partial
from html import escape
from itertools import pairwise
from typing import Any, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from app.bank.faults import Fault, Page
from app.bank.gaps import gap_token
from app.bank.maths import FormulaError, mathml, shortened
from app.domain.text import Lang

Rule: TypeAlias = Callable[[Sequence[Token], int, Page], str]

_PLAIN = frozenset({"", "text", "txt", "plain"})
_FORMATTER = HtmlFormatter(nowrap=True)
_TABLE_WORD: dict[Lang, str] = {"zh": "表格", "en": "Table"}


def rules(md: MarkdownIt) -> None:
    """Plug in: our own rendering of the tokens named in `_RULES`."""
    renderer = md.renderer
    if isinstance(renderer, RendererHTML):
        ours: dict[str, Any] = {name: partial(_apply, rule) for name, rule in _RULES.items()}
        renderer.rules.update(ours)


def _apply(
    rule: Rule,
    tokens: Sequence[Token],
    idx: int,
    _options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    return rule(tokens, idx, env["page"])


def _math_inline(tokens: Sequence[Token], idx: int, page: Page) -> str:
    return _formula(tokens[idx].content, page, display=False)


def _math_inline_double(tokens: Sequence[Token], idx: int, page: Page) -> str:
    # Only where a block cannot stand: inside bold, a link or a table cell.
    return _formula(rf"\displaystyle {tokens[idx].content}", page, display=False)


def _math_block(tokens: Sequence[Token], idx: int, page: Page) -> str:
    return f'<div class="eq">{_formula(tokens[idx].content, page, display=True)}</div>\n'


def _formula(tex: str, page: Page, *, display: bool) -> str:
    try:
        return mathml(tex.strip(), display=display)
    except FormulaError as error:
        page.faults.append(Fault(error.code, error.message, tex.strip()))
        return f'<code class="tex">{escape(tex.strip())}</code>'


def _fence(tokens: Sequence[Token], idx: int, page: Page) -> str:
    return _code_block(tokens[idx].content, tokens[idx].info.strip(), page)


def _indented_code(tokens: Sequence[Token], idx: int, page: Page) -> str:
    page.fault("E-indented-code", tokens[idx].content.strip(), _INDENT_ZH, _INDENT_EN)
    return _code_block(tokens[idx].content, "", page)


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


def _raw_block(tokens: Sequence[Token], idx: int, page: Page) -> str:
    return f"<p>{_raw(tokens, idx, page)}</p>\n"


def _raw(tokens: Sequence[Token], idx: int, page: Page) -> str:
    markup = tokens[idx].content
    shown = shortened(markup, 60)
    page.fault(
        "E-raw-html",
        markup,
        f"正文里不能有 HTML：{shown}。小于号放进 $…$ 或反引号里，或写成 &lt;。",
        f"No HTML in texts: {shown}. Put a less-than sign into $…$ or backticks, or write &lt;.",
    )
    return escape(markup)


def _image(tokens: Sequence[Token], idx: int, page: Page) -> str:
    file, alt = str(tokens[idx].attrs.get("src", "")), tokens[idx].content
    declared = page.figures.get(file)
    if declared is None:
        page.fault(
            "E-figure-undeclared",
            file,
            f"图 {file[:80]} 没有在 figures 里声明。",
            f"The picture {file[:80]} is not declared under figures.",
        )
        return f"<em>{escape(alt or file)}</em>"
    address, described = declared
    return f'<img src="{escape(address)}" alt="{escape(alt or described)}" loading="lazy">'


def _link_open(tokens: Sequence[Token], idx: int, page: Page) -> str:
    href = str(tokens[idx].attrs.get("href", ""))
    if not href.startswith(("https://", "http://")):
        page.fault("E-link", href, _LINK_ZH, _LINK_EN)
    return f'<a href="{escape(href)}">'


def _heading_open(_tokens: Sequence[Token], _idx: int, _page: Page) -> str:
    return "<p><strong>"


def _heading_close(_tokens: Sequence[Token], _idx: int, _page: Page) -> str:
    return "</strong></p>\n"


def _table_open(tokens: Sequence[Token], idx: int, page: Page) -> str:
    label = escape(_table_label(tokens[idx:], page.lang))
    return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}"><table>\n'


def _table_label(tokens: Sequence[Token], lang: Lang) -> str:
    """Name a table by its head, so that two tables of a page have different names."""
    cells: list[str] = []
    for before, token in pairwise(tokens):
        if before.type == "thead_close":
            break
        if before.type == "th_open":
            kept = (c for c in token.children or [] if c.type in {"text", "math_inline"})
            cells.append("".join(c.content for c in kept))
    head = shortened(", ".join(filter(None, cells)), 80)
    return f"{_TABLE_WORD[lang]}: {head}" if head else _TABLE_WORD[lang]


def _table_close(_tokens: Sequence[Token], _idx: int, _page: Page) -> str:
    return "</table></div>\n"


def _th_open(tokens: Sequence[Token], idx: int, _page: Page) -> str:
    # The empty corner of a table heads nothing.
    return f'<th scope="col"{_alignment(tokens[idx])}>' if tokens[idx + 1].content else "<td>"


def _th_close(tokens: Sequence[Token], idx: int, _page: Page) -> str:
    return "</th>\n" if tokens[idx - 1].content else "</td>\n"


def _td_open(tokens: Sequence[Token], idx: int, _page: Page) -> str:
    return f"<td{_alignment(tokens[idx])}>"


def _alignment(token: Token) -> str:
    side = str(token.attrs.get("style", "")).rpartition(":")[2].strip()
    return f' class="ta-{side}"' if side in {"right", "center"} else ""


def _gap(tokens: Sequence[Token], idx: int, _page: Page) -> str:
    return gap_token(tokens[idx].content)


_RULES: dict[str, Rule] = {
    "math_inline": _math_inline,
    "math_inline_double": _math_inline_double,
    "math_block": _math_block,
    "fence": _fence,
    "code_block": _indented_code,
    "html_block": _raw_block,
    "html_inline": _raw,
    "image": _image,
    "link_open": _link_open,
    "heading_open": _heading_open,
    "heading_close": _heading_close,
    "table_open": _table_open,
    "table_close": _table_close,
    "th_open": _th_open,
    "th_close": _th_close,
    "td_open": _td_open,
    "gap": _gap,
}

_INDENT_ZH = "缩进四格会变成代码块。去掉缩进；若确实是代码，用 ``` 围起来。"
_INDENT_EN = "Four spaces make a code block. Remove them; if it is code, fence it with ```."
_LINK_ZH = "链接必须以 https:// 开头。"
_LINK_EN = "A link begins with https://."
