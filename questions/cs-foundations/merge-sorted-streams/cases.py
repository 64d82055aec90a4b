"""Cases for merge: (streams, how many items are taken), or with 'read' or 'compared' as a third.

Keys are equal in `ties` (and the sample) only; only in `empty` does a stream have no item.
"""

WORDS = ["ant", "bee", "cat", "dog", "elk", "fox", "gnu", "hen"]


def split(rng, keys, parts):
    """Deal sorted keys to streams at random, at least two to each."""
    order = [part for part in range(parts) for _ in range(2)]
    order += [rng.randrange(parts) for _ in range(len(keys) - len(order))]
    rng.shuffle(order)
    streams = [[] for _ in range(parts)]
    for key, part in zip(sorted(keys), order, strict=True):
        streams[part].append((key, rng.choice(WORDS)))
    return streams


def cases(rng, group):
    if group == "sample":
        yield [[(1, "a"), (4, "b")], [(2, "c"), (3, "d"), (9, "e")], [(0, "f"), (5, "g")]], 100
        yield [[(1, "pear"), (2, "fig"), (2, "kiwi")], [(1, "date"), (2, "lime")]], 100
        yield [{"first": 0, "step": 3}, {"first": 10, "step": 1}], 5, "read"
    elif group == "order":
        for parts in (1, 2, 3, rng.randint(4, 7)):
            keys = rng.sample(range(-500, 500), 8 * parts)
            yield split(rng, keys, parts), 1000
            yield split(rng, keys, parts), rng.randint(1, 7 * parts)
        low, high = rng.randint(-9, 9), rng.randint(100, 200)
        yield [[(high + i, "late") for i in range(4)], [(low + i, "early") for i in range(6)]], 50
    elif group == "ties":
        # texts in descending order, so that neither text nor time of arrival gives the right order
        key = rng.randint(-5, 5)
        parts = rng.randint(3, 5)
        yield (
            [[(key, f"{9 - part}{9 - i}") for i in range(3)] for part in range(parts)],
            100,
        )
        for _ in range(2):
            streams = []
            for part in range(rng.randint(2, 4)):
                keys = sorted([1, 1, 2, 2, *(rng.randint(0, 3) for _ in range(8))])
                streams.append([(each, f"{9 - part}.{99 - i}") for i, each in enumerate(keys)])
            yield streams, 100
    elif group == "empty":
        some = split(rng, rng.sample(range(100), 10), 3)
        yield [[], *some, []], 100
        yield [some[0], [], [], some[1]], 100
        yield [[], some[2]], 100
        yield [[], []], 100
        yield [], 100
    elif group == "lazy":
        for parts in (2, rng.randint(3, 8)):
            streams = [
                {"first": parts * rng.randint(0, 20) + part, "step": parts * rng.randint(1, 4)}
                for part in range(parts)
            ]
            yield streams, 60, "read"
        yield split(rng, rng.sample(range(9000), 400), 4), 50, "read"
    elif group == "compared":
        parts = rng.randint(120, 127)
        yield split(rng, rng.sample(range(99_999), 10 * parts), parts), 9999, "compared"
