"""Why a child gave no value: the closed list of ways in which a run can end early."""

import builtins
from typing import Final

from sandbox.protocol import Verdict

TEXT: Final = 4 << 10  # characters of a traceback
DETAIL: Final = 500
FILE: Final = 40
BUILTIN: Final = frozenset(
    name
    for name, each in vars(builtins).items()
    if isinstance(each, type) and issubclass(each, BaseException)
)


class Stopped(Exception):  # noqa: N818 - not a fault of ours: what became of the child
    """A child did not answer.

    `reason` is a short stable word. `exception` is the name of a built-in exception (or of a
    forbidden name that was used), `traceback` printable text of the learner's own frames, `file`
    and `line` the place in a source that it is about, empty and 0 where there is none. `alive` says
    that the child can be asked again.
    """

    def __init__(
        self,
        verdict: Verdict,
        reason: str,
        *,
        exception: str = "",
        traceback: str = "",
        detail: str = "",
        file: str = "",
        line: int = 0,
        alive: bool = False,
    ) -> None:
        super().__init__(verdict, reason, detail)
        self.verdict = verdict
        self.reason = reason
        self.exception = exception
        self.traceback = traceback
        self.detail = detail
        self.file = file
        self.line = line
        self.alive = alive


LOADING: Final = {
    "syntax": Verdict.CE,
    "nesting": Verdict.CE,
    "entry": Verdict.CE,
    "forbidden": Verdict.CE,
}
RUNNING: Final = {
    "exception": Verdict.RE,
    "memory": Verdict.MLE,
    "unreadable": Verdict.RE,
    "arguments": Verdict.RE,
}
INTERRUPTED: Final = {"cpu": Verdict.TLE, "wall": Verdict.TLE}
"""What only an author's child may say: it is interrupted before it is killed."""
AFTER_WHICH_IT_LIVES: Final = ("exception", "unreadable", "arguments")


def reported(report: object, *, loading: bool, by_author: bool = False) -> Stopped:
    """Read what a child says of its own failure. It is a claim, made of bounded text, no more."""
    if not isinstance(report, dict):
        return Stopped(Verdict.RE, "protocol")
    reason = report.get("reason")
    reasons = RUNNING | (LOADING if loading else {}) | (INTERRUPTED if by_author else {})
    if not isinstance(reason, str) or reason not in reasons:
        return Stopped(Verdict.RE, "protocol")
    name, line = report.get("exception"), report.get("line")
    known = isinstance(name, str) and (name in BUILTIN or reason == "forbidden")
    return Stopped(
        reasons[reason],
        reason,
        exception=printable(name, 80) if known else "Exception" if name else "",
        traceback=printable(report.get("traceback"), TEXT),
        detail=printable(report.get("detail"), DETAIL),
        file=printable(report.get("file"), FILE),
        line=line if isinstance(line, int) and 0 <= line < 1 << 20 else 0,
        alive=reason in AFTER_WHICH_IT_LIVES and not loading,
    )


def printable(text: object, most: int) -> str:
    """Return the end of a text from the jail, without control, bidi or invisible characters."""
    if not isinstance(text, str):
        return ""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text[-most:])
