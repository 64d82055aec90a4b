"""Inputs for max_pool_backward: (dout, x, kernel, stride, padding).

Every group but `sample` and `mixed` has one difficulty: windows neither overlap nor leave anything
over, values are distinct, and nothing is padded outside the group that is about it.
"""

import numpy as np


def draw(rng, shape, kernel, stride, padding=0, rest=(0, 0), x=None):
    """Make a case with `shape` (N, C, rows, columns) of dout and `rest` unused rows and columns."""
    n, c, *outs = shape
    sides = [
        (out - 1) * stride + kernel - 2 * padding + over
        for out, over in zip(outs, rest, strict=True)
    ]
    if x is None:
        x = rng.permutation(n * c * sides[0] * sides[1]).reshape(n, c, *sides) / 8.0
        x += rng.uniform(0.5, 1.0)
    else:
        x = x((n, c, *sides))
    return (
        rng.uniform(0.5, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape),
        x,
        kernel,
        stride,
        padding,
    )


def few_values(rng):
    return lambda shape: rng.integers(0, 2, size=shape).astype(np.float64)


def below_zero(rng):
    return lambda shape: -rng.uniform(0.5, 3.0, size=shape)


def cases(rng, group):
    if group == "sample":
        x = np.array([[[[1.0, 5.0, 2.0, 0.0], [4.0, 3.0, 7.0, 6.0]]]])
        yield np.array([[[[10.0, 20.0]]]]), x, 2, 2, 0
        yield (
            np.array([[[[1.0, 2.0, 3.0]]]]),
            np.array([[[[5.0, 4.0, 1.0, 2.0], [0.0, 3.0, 6.0, 8.0]]]]),
            2,
            1,
            0,
        )
    elif group == "disjoint":
        for shape, kernel in (((2, 3, 2, 4), 2), ((3, 1, 3, 2), 3), ((1, 2, 4, 3), 2)):
            yield draw(rng, shape, kernel, kernel)
        yield draw(rng, (2, 2, 3, 4), 1, 1)
    elif group == "overlap":
        for shape, kernel, stride in (
            ((2, 3, 5, 6), 3, 1),
            ((1, 2, 6, 5), 3, 2),
            ((2, 2, 4, 5), 4, 2),
        ):
            yield draw(rng, shape, kernel, stride)
    elif group == "ties":
        for shape, kernel in (((2, 3, 3, 4), 2), ((2, 2, 2, 3), 3)):
            yield draw(rng, shape, kernel, kernel, x=few_values(rng))
        yield draw(rng, (1, 2, 3, 2), 2, 2, x=np.zeros)
    elif group == "padding":
        for shape, kernel, padding in (
            ((2, 3, 3, 4), 2, 1),
            ((1, 2, 3, 2), 3, 1),
            ((2, 1, 4, 3), 4, 2),
        ):
            yield draw(rng, shape, kernel, kernel, padding, x=below_zero(rng))
    elif group == "leftover":
        for shape, kernel, rest in (
            ((2, 3, 2, 3), 2, (1, 1)),
            ((1, 2, 2, 1), 4, (3, 2)),
            ((2, 1, 3, 2), 3, (0, 2)),
        ):
            yield draw(rng, shape, kernel, kernel, rest=rest)
        yield draw(rng, (2, 2, 3, 2), 2, 3, rest=(1, 2))
    elif group == "mixed":
        for shape, kernel, stride, padding, rest in (
            ((2, 3, 4, 3), 3, 2, 1, (1, 0)),
            ((1, 2, 3, 4), 4, 3, 2, (2, 1)),
            ((2, 2, 5, 4), 3, 1, 1, (0, 0)),
        ):
            yield draw(
                rng,
                shape,
                kernel,
                stride,
                padding,
                rest,
                x=lambda size: rng.integers(-4, 0, size=size).astype(np.float64),
            )
        # no finite padding is below these
        yield draw(rng, (1, 2, 3, 4), 3, 2, 1, x=lambda size: np.full(size, -1e300))
