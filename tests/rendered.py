"""The bank of this repository, rendered once: what `make check` left in `var/` serves tests too."""

import shutil
from functools import cache
from pathlib import Path

from app.bank.archive import Archive
from app.bank.holder import BankHolder
from app.settings import ROOT

CACHE = ROOT / "var" / "cache"


@cache
def repository() -> BankHolder:
    """Return the whole bank, rendered now unless that was done before."""
    return BankHolder(ROOT / "questions", CACHE)


def lend(data_dir: Path) -> None:
    """Let a site over the whole bank begin without rendering it."""
    bank = repository().current
    ours, theirs = Archive(CACHE), Archive(data_dir / "cache")
    pairs = [(ours._path(entry.revision), theirs._path(entry.revision)) for entry in bank.entries]
    pairs += [
        (ours._figure(digest), theirs._figure(digest))
        for entry in bank.entries
        for digest in entry.figures.values()
    ]
    for source, target in pairs:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    theirs.write_index(ours.index())
