"""The first k of a random order: every new item gets a random rank among all seen so far."""


def reservoir(stream, k, rng):
    kept = []
    for seen, item in enumerate(stream):
        rank = rng.randrange(seen + 1)
        if rank < k:
            kept.insert(rank, item)
            del kept[k:]
    return kept
