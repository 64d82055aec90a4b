"""Inputs for channel_shuffle: (x, groups). All values of one x are different.

Channels are never the square of the number of groups, where the shuffle is its own inverse. Outside
`batch` there is one image, outside `batch`, `image` and `dtype` one pixel, outside `dtype` float64.
"""

import numpy as np


def draw(rng, shape, groups, dtype=np.float64):
    size = int(np.prod(shape))
    return (rng.permutation(size).reshape(shape) + 0.5).astype(dtype), groups


def cases(rng, group):
    if group == "sample":
        yield np.arange(6.0).reshape(1, 6, 1, 1), 2
        yield np.arange(6.0).reshape(1, 6, 1, 1), 3
        yield np.arange(12.0).reshape(2, 3, 1, 2), 1
        yield np.zeros((1, 5, 1, 1)), 2
    elif group == "two":
        for size in (1, 3, 4, int(rng.integers(5, 12))):
            yield draw(rng, (1, 2 * size, 1, 1), 2)
    elif group == "more":
        for groups, size in ((3, 2), (3, 4), (4, 2), (5, 3), (2 + int(rng.integers(5, 8)), 3)):
            yield draw(rng, (1, groups * size, 1, 1), groups)
    elif group == "ends":
        c = int(rng.integers(4, 12))
        yield draw(rng, (1, c, 1, 1), 1)
        yield draw(rng, (1, c, 1, 1), c)
        yield draw(rng, (1, 1, 1, 1), 1)
        yield draw(rng, (1, 6, 1, 1), 2)
    elif group == "image":
        for shape, groups in (((1, 6, 3, 5), 2), ((1, 8, 2, 3), 4), ((1, 6, 4, 1), 3)):
            yield draw(rng, shape, groups)
    elif group == "batch":
        for shape, groups in (((3, 6, 1, 1), 2), ((2, 8, 3, 5), 4), ((4, 6, 2, 3), 3)):
            yield draw(rng, shape, groups)
    elif group == "dtype":
        yield draw(rng, (1, 6, 2, 3), 2, np.float32)
        yield draw(rng, (1, 6, 1, 4), 3, np.int64)
        yield draw(rng, (1, 8, 3, 1), 2, np.uint8)
    elif group == "invalid":
        for c, groups in ((7, 2), (8, 3), (3, 6)):
            yield draw(rng, (1, c, 1, 1), groups)
        groups = int(rng.integers(3, 7))
        yield draw(rng, (1, groups, 1, 1), 1)  # this one divides
        yield draw(rng, (1, groups * 2 + int(rng.integers(1, groups)), 1, 1), groups)
