def reservoir(stream, k, rng):
    kept = [next(stream) for _ in range(k)]
    seen = k
    for item in stream:
        seen += 1
        j = rng.randrange(seen)
        if j < k:
            kept[j] = item
    return kept
