"""Python source as coloured HTML, outside of any text: solutions, submissions."""

from functools import lru_cache

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.python import PythonLexer

_FORMATTER = HtmlFormatter(nowrap=True)
_LEXER = PythonLexer(stripnl=False, ensurenl=False)


def python_html(source: str) -> str:
    """Return source as spans in the classes of code blocks; whatever it holds is escaped."""
    return highlight(source, _LEXER, _FORMATTER)


@lru_cache(maxsize=256)
def solution_html(source: str) -> str:
    """Return an author's source as `python_html` does: shown with every verdict, and bounded."""
    return python_html(source)
