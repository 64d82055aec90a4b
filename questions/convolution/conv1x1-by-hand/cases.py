"""Inputs for conv1x1: (x, w), (x, w, b) or (x, w, b, channels_last).

Only `batch` and `mixed` have several images, only `square` as many outputs as inputs, only `bias`
and `mixed` a bias, only `layout` and `mixed` channels in the last place (all but the sample). The
width of `bias` is the number of outputs, the height of `layout` the number of inputs, and in
`mixed` the width or the height is the number of outputs, so that a slip is no error of shape.
"""

import numpy as np


def draw(rng, shape, outputs):
    return rng.uniform(-2.0, 2.0, size=shape), rng.uniform(-2.0, 2.0, size=(outputs, shape[1]))


def cases(rng, group):
    if group == "sample":
        x = np.array([[[[1.0, 4.0]], [[2.0, 0.0]], [[3.0, -1.0]]]])
        w, b = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, -1.0]]), np.array([0.5, 0.0])
        yield x, w
        yield x, w, b
        yield np.moveaxis(x, 1, -1).copy(), w, b, True
    elif group == "channels":
        for shape, outputs in (((1, 3, 4, 4), 2), ((1, 2, 3, 5), 6), ((1, 5, 2, 3), 1)):
            yield draw(rng, shape, outputs)
        yield (*draw(rng, (1, 1, 3, 4), 2), None)
    elif group == "batch":
        for shape, outputs in (((2, 3, 4, 5), 6), ((4, 5, 3, 2), 3), ((3, 2, 1, 4), 5)):
            yield draw(rng, shape, outputs)
    elif group == "square":
        for shape in ((1, 3, 2, 4), (1, 4, 3, 2), (1, 2, 5, 3)):
            yield draw(rng, shape, shape[1])
    elif group == "bias":
        for shape, outputs in (((1, 3, 4, 2), 2), ((1, 2, 3, 5), 5), ((1, 4, 2, 3), 3)):
            yield (*draw(rng, shape, outputs), rng.uniform(0.5, 2.0, size=outputs))
    elif group == "layout":
        for shape, outputs in (((1, 3, 3, 4), 2), ((1, 4, 4, 2), 5), ((1, 2, 2, 3), 4)):
            x, w = draw(rng, shape, outputs)
            yield np.moveaxis(x, 1, -1).copy(), w, None, True
    elif group == "mixed":
        for shape, outputs, last in (
            ((2, 3, 4, 5), 5, False),
            ((3, 4, 2, 5), 2, True),
            ((2, 3, 5, 4), 5, True),
        ):
            x, w = draw(rng, shape, outputs)
            x = np.moveaxis(x, 1, -1).copy() if last else x
            yield x, w, rng.uniform(0.5, 2.0, size=outputs), last
