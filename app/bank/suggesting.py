"""What a misspelt name was probably meant to be."""

import difflib
from collections.abc import Iterable

_MANY = 500
"""Comparing with more names than this takes longer than loading them."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that `word` was probably meant to be, or None."""
    known = list(known)
    if len(known) > _MANY:
        known = [name for name in known if name[:2] == word[:2]]
    lowered = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.7)
    return lowered[found[0]] if found else None
