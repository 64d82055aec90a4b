def reservoir(stream, k, rng):
    kept = []
    for i, item in enumerate(stream):
        if i == 0:
            kept = [item] * k
        for place in range(k):
            if rng.randrange(i + 1) == 0:
                kept[place] = item
    return kept
