"""What a child says of an exception: bounded text, of the given sources only."""

import linecache
from collections import deque
from types import TracebackType
from typing import Final

FRAMES: Final = 8
LINE: Final = 200
TEXT: Final = 500
ALL: Final = 4000


def report(error: BaseException, sources: frozenset[str]) -> dict[str, object]:
    """Describe an exception as data. Causes and contexts are left out: they can be endless."""
    last: deque[tuple[str, int, str]] = deque(maxlen=FRAMES)
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in sources:
            last.append((code.co_filename, trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    name, text = type(error).__name__, _text(error)
    lines = [_frame(*each) for each in last]
    lines.append(f"{name}: {text}" if text else name)
    file, line = (last[-1][0], last[-1][1]) if last else ("", 0)
    return {
        "reason": "memory" if _of_memory(error, text) else "exception",
        "exception": name[:80],
        "traceback": _plain("".join(lines))[-ALL:],
        "detail": _plain(f"{name}: {text}" if text else name)[:TEXT],
        "file": file,
        "line": line,
    }


def _frame(file: str, line: int, function: str) -> str:
    source = linecache.getline(file, line).strip()[:LINE]
    return f'  File "{file}", line {line}, in {function[:80]}\n    {source}\n'


def _text(error: BaseException) -> str:
    try:
        return str(error)[:TEXT]
    except BaseException:  # noqa: BLE001 - it is the learner's own class
        return ""


def _of_memory(error: BaseException, text: str) -> bool:
    # torch says it in words.
    return isinstance(error, MemoryError) or "allocate memory" in text


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
