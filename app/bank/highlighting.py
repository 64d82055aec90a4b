"""Python source as coloured HTML, outside of any text: solutions, submissions."""

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.python import PythonLexer

_FORMATTER = HtmlFormatter(nowrap=True)
_LEXER = PythonLexer(stripnl=False, ensurenl=False)


def python_html(source: str) -> str:
    """Return source as spans in the classes of code blocks; whatever it holds is escaped."""
    return highlight(source, _LEXER, _FORMATTER)
