"""Inputs for mlp_param_count, as positional arguments: sizes and perhaps bias.

Sizes of one network are pairwise different, so that no slip happens to be right. `hidden` has one
hidden layer and `short` none; biases are left out in `unbiased` only.
"""


def widths(rng, count, top=60):
    return rng.sample(range(2, top), count)


def cases(rng, group):
    if group == "sample":
        yield ([3, 5, 2],)
        yield [3, 5, 2], False
        yield [4, 1], True
    elif group == "hidden":
        for flag in ((), (True,), ()):
            yield widths(rng, 3), *flag
        yield (widths(rng, 3, top=5000),)
    elif group == "deep":
        for count in (4, 5, 6, rng.randint(7, 12)):
            yield (widths(rng, count),)
        sizes = widths(rng, 3)
        yield (sizes[:2] + sizes[1:],)  # two hidden layers of one width
        yield (sizes[:2] + sizes,)  # one pair of widths twice
    elif group == "short":
        yield (widths(rng, 1),)
        yield widths(rng, 1), True
        for flag in ((), (True,)):
            yield widths(rng, 2), *flag
        yield ([rng.randint(2, 60), 1],)
    elif group == "unbiased":
        for count in (2, 3, 4, rng.randint(5, 9)):
            yield widths(rng, count), False
    elif group == "purity":
        for count in (2, 3, 5):
            yield (widths(rng, count),)
