def reservoir(stream, k, rng):
    kept = []
    for i, item in enumerate(stream):
        if i < k:
            kept.append(item)
        elif rng.randrange(i + 1) < k:
            kept.pop(0)
            kept.append(item)
    return kept
