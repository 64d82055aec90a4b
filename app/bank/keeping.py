"""When what was read is less likely meant than an accident: the bank in force then stays.

A missing folder, an unreadable list of tracks or most questions gone at once look like a disk that
is not mounted or a checkout half done. Serving an empty bank then would help nobody.
"""

import os
from collections.abc import Collection
from pathlib import Path

from app.bank.bank import Bank
from app.domain.problems import Problem
from app.domain.text import Text

CODE = "E-bank-kept"
_AT_ONCE = 2
"""One question may always go: of a bank of one that is all of it."""


def kept_because(
    root: Path, previous: Bank | None, *, tracks: Collection[object], uids: Collection[str]
) -> Problem | None:
    """Return why `previous` has to stay in force, or None if what was read may replace it.

    `tracks` and `uids` are those that were read now.
    """
    if previous is None or not previous.live:
        return None
    if not os.access(root, os.R_OK | os.X_OK) or not root.is_dir():
        reason = Text(
            zh=f"题目目录 {root} 不存在或无法读取。",
            en=f"The folder of questions {root} is missing or cannot be read.",
        )
    elif not tracks and previous.tracks:
        reason = Text(zh="读不出 tracks.yaml。", en="tracks.yaml cannot be read.")
    else:
        gone = sum(question.uid not in uids for question in previous.live)
        before = len(previous.live)
        if gone < _AT_ONCE or gone * 2 <= before:
            return None
        reason = Text(
            zh=f"原来的 {before} 道题一下子少了 {gone} 道。如果确实要删，请重启服务器。",
            en=f"{gone} of {before} questions are gone at once. "
            "If that is meant, restart the server.",
        )
    return Problem(
        str(root),
        1,
        1,
        "",
        CODE,
        f"{reason.en} The questions read before stay in service.",
        f"{reason.zh}继续使用之前读到的题目。",
    )


def said_of(bank: Bank) -> Text | None:
    """Return why this bank was kept at the last reload, or None if it was not."""
    found = next((problem for problem in bank.problems if problem.code == CODE), None)
    return Text(zh=found.message_zh, en=found.message_en) if found else None
