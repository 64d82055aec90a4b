"""Cases for DilatedConv: (what, data, weight, stride, padding, dilation, groups, output_padding),
the last for 'transposed' only.

Each group but `mixed` has one difficulty: `conv` and `dilated` go forward, all others backward;
dilation is in `dilated`, `spread` and `mixed`, padding in `conv`, `padded`, `extra` and `mixed`.
"""

import numpy as np


def draw(
    rng, what, ways, kernel, sides, *, n=2, stride=1, padding=0, dilation=1, groups=1, extra=0
):
    """Draw a weight (A, B // groups, kh, kw) for `ways` (A, B) and what goes into the layer."""
    a, b = ways
    data = rng.standard_normal((n, b if what == "conv" else a, *sides))
    weight = rng.standard_normal((a, b // groups, *kernel))
    case = what, data, weight, stride, padding, dilation, groups
    return case if what == "conv" else (*case, extra)


def cases(rng, group):
    back = "transposed"
    if group == "sample":
        row, pair = np.array([[[[1.0, 2.0, 3.0, 4.0, 5.0]]]]), np.array([[[[1.0, 10.0]]]])
        yield "conv", row, pair, 1, 0, 2, 1
        yield back, row[..., :3].copy(), pair, 1, 0, 1, 1, 0
        yield back, row[..., :3].copy(), pair, 2, 0, 1, 1, 0
        square = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
        yield back, np.array([[[[1.0, 0.0], [0.0, 2.0]]]]), square, 2, 1, 1, 1, 1
        two = np.array([[[[1.0, 10.0]]], [[[-1.0, 0.0]]]])
        yield back, np.array([[[[1.0, 2.0]], [[3.0, 4.0]]]]), two, 1, 0, 1, 1, 0
    elif group == "conv":
        yield draw(rng, "conv", (4, 3), (2, 3), (5, 6))
        yield draw(rng, "conv", (2, 3), (3, 2), (6, 7), stride=2)
        yield draw(rng, "conv", (4, 2), (3, 2), (3, 5), padding=1)
    elif group == "dilated":
        yield draw(rng, "conv", (4, 3), (2, 3), (5, 7), dilation=2)
        yield draw(rng, "conv", (2, 3), (3, 2), (9, 6), dilation=3)
        yield draw(rng, "conv", (3, 2), (3, 3), (6, 5), dilation=2)
    elif group == "transposed":
        yield draw(rng, back, (4, 3), (2, 3), (3, 4))
        yield draw(rng, back, (2, 3), (3, 2), (2, 5), n=3)
        yield draw(rng, back, (3, 1), (4, 3), (1, 2), n=1)
    elif group == "strided":
        yield draw(rng, back, (4, 3), (3, 4), (3, 4), stride=2)
        yield draw(rng, back, (2, 3), (3, 2), (2, 3), stride=3)
        yield draw(rng, back, (3, 2), (2, 1), (3, 2), stride=3)
    elif group == "padded":
        yield draw(rng, back, (4, 3), (3, 4), (3, 4), padding=1)
        yield draw(rng, back, (2, 3), (5, 3), (3, 6), padding=2)
        yield draw(rng, back, (3, 2), (2, 3), (4, 3), padding=1)
    elif group == "extra":
        yield draw(rng, back, (4, 3), (3, 4), (3, 4), stride=2, padding=1, extra=1)
        yield draw(rng, back, (2, 3), (5, 4), (2, 3), stride=3, padding=2, extra=2)
        yield draw(rng, back, (3, 2), (3, 3), (3, 2), stride=3, padding=1, extra=1)
    elif group == "spread":
        yield draw(rng, back, (4, 3), (2, 3), (3, 4), dilation=2)
        yield draw(rng, back, (2, 3), (3, 2), (4, 2), dilation=3)
    elif group == "grouped":
        yield draw(rng, back, (4, 6), (2, 3), (3, 2), groups=2)
        yield draw(rng, back, (9, 3), (3, 2), (2, 4), groups=3)
        yield draw(rng, back, (6, 12), (2, 2), (2, 3), groups=3)
    elif group == "mixed":
        yield draw(rng, "conv", (4, 6), (3, 2), (8, 7), stride=2, padding=1, dilation=2, groups=2)
        yield draw(
            rng, back, (4, 6), (3, 2), (3, 4), stride=3, padding=1, dilation=2, groups=2, extra=2
        )
        yield draw(
            rng, back, (6, 3), (2, 3), (4, 3), stride=2, padding=2, dilation=3, groups=3, extra=1
        )
