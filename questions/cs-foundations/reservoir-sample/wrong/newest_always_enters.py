def reservoir(stream, k, rng):
    kept = []
    for item in stream:
        if len(kept) < k:
            kept.append(item)
        else:
            kept[rng.randrange(k)] = item
    return kept
