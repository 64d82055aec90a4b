"""What can be seen of an author's program without running it."""

import ast
from collections.abc import Iterator

from app.domain.kinds.pieces import Code
from app.domain.problems import Finding


def program_findings(path: str, code: Code, name: str) -> Iterator[Finding]:
    """Check that a program parses and defines `name` at its top level."""
    where = code.file or path
    try:
        tree = ast.parse(code.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 0
        yield Finding.said(
            path,
            "E-code-syntax",
            f"{where} 第 {line} 行有语法错误：{_said(error)}。",
            f"Syntax error in {where}, line {line}: {_said(error)}.",
        )
        return
    if name not in _defined(tree):
        yield Finding.said(
            path,
            "E-code-entry",
            f"{where} 没有定义 {name}。",
            f"{where} does not define {name}.",
        )


def _said(error: BaseException) -> str:
    return error.msg if isinstance(error, SyntaxError) else type(error).__name__


def _defined(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return names
