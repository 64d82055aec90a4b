"""Cases for ResidualBlock: (part, x, dout, w1, w2, proj, stride, pre).

The shortcut is the identity outside `projected`, `padded` and `mixed`; the activation comes first
in `pre`, `kinks`, `mixed` and `purity` only. Sums are exactly 0 in `kinks` only.
"""

import numpy as np


def draw(rng, part, channels, sides, *, n=2, short=None, stride=1, pre=False, some=None):
    """Draw a block of `channels` (C, M, O) for images with the given sides."""
    some = some or (lambda *shape: rng.standard_normal(shape))
    c, m, o = channels
    outs = [(side - 1) // stride + 1 for side in sides]
    proj = some(o, c, 1, 1) if short == "proj" else short
    return (
        part,
        some(n, c, *sides),
        rng.uniform(0.5, 1.5, size=(n, o, *outs)) * rng.choice([-1.0, 1.0], size=(n, o, *outs)),
        some(m, c, 3, 3),
        some(o, m, 3, 3),
        proj,
        stride,
        pre,
    )


def centre(*rows):
    """Return a 3 by 3 kernel, or several, that look at their own pixel only."""
    w = np.zeros((len(rows), len(rows[0]), 3, 3))
    w[:, :, 1, 1] = rows
    return w


def cases(rng, group):
    if group == "sample":
        one = np.ones((1, 1, 1, 1))
        for x, second, pre in (
            (1.0, 0.5, False),
            (1.0, -3.0, True),
            (1.0, -3.0, False),
            (-1.0, 0.5, True),
        ):
            yield "all", x * one, one, centre([2.0]), centre([second]), None, 1, pre
        x = np.array([[[[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]]]])
        dout = np.array([[[[1.0, 2.0]], [[-1.0, 1.0]]]])
        w1, w2 = centre([1.0]), centre([1.0], [-0.5])
        yield "all", x, dout, w1, w2, np.array([[[[1.0]]], [[[2.0]]]]), 2, False
        yield "all", x, dout, w1, w2, "pad", 2, True
    elif group == "forward":
        for channels, sides, n in (((3, 4, 3), (3, 5), 2), ((2, 1, 2), (4, 2), 3)):
            yield draw(rng, "forward", channels, sides, n=n)
        yield draw(rng, "forward", (1, 3, 1), (1, 4), n=4)
    elif group == "backward":
        for channels, sides, n in (((3, 4, 3), (3, 5), 2), ((2, 1, 2), (4, 2), 3)):
            yield draw(rng, "backward", channels, sides, n=n)
    elif group == "projected":
        yield draw(rng, "all", (3, 2, 4), (3, 4), short="proj")
        for sides in ((5, 4), (4, 7)):
            yield draw(rng, "all", (2, 4, 3), sides, short="proj", stride=2)
        yield draw(rng, "all", (2, 3, 2), (6, 5), short="proj", stride=3)
    elif group == "padded":
        yield draw(rng, "all", (2, 3, 5), (3, 4), short="pad")
        for sides in ((5, 4), (4, 7)):
            yield draw(rng, "all", (2, 3, 4), sides, short="pad", stride=2)
        yield draw(rng, "all", (3, 2, 3), (5, 6), short="pad", stride=2)
    elif group == "pre":
        for channels, sides, n in (((3, 4, 3), (3, 5), 2), ((2, 1, 2), (4, 2), 3)):
            yield draw(rng, "all", channels, sides, n=n, pre=True)
    elif group == "kinks":

        def few(*shape):
            return rng.integers(-1, 2, size=shape).astype(np.float64)

        for pre in (False, True, False):
            yield draw(rng, "all", (2, 3, 2), (4, 3), some=few, pre=pre)
    elif group == "mixed":
        yield draw(rng, "all", (2, 4, 3), (5, 4), short="proj", stride=2, pre=True)
        yield draw(rng, "all", (2, 3, 4), (4, 5), short="pad", stride=2, pre=True)
        yield draw(rng, "all", (2, 3, 4), (3, 2), short="pad", pre=True)
    elif group == "purity":
        for pre in (False, True):
            yield draw(rng, "all", (3, 2, 3), (3, 4), pre=pre)
            yield draw(rng, "all", (2, 4, 3), (4, 5), short="proj", stride=2, pre=pre)
