def reservoir(stream, k, rng):
    kept = []
    for i, item in enumerate(stream):
        if i < k:
            kept.append(item)
        else:
            j = rng.randrange(i)
            if j < k:
                kept[j] = item
    return kept
