"""Cases for reservoir: (length of the stream, k), or (length, k, seed) where items are counted."""


def cases(rng, group):
    if group == "sample":
        yield 3, 1
        yield 4, 2
        yield 1, 2
        yield 50, 5, 1
    elif group == "one":
        yield 3, 1
        yield rng.randint(4, 6), 1
    elif group == "uniform":
        for count, k in ((4, 2), (5, rng.randint(2, 4)), (6, rng.randint(3, 5))):
            yield count, k
    elif group == "short":
        for count, k in ((0, 1), (0, 3), (1, 1), (2, 2), (rng.randint(1, 3), rng.randint(4, 6))):
            yield count, k
    elif group == "kept":
        yield 2000, rng.randint(10, 30), rng.randrange(1 << 30)
        yield 1000, 1, rng.randrange(1 << 30)
