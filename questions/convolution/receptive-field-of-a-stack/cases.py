"""Inputs for receptive_field: one list of (kernel, stride, padding, dilation).

Every group but `mixed` has one difficulty; kernels are odd outside `even` and `mixed`.
"""


def odd(rng):
    return rng.choice((3, 5, 7))


def cases(rng, group):
    if group == "sample":
        yield ([(3, 1, 0, 1), (3, 1, 0, 1)],)
        yield ([(5, 2, 1, 1)],)
        yield ([(2, 1, 0, 3)],)
        yield ([],)
    elif group == "plain":
        for depth in (1, 2, 3, rng.randint(4, 12)):
            yield ([(odd(rng), 1, 0, 1) for _ in range(depth)],)
        yield ([(1, 1, 0, 1), (odd(rng), 1, 0, 1), (1, 1, 0, 1)],)
    elif group == "padding":
        for depth in (1, 2, 5):
            yield ([(odd(rng), 1, rng.randint(1, 4), 1) for _ in range(depth)],)
    elif group == "stride":
        yield ([(odd(rng), 2, 0, 1), (odd(rng), 1, 0, 1)],)
        yield ([(odd(rng), 1, 0, 1), (odd(rng), 3, 0, 1)],)
        yield ([(3, 2, 0, 1)] * rng.randint(3, 6),)
        yield ([(odd(rng), rng.randint(2, 4), 0, 1) for _ in range(4)],)
    elif group == "dilation":
        yield ([(3, 1, 0, d) for d in (1, 2, 4)],)
        for _ in range(2):
            yield ([(odd(rng), 1, 0, rng.randint(2, 6)) for _ in range(3)],)
    elif group == "even":
        for depth in (1, 2, 3):
            yield ([(rng.choice((2, 4, 6)), 1, 0, 1) for _ in range(depth)],)
    elif group == "mixed":
        for _ in range(3):
            layers = [(odd(rng), rng.randint(2, 3), rng.randint(1, 2), 1)]
            layers += [
                (rng.randint(1, 5), rng.randint(1, 3), rng.randint(0, 3), rng.randint(1, 3))
                for _ in range(rng.randint(1, 5))
            ]
            layers += [(2, 2, 0, 1), (odd(rng), 1, rng.randint(1, 4), rng.randint(2, 3))]
            yield (layers,)
