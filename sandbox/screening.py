"""What can be said of a source before any child sees it: empty, too long, impossible characters.

Everything that needs a parser (syntax, nesting, entry point, forbidden names) happens in the jail,
because parsing hostile text can exhaust the parser's stack or memory: `inside/loading.py`.
"""

from dataclasses import dataclass

from sandbox.protocol import MAX_SOURCE


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a source is not run: a stable reason (empty, too-long, characters) and its line."""

    reason: str
    line: int = 0  # from 1; 0 when it is about the whole
    size: int = 0  # bytes


def screen(source: str) -> Complaint | None:
    """Return the first complaint about a source, or None when it may go on to the compiler."""
    if not source.strip():
        return Complaint("empty")
    try:
        size = len(source.encode())
    except UnicodeEncodeError as error:
        return Complaint("characters", _line(source, error.start))
    if size > MAX_SOURCE:
        return Complaint("too-long", size=size)
    place = source.find("\0")
    return Complaint("characters", _line(source, place)) if place >= 0 else None


def _line(source: str, place: int) -> int:
    return source.count("\n", 0, place) + 1
