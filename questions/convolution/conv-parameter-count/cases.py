"""Inputs for conv_param_count, as positional arguments.

Each group has one difficulty: kernels are square outside `shape`, there is no bias outside `bias`
and `depthwise`, one group outside `grouped`, `depthwise` and `invalid`.
"""


def unequal(rng, low, high):
    first = rng.randint(low, high)
    second = rng.randint(low, high - 1)
    return first, second + (second >= first)


def not_dividing(rng, groups):
    return groups * rng.randint(1, 6) + rng.randint(1, groups - 1)


def cases(rng, group):
    if group == "sample":
        yield 1, 3, 1, 1
        yield 1, 3, 2, 2
        yield 3, 1, 2, 2, 1, True
        yield 4, 6, 3, 3, 1, False
    elif group == "shape":
        for _ in range(6):
            yield (*unequal(rng, 2, 40), *unequal(rng, 1, 9), 1, False)
    elif group == "bias":
        for size in (1, 2, 3):
            c_in, c_out = unequal(rng, 2, 40)
            yield c_in, c_out, size, size
            yield c_in, c_out, size, size, 1, True
            yield c_in, c_out, size, size, 1, False
    elif group == "grouped":
        for size in (1, 3, 5):
            groups = rng.randint(2, 6)
            # groups times groups is never c_in, or dividing by c_in/groups would happen to be right
            per_in, per_out = rng.randint(groups + 1, 10), rng.randint(2, 10)
            yield groups * per_in, groups * per_out, size, size, groups, False
    elif group == "depthwise":
        for multiplier in (1, 1, 2, rng.randint(3, 5)):
            c_in, size = rng.randint(3, 30), rng.choice((3, 5))
            yield c_in, c_in * multiplier, size, size, c_in, rng.choice((True, False))
        yield 7, 14, 3, 3, 7, True
    elif group == "invalid":
        groups = rng.randint(2, 6)
        fits = groups * rng.randint(1, 6)
        yield not_dividing(rng, groups), fits, 3, 3, groups, False
        yield fits, not_dividing(rng, groups), 3, 3, groups, False
        yield fits + 1, fits + 1, 1, 1, groups, False
        yield 3, 12, 1, 1, 6, False
