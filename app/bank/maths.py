"""Formulas: TeX to MathML by Temml, which runs in QuickJS inside this process.

Temml's inline styles become classes by a closed table, so that pages need no `style=`.
"""

import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import quickjs

from app.domain.text import Text

TEMML = Path(__file__).with_name("vendor") / "temml.min.js"
MEMORY_BYTES = 64 * 2**20
SECONDS = 1
LONGEST = 4000
"""Characters of the longest formula."""

# Temml's macros are made anew for every formula, so nothing leaks from one to the next.
_ENTRY = """
function mianjing(tex, display) {
  return temml.renderToString(tex, {
    displayMode: display, throwOnError: true, trust: false, strict: false, maxExpand: 500,
    maxSize: [20, 200],
  });
}
"""

STYLES: dict[str, str] = {
    "display:block math": "",
    "math-depth:0": "m-d0",
    "math-depth:2": "m-d2",
    "padding-left:0em": "m-l0",
    "padding-left:0pt": "m-l0",
    "padding-left:1em": "m-l10",
    "padding-left:0.4em": "m-l4",
    "padding-left:5.9776pt": "m-l6",
    "padding-left:2.75pt": "m-l3",
    "padding-left:0.1389em": "m-l1",
    "padding-right:0.1389em": "m-r1",
    "padding-right:0em": "m-r0",
    "padding-right:0pt": "m-r0",
    "padding-right:0.4em": "m-r4",
    "padding-right:5.9776pt": "m-r6",
    "padding-right:2.75pt": "m-r3",
    "padding:3pt": "m-box",
    "border:1px solid": "m-box",
    "border-top:0.06em solid": "m-bt",
    "border-top:0.06em dashed": "m-btd",
    "border-bottom:0.06em solid": "m-bb",
    "border-bottom:0.06em dashed": "m-bbd",
    "border-left:0.06em solid": "m-bl",
    "border-left:0.06em dashed": "m-bld",
    "border-right:0.06em solid": "m-br",
    "border-right:0.06em dashed": "m-brd",
    "margin-left:-0.1667em": "m-n3",
    "margin-left:-0.2222em": "m-n4",
    "margin-left:-0.2778em": "m-n5",
    "text-align:left": "tml-left",
    "font-weight:bold": "m-b",
}
"""Every declaration that Temml may write, and the class that stands for it in static/."""

_TAG = re.compile(r"<[a-z]+(?: [^<>]*)?>")
_STYLE = re.compile(r' style="([^"]*)"')
_BARE = re.compile(r"(?<=[a-z\"])=(true|false|[0-9]+)(?=[ >])")
_CLASS = re.compile(r' class="([^"]*)"')
_LISTED = re.compile(r"<mn>([\d.]+(?:,[\d.]+)+)</mn>")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMBINING = re.compile("[\u0300-\u036f]")


class FormulaError(Exception):
    """A formula cannot be shown. `message` says why."""

    def __init__(self, code: str, message: Text) -> None:
        """Keep the code of the problem and its message."""
        super().__init__(message.en)
        self.code = code
        self.message = message


class _Engine:
    """One QuickJS context, made when first needed, on a thread of its own.

    QuickJS measures its stack from the thread that made it, so every call has to come from there;
    the single worker is also the lock.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: ThreadPoolExecutor | None = None
        self._context: quickjs.Context | None = None

    @property
    def started(self) -> bool:
        """Whether QuickJS runs in this process."""
        return self._worker is not None

    def call(self, tex: str, *, display: bool) -> str:
        """Return Temml's MathML. Raises quickjs.JSException."""
        with self._lock:
            if self._worker is None:
                self._worker = ThreadPoolExecutor(1, thread_name_prefix="temml")
            return self._worker.submit(self._call, tex, display=display).result()

    def _call(self, tex: str, *, display: bool) -> str:
        if self._context is None:
            context = quickjs.Context()
            context.set_memory_limit(MEMORY_BYTES)
            context.eval(TEMML.read_text("utf-8"))
            context.eval(_ENTRY)
            context.set_time_limit(SECONDS)
            self._context = context
        try:
            return str(self._context.get("mianjing")(tex, display))
        except quickjs.JSException as error:
            if "InternalError" in str(error) or str(error) == "null":
                self._context = None  # out of memory or time: the context may be in any state
            raise


engine = _Engine()


@lru_cache(maxsize=8192)
def _mathml(tex: str, *, display: bool) -> str | FormulaError:
    try:
        return _with_classes(engine.call(tex, display=display), tex)
    except FormulaError as error:
        return error
    except quickjs.JSException as error:
        return FormulaError("E-tex", _said_by_temml(tex, str(error)))


def mathml(tex: str, *, display: bool = False) -> str:
    """Return a formula as MathML with classes, without `style` attributes.

    Raises:
        FormulaError: the formula is wrong, too long, too slow, or needs a style we do not have.

    """
    if len(tex) > LONGEST:
        raise FormulaError("E-tex", _too_long(tex))
    if not tex.strip():
        raise FormulaError("E-tex", _EMPTY)
    outcome = _mathml(tex, display=display)
    if isinstance(outcome, FormulaError):
        raise outcome
    return outcome


def _with_classes(markup: str, tex: str) -> str:
    if not markup.startswith("<math"):  # \ref makes a link
        raise FormulaError("E-tex-style", _unknown_style(tex, "a"))

    def tag(match: re.Match[str]) -> str:
        opening = _BARE.sub(r'="\1"', match[0])
        style = _STYLE.search(opening)
        if style is None:
            return opening
        names = _classes(html.unescape(style[1]), tex)
        opening = _STYLE.sub("", opening, count=1)
        if not names:
            return opening
        if (known := _CLASS.search(opening)) is not None:
            return _CLASS.sub(f' class="{known[1]} {names}"', opening, count=1)
        return f'{opening[:-1]} class="{names}">'

    return _LISTED.sub(_numbers, _TAG.sub(tag, markup))


def _numbers(match: re.Match[str]) -> str:
    """Set (1,2,3) as three numbers: Temml takes every comma between digits for a group mark."""
    if _THOUSANDS.fullmatch(match[1]):
        return match[0]
    inner = '<mo separator="true">,</mo>'.join(f"<mn>{part}</mn>" for part in match[1].split(","))
    return f"<mrow>{inner}</mrow>"


def _classes(style: str, tex: str) -> str:
    names: list[str] = []
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        if (name := STYLES.get(declaration)) is None:
            raise FormulaError("E-tex-style", _unknown_style(tex, declaration))
        if name and name not in names:
            names.append(name)
    return " ".join(names)


def _said_by_temml(tex: str, error: str) -> Text:
    shown = shortened(tex)
    if "interrupted" in error or "out of memory" in error:
        return Text(
            zh=f"公式 {shown} 太费时间或内存，请写得简单些。",
            en=f"The formula {shown} takes too much time or memory. Make it simpler.",
        )
    said, _, _ = error.partition("\n    at ")
    said = _COMBINING.sub("", said).replace("\n", " ")
    kind, _, words = said.partition(":")
    words = words.strip() if kind == "ParseError" else ""
    if not words:
        return Text(
            zh=f"公式 {shown} 不完整，Temml 读不懂。看看 ^、_、\\frac、\\left 后面是否缺了内容。",
            en=f"Temml cannot read the formula {shown}: it is incomplete. "
            "Is something missing after ^, _, \\frac or \\left?",
        )
    words = words[:200]
    return Text(
        zh=f"公式 {shown} 有错。Temml：{words}",
        en=f"The formula {shown} is wrong. Temml says: {words}",
    )


def shortened(tex: str, limit: int = 80) -> str:
    """Return a formula on one line, cut to `limit` characters."""
    line = " ".join(tex.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _too_long(tex: str) -> Text:
    return Text(
        zh=f"公式 {shortened(tex)} 太长（超过 {LONGEST} 个字符），请拆开。",
        en=f"The formula {shortened(tex)} is longer than {LONGEST} characters. Split it.",
    )


def _unknown_style(tex: str, declaration: str) -> Text:
    return Text(
        zh=f"公式 {shortened(tex)} 需要页面不允许的样式 {declaration}。"
        "不要用 \\color、\\tag、\\raisebox 之类的命令；align 改成 aligned。",
        en=f"The formula {shortened(tex)} needs a style that pages do not allow ({declaration}). "
        "Do without commands like \\color, \\tag and \\raisebox; write aligned for align.",
    )


_EMPTY = Text(
    zh="公式是空的：$ 与 $ 之间没有内容。若要写美元符号，写成 \\$。",
    en="The formula is empty: nothing between $ and $. For a dollar sign write \\$.",
)
