def reservoir(stream, k, rng):
    items = list(stream)
    for i in range(min(k, len(items))):
        j = i + rng.randrange(len(items) - i)
        items[i], items[j] = items[j], items[i]
    return items[:k]
