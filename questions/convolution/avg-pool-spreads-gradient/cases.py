"""Inputs for avg_pool_backward: (dout, shape, kernel, stride, padding, count_include_pad).

Windows overlap in `overlap` and `mixed` only; rows or columns lie between or behind them in
`unused` and `mixed` (and the sample); nothing is padded outside the two groups about it, and the
flag is as often True as False.
"""

import numpy as np


def draw(rng, outs, kernel, stride, padding=0, rest=(0, 0), include=True):
    """Make a case with `outs` (N, C, rows, columns) of dout and `rest` unused rows and columns."""
    n, c, *sides = outs
    sides = [
        (out - 1) * stride + kernel - 2 * padding + over
        for out, over in zip(sides, rest, strict=True)
    ]
    dout = rng.uniform(0.5, 2.0, size=outs) * rng.choice([-1.0, 1.0], size=outs)
    return dout, (n, c, *sides), kernel, stride, padding, include


def cases(rng, group):
    if group == "sample":
        yield np.array([[[[8.0, 4.0]]]]), (1, 1, 2, 5), 2, 3, 0, True
        for include in (True, False):
            yield np.array([[[[4.0, 8.0]], [[0.0, -4.0]]]]), (1, 2, 1, 2), 2, 2, 1, include
    elif group == "disjoint":
        for include in (True, False):
            for outs, kernel in (((2, 3, 2, 4), 2), ((1, 2, 4, 3), 3)):
                yield draw(rng, outs, kernel, kernel, include=include)
        yield draw(rng, (3, 1, 2, 3), 4, 4)
    elif group == "overlap":
        for outs, kernel, stride in (
            ((2, 3, 5, 6), 3, 1),
            ((1, 2, 6, 5), 3, 2),
            ((2, 1, 3, 4), 4, 2),
        ):
            yield draw(rng, outs, kernel, stride, include=bool(rng.integers(0, 2)))
    elif group == "unused":
        for outs, kernel, stride, rest in (
            ((2, 3, 2, 3), 2, 2, (1, 1)),
            ((1, 2, 2, 3), 4, 4, (3, 2)),
            ((2, 2, 3, 2), 2, 3, (1, 2)),
            ((1, 3, 4, 2), 2, 4, (0, 1)),
        ):
            yield draw(rng, outs, kernel, stride, rest=rest, include=bool(rng.integers(0, 2)))
    elif group in ("included", "excluded"):
        for outs, kernel, padding in (
            ((2, 3, 3, 4), 2, 1),
            ((1, 2, 3, 2), 3, 1),
            ((2, 1, 4, 3), 4, 2),
            ((2, 2, 2, 3), 5, 2),
        ):
            yield draw(rng, outs, kernel, kernel, padding, include=group == "included")
    elif group == "mixed":
        for include in (True, False):
            for outs, kernel, stride, padding, rest in (
                ((2, 3, 4, 3), 3, 2, 1, (1, 0)),
                ((1, 2, 3, 4), 4, 3, 2, (2, 1)),
            ):
                yield draw(rng, outs, kernel, stride, padding, rest, include)
    elif group == "purity":
        yield draw(rng, (2, 3, 2, 4), 2, 2)
        yield draw(rng, (1, 2, 4, 3), 3, 1)
