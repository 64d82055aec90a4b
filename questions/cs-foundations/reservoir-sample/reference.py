def reservoir(stream, k, rng):
    kept = []
    for seen, item in enumerate(stream):
        if seen < k:
            kept.append(item)
        elif (slot := rng.randrange(seen + 1)) < k:
            kept[slot] = item
    return kept
