"""Performs the operations one after another and collects what they return."""

import random


def drive(solution, capacity, operations):
    if isinstance(operations, dict):
        return long_run(solution, capacity, **operations)
    cache = solution(capacity)
    return [getattr(cache, name)(*rest) for name, *rest in operations]


def long_run(solution, capacity, seed, gets, puts):
    """Fill the cache; then gets in random order, and new keys among them."""
    rng = random.Random(seed)
    keys = [f"key {i:06d}" for i in range(capacity + puts)]
    cache = solution(capacity)
    for key in keys[:capacity]:
        cache.put(key, 1)
    kinds = ["get"] * gets + ["put"] * puts
    rng.shuffle(kinds)
    known, hits, evicted = capacity, 0, []
    for kind in kinds:
        if kind == "get":
            hits += cache.get(keys[rng.randrange(known)], 0)
        else:
            evicted.append(cache.put(keys[known], 1))
            known += 1
    return {"hits": hits, "evicted": evicted[:: max(1, puts // 100)]}
