"""Cases for DepthwiseSeparable: (what, x, depth, point, depth_bias, point_bias, stride, padding).

One kernel per channel outside `multiplier`, `params` and `mixed`, no bias outside `bias`, `params`
and `mixed`; the numbers of channels, maps and outputs are pairwise different where they can be.
"""

import numpy as np


def some(rng, *shape):
    return rng.uniform(0.2, 1.5, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def draw(
    rng,
    channels,
    kernel,
    sides,
    *,
    n=2,
    times=1,
    stride=1,
    padding=0,
    biases=(False, False),
    what="forward",
):
    c, outs = channels
    maps = c * times
    bias = [some(rng, size) if wanted else None for size, wanted in zip((maps, outs), biases)]
    return (
        what,
        some(rng, n, c, *sides),
        some(rng, maps, 1, *kernel),
        some(rng, outs, maps, 1, 1),
        *bias,
        stride,
        padding,
    )


def cases(rng, group):
    if group == "sample":
        x = np.array([[[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0]], [[2.0, 0.0, 1.0], [1.0, 3.0, 0.0]]]])
        depth = np.array([[[[1.0, 0.0], [0.0, 2.0]]], [[[0.0, 1.0], [-1.0, 0.0]]]])
        point = np.array([[[[1.0]], [[1.0]]], [[[0.0]], [[-2.0]]], [[[3.0]], [[0.0]]]])
        yield "forward", x, depth, point, None, None, 1, 0
        biases = np.array([1.0, 0.0]), np.array([0.0, 0.5, 0.0])
        yield "forward", x, depth, point, *biases, 2, 1
        for pair in ((None, None), biases):
            yield "params", x, depth, point, *pair, 2, 1
    elif group == "forward":
        yield draw(rng, (3, 4), (2, 3), (4, 6))
        yield draw(rng, (2, 5), (3, 2), (3, 4), n=3)
        yield draw(rng, (4, 1), (3, 3), (5, 4), n=1)
        yield draw(rng, (1, 3), (2, 2), (3, 5))
    elif group == "stride":
        yield draw(rng, (3, 4), (2, 3), (6, 7), stride=2)
        yield draw(rng, (2, 5), (2, 1), (8, 7), stride=3)
        yield draw(rng, (3, 2), (3, 2), (9, 8), stride=2)
    elif group == "padding":
        yield draw(rng, (3, 4), (3, 3), (4, 5), padding=1)
        yield draw(rng, (2, 5), (2, 3), (3, 4), padding=2)
        yield draw(rng, (4, 2), (3, 2), (1, 3), padding=1)
    elif group == "multiplier":
        yield draw(rng, (3, 4), (2, 3), (3, 5), times=2)
        yield draw(rng, (2, 5), (3, 2), (4, 3), times=3)
        yield draw(rng, (4, 3), (2, 2), (3, 4), times=2, n=1)
    elif group == "bias":
        for biases in ((True, True), (True, False), (False, True)):
            yield draw(rng, (3, 4), (2, 3), (3, 5), biases=biases)
    elif group == "params":
        for biases in ((False, False), (True, True), (True, False), (False, True)):
            for times in (1, 2, 3):
                c, outs = rng.choice(np.arange(2, 40), size=2, replace=False).tolist()
                kernel = rng.choice(np.arange(1, 6), size=2, replace=False).tolist()
                yield draw(
                    rng, (c, outs), kernel, (5, 6), n=1, times=times, biases=biases, what="params"
                )
        yield draw(rng, (64, 128), (3, 3), (3, 3), n=1, what="params")
    elif group == "mixed":
        yield draw(
            rng, (3, 4), (3, 2), (6, 5), times=2, stride=2, padding=1, biases=(True, True), n=3
        )
        yield draw(rng, (2, 5), (2, 3), (7, 6), times=3, stride=3, padding=2, biases=(True, False))
