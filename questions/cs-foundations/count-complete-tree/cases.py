"""Cases for count_nodes: (number of nodes,), or (number of nodes, True) where reads are counted."""


def cases(rng, group):
    if group == "sample":
        yield (6,)
        yield (1,)
        yield (0,)
        yield 10, True
    elif group == "small":
        for size in (0, 1, 2, 3, 5, 9, rng.randint(10, 14), rng.randint(17, 29)):
            yield (size,)
    elif group == "perfect":
        for levels in (2, 3, 4, rng.randint(5, 9)):
            yield (2**levels - 1,)
            yield (2**levels,)  # one node alone on the deepest level
            yield (3 * 2 ** (levels - 1) - 1,)  # the deepest level exactly half full
    elif group == "reads":
        for low, high in ((4200, 8000), (8300, 12_000), (12_400, 16_000)):
            yield rng.randint(low, high), True
        yield 2**13 - 1, True
        yield 2**13, True
    elif group == "huge":
        yield (rng.randint(2**40, 2**41 - 2),)
        yield (2**60 - 1,)
        yield (2**60,)
        yield (2**61 + rng.randint(2**58, 2**60 - 1),)
