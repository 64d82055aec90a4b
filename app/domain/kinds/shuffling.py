"""The order in which ids are shown: shuffled, and the same for the same question and showing."""

import hashlib
import random
from collections.abc import Callable, Iterable

_TRIES = 20


def shuffled(uid: str, index: int, field: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Return `ids` in the order of one showing of one field of one question."""
    seed = hashlib.sha256(f"{uid}|{index}|{field}".encode()).digest()
    order = list(ids)
    random.Random(seed).shuffle(order)  # noqa: S311 - an order on a page, not a secret
    return tuple(order)


def shuffled_unlike(
    uid: str,
    index: int,
    field: str,
    ids: Iterable[str],
    given_away: Callable[[tuple[str, ...]], bool],
) -> tuple[str, ...]:
    """Shuffle until the order does not give the answer away, as far as that is possible."""
    once = tuple(ids)
    for attempt in range(_TRIES):
        order = shuffled(uid, index, f"{field}|{attempt}" if attempt else field, once)
        if not given_away(order):
            break
    return order
