"""From source to function: parse, look for names that the exercise forbids, compile, run.

Parsing hostile text can exhaust the parser's stack or memory, so it happens in the child.
"""

import ast
import linecache
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any


class NotLoadedError(Exception):
    """A source that cannot be used: why (syntax, nesting, entry, forbidden), where, what."""

    file = ""

    def __init__(self, reason: str, *, line: int = 0, detail: str = "", name: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.line = line
        self.detail = detail
        self.name = name


def module(name: str, source: str, forbid: Sequence[str] = ()) -> types.ModuleType:
    """Run a source as a module. Raises NotLoadedError, and whatever the source raises."""
    file = f"{name}.py"
    try:
        code = _compiled(source, file, frozenset(forbid))
    except NotLoadedError as error:
        error.file = file
        raise
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    made = types.ModuleType(name)
    made.__file__ = file
    sys.modules[name] = made
    exec(code, made.__dict__)  # noqa: S102 - this is what the walls are for
    return made


def _compiled(source: str, file: str, forbid: frozenset[str]) -> types.CodeType:
    """Return the code of a source. Raises NotLoadedError."""
    try:
        if _may_use(source, forbid):
            for used, line in _forbidden(ast.parse(source, file), forbid):
                raise NotLoadedError("forbidden", line=line, name=used)
        # Not the tree: going through it again, Python allows it a third of the depth.
        return compile(source, file, "exec", dont_inherit=True)
    except SyntaxError as error:
        if error.msg.startswith("too many nested"):
            raise NotLoadedError("nesting") from None
        raise NotLoadedError("syntax", line=error.lineno or 0, detail=error.msg) from None
    except ValueError as error:  # NUL bytes, half a surrogate pair
        raise NotLoadedError("syntax", detail=str(error)) from None
    except (RecursionError, MemoryError):
        raise NotLoadedError("nesting") from None


def _may_use(source: str, forbid: frozenset[str]) -> bool:
    """Say whether a source can use a forbidden name: none that does not contain its last part does.

    A tree costs more than all the rest of loading. Outside ASCII a name can be written in ways that
    Python takes for the same.
    """
    return bool(forbid) and (
        not source.isascii()
        or any(_canonical(name).rpartition(".")[2] in source for name in forbid)
    )


def function(within: types.ModuleType, name: str) -> Callable[..., Any]:
    """Return a callable of a module by name. Raises NotLoadedError."""
    found = within.__dict__.get(name)
    if not callable(found):
        missing = NotLoadedError("entry", detail=name)
        missing.file = f"{within.__name__}.py"
        raise missing
    made: Callable[..., Any] = found
    return made


def _forbidden(tree: ast.AST, forbid: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Yield each use of a forbidden name: a plain one, or a dotted one below a module.

    Advisory: whoever wants to get round it can.
    """
    aliases = dict(_imported(tree))
    banned_names = {_canonical(banned): banned for banned in forbid}
    for node in ast.walk(tree):
        for name in _names(node, aliases):
            for canonical, banned in banned_names.items():
                if name == canonical or name.startswith(canonical + "."):
                    yield banned, getattr(node, "lineno", 0)


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield each name that an import makes, and the full name of what it stands for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                first = each.name.partition(".")[0]
                yield each.asname or first, each.name if each.asname else first
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                yield each.asname or each.name, f"{node.module or ''}.{each.name}"


def _names(node: ast.AST, aliases: dict[str, str]) -> Iterator[str]:
    """Yield what a node uses, by the full names of what was imported."""
    if isinstance(node, ast.Import):
        yield from (each.name for each in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module or ''}.{each.name}" for each in node.names)
    elif isinstance(node, ast.Name):
        yield aliases.get(node.id, node.id)
    elif isinstance(node, ast.Attribute):
        yield node.attr
        parts = [node.attr]
        value = node.value
        while isinstance(value, ast.Attribute):
            parts.append(value.attr)
            value = value.value
        if isinstance(value, ast.Name):
            yield ".".join([aliases.get(value.id, value.id), *reversed(parts)])


def _canonical(name: str) -> str:
    return "numpy" + name[2:] if name == "np" or name.startswith("np.") else name
