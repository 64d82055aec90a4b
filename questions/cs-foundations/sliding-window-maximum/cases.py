"""Cases for window_maxima: (values, width), or a description of a long list; see driver.py.

Values are different and positive in `values` and `edges`; equal ones in `repeats`, negative ones in
`negative`; the width is above 1 and below the length except in `edges`.
"""


def different(rng, count):
    return rng.sample(range(1, 1000), count)


def cases(rng, group):
    if group == "sample":
        yield [1, 3, 2, 5, 4, 4, 0], 3
        yield [2.5, -1, -7], 1
        yield [4, 9], 3
    elif group == "values":
        for size, width in ((6, 2), (9, 3), (15, rng.randint(4, 7)), (40, rng.randint(8, 20))):
            yield different(rng, size), width
        yield sorted(different(rng, 12)), 4
        yield sorted(different(rng, 12), reverse=True), 4
    elif group == "repeats":
        for _ in range(3):
            low, high = sorted(different(rng, 2))
            # of two equal maxima the first leaves the window
            yield [high, low, high, low, low, low], 3
            yield [rng.randint(1, 3) for _ in range(25)], rng.randint(3, 5)
        yield [rng.randint(1, 9)] * 8, 4
    elif group == "negative":
        for size, width in ((7, 2), (12, rng.randint(3, 5))):
            yield [-each for each in different(rng, size)], width
            yield [0.0 - each / 8 for each in different(rng, size)], width
    elif group == "edges":
        values = different(rng, rng.randint(5, 9))
        yield values, 1
        yield values, len(values)
        yield values, len(values) - 1
        yield values, len(values) + 1
        yield values, 3 * len(values)
        yield values[:1], 1
        yield [], 1
        yield [], 4
    elif group == "wide":
        for order in ("random", "falling", "rising"):
            seed = rng.randrange(1 << 30)
            yield {"order": order, "size": 60_000, "seed": seed}, rng.randint(29_000, 31_000)
