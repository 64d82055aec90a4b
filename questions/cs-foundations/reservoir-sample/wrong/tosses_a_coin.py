def reservoir(stream, k, rng):
    kept = []
    for item in stream:
        if len(kept) < k:
            kept.append(item)
        elif rng.randrange(2) == 0:
            kept[rng.randrange(k)] = item
    return kept
