"""Which distributions each profile has: a named one and what it requires, nothing else."""

import re
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

PROFILES: Final[dict[str, tuple[str, ...]]] = {
    "stdlib": (),
    "numpy": ("numpy",),
    "torch": ("numpy", "torch"),
}
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


@cache
def available() -> tuple[str, ...]:
    """Return the profiles whose distributions are installed here."""
    return tuple(name for name, roots in PROFILES.items() if all(map(_installed, roots)))


def distributions(profile: str) -> set[str]:
    """Return the names of all distributions of a profile, in lower case with hyphens.

    Requirements of extras are left out, and so is what is not installed. Raises LookupError when
    a named one is not.
    """
    found: set[str] = set()
    waiting = list(PROFILES[profile])
    for name in waiting:
        if not _installed(name):
            raise LookupError(name)
    while waiting:
        name = _normal(waiting.pop())
        if name in found or not _installed(name):
            continue
        found.add(name)
        for requirement in metadata.requires(name) or ():
            wanted, _, marker = requirement.partition(";")
            match = _NAME.match(wanted.strip())
            if match and "extra" not in marker:
                waiting.append(match[0])
    return found


def entries(profile: str) -> dict[str, Path]:
    """Return what each distribution of a profile put beside the others: name and place."""
    found: dict[str, Path] = {}
    for name in distributions(profile):
        distribution = metadata.distribution(name)
        for file in distribution.files or ():
            top = file.parts[0]
            if top in ("..", "__pycache__") or top.endswith(".pth") or top in found:
                continue
            place = Path(str(distribution.locate_file(top))).resolve()
            if place.exists():
                found[top] = place
    return found


def _installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
