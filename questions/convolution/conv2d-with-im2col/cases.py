"""Inputs for Conv2d: (x, weight, bias, dout, stride, padding, dilation, groups, part).

Sizes are pairwise different. Outside `stride` and `mixed` no row or column is left over; windows
overlap in `backward` and `mixed` only, so a col2im that overwrites is reported there.
"""

import numpy as np


def draw(
    rng,
    n,
    channels,
    outs,
    kernel,
    part,
    *,
    stride=(1, 1),
    padding=(0, 0),
    dilation=(1, 1),
    groups=1,
    rest=(0, 0),
):
    c_in, c_out = channels
    sides = [
        (out - 1) * s + d * (k - 1) + 1 - 2 * p + over
        for out, k, s, p, d, over in zip(outs, kernel, stride, padding, dilation, rest, strict=True)
    ]
    return (
        rng.standard_normal((n, c_in, *sides)),
        rng.standard_normal((c_out, c_in // groups, *kernel)),
        rng.standard_normal(c_out),
        rng.standard_normal((n, c_out, *outs)),
        stride,
        padding,
        dilation,
        groups,
        part,
    )


def cases(rng, group):
    if group == "sample":
        x = np.array([[[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [4.0, 0.0, 1.0]]]])
        weight = np.array([[[[1.0, 2.0], [0.0, -1.0]]]])
        dout = np.array([[[[1.0, 0.0], [0.0, 2.0]]]])
        yield x, weight, np.array([0.5]), dout, (1, 1), (0, 0), (1, 1), 1
        dout = np.array([[[[1.0, 0.0], [-1.0, 3.0]]]])
        yield x, weight, np.array([0.5]), dout, (2, 1), (1, 0), (2, 1), 1
    elif group == "forward":
        yield draw(rng, 2, (3, 4), (5, 6), (2, 3), "forward")
        yield draw(rng, 3, (1, 5), (4, 2), (3, 2), "forward")
        yield draw(rng, 2, (4, 3), (2, 5), (1, 1), "forward")
        yield draw(rng, 2, (2, 3), (1, 1), (4, 5), "forward")
    elif group == "backward":
        yield draw(rng, 2, (3, 4), (5, 6), (2, 3), "backward")
        yield draw(rng, 3, (1, 2), (4, 5), (3, 2), "backward")
        yield draw(rng, 2, (2, 5), (3, 4), (4, 3), "backward")
    elif group == "stride":
        yield draw(rng, 2, (3, 4), (3, 2), (2, 3), "maps", stride=(2, 3), rest=(1, 2))
        yield draw(rng, 2, (2, 5), (2, 4), (1, 2), "maps", stride=(3, 2), rest=(2, 1))
        yield draw(rng, 2, (2, 3), (4, 3), (2, 1), "maps", stride=(3, 2), rest=(0, 1))
    elif group == "padding":
        yield draw(rng, 2, (3, 4), (3, 4), (2, 3), "maps", stride=(2, 3), padding=(1, 2))
        yield draw(rng, 2, (2, 3), (4, 3), (3, 2), "maps", stride=(3, 2), padding=(2, 1))
        yield draw(rng, 2, (2, 3), (5, 2), (2, 4), "maps", stride=(2, 4), padding=(0, 1))
    elif group == "dilation":
        yield draw(rng, 2, (3, 4), (2, 3), (2, 3), "maps", stride=(3, 5), dilation=(2, 2))
        yield draw(rng, 2, (2, 5), (3, 2), (3, 2), "maps", stride=(3, 6), dilation=(1, 4))
        yield draw(rng, 2, (2, 3), (3, 2), (3, 2), "maps", stride=(8, 2), dilation=(3, 1))
    elif group == "grouped":
        yield draw(rng, 2, (6, 4), (3, 2), (2, 3), "maps", stride=(2, 3), groups=2)
        yield draw(rng, 2, (3, 9), (2, 4), (3, 2), "maps", stride=(3, 2), groups=3)
        yield draw(rng, 2, (8, 8), (2, 3), (2, 2), "maps", stride=(2, 2), groups=4)
    elif group == "mixed":
        yield draw(
            rng,
            3,
            (4, 6),
            (3, 4),
            (3, 2),
            "all",
            stride=(2, 1),
            padding=(2, 1),
            dilation=(1, 3),
            groups=2,
            rest=(1, 0),
        )
        yield draw(
            rng,
            2,
            (6, 3),
            (4, 3),
            (2, 4),
            "all",
            stride=(1, 3),
            padding=(1, 2),
            dilation=(2, 1),
            groups=3,
            rest=(0, 2),
        )
        yield draw(
            rng,
            1,
            (5, 10),
            (2, 5),
            (3, 3),
            "all",
            stride=(3, 2),
            padding=(1, 3),
            dilation=(2, 2),
            groups=5,
            rest=(2, 1),
        )
