def reservoir(stream, k, rng):
    kept = []
    for i, item in enumerate(stream):
        if i < k:
            kept.append(item)
        elif rng.randrange(i + 1) < k:
            kept[0] = item
    return kept
