"""Cases for Softmax: (what, axis, z) or ('backward', axis, z, ds).

Only `axes` (and the sample) use an axis other than the last; only `large` has logits beyond 5, only
`mask` has minus infinity, only `dtype` has anything but float64.
"""

import numpy as np

INF = np.inf


def logits(rng, shape):
    return rng.uniform(-4.0, 4.0, size=shape)


def cases(rng, group):
    if group == "sample":
        yield "forward", -1, np.array([[0.0, np.log(3.0)], [2.0, 2.0], [-INF, -INF]])
        yield (
            "forward",
            0,
            np.array([[0.0, 1.0], [np.log(3.0), 1.0], [-INF, 1.0]], dtype=np.float32),
        )
        yield "backward", -1, np.array([[0.0, np.log(3.0)]]), np.array([[1.0, -1.0]])
        yield "jacobian", -1, np.array([[0.0, np.log(3.0)], [1.0, 1.0]])
    elif group == "values":
        for shape in ((7,), (3, 5), (6, 2), (2, 3, 4), (5, 1), (3, 40)):
            yield "forward", -1, logits(rng, shape)
        yield "forward", -1, np.asfortranarray(logits(rng, (4, 9)))
    elif group == "backward":
        for shape in ((3, 5), (6, 2), (2, 3, 4), (4, 17)):
            yield "backward", -1, logits(rng, shape), rng.standard_normal(shape)
        yield "backward", -1, logits(rng, (5, 3)), rng.standard_normal((3, 5)).T
    elif group == "jacobian":
        for shape in ((6,), (4, 3), (3, 5), (2, 3, 4), (2, 2, 1)):
            yield "jacobian", -1, logits(rng, shape)
    elif group == "axes":
        for shape, axis in (
            ((3, 5), 0),
            ((4, 2, 3), 1),
            ((4, 2, 3), -2),
            ((2, 5, 3), 0),
            ((2, 5, 1, 3), 1),
        ):
            yield "forward", axis, logits(rng, shape)
            yield "backward", axis, logits(rng, shape), rng.standard_normal(shape)
            yield "jacobian", axis, logits(rng, shape)
    elif group == "large":
        for sign in (1.0, -1.0):
            z = logits(rng, (4, 6))
            z[rng.integers(0, 4)] += sign * 1.0e4
            yield "forward", -1, z
            yield "backward", -1, z, rng.standard_normal(z.shape)
            yield "jacobian", -1, z
        yield "forward", -1, logits(rng, (5, 3)) + 1.0e4 * rng.permutation(5)[:, None]
    elif group == "mask":
        z = logits(rng, (5, 7))
        z[np.arange(5), rng.integers(0, 7, size=5)] = -INF
        z[1, 1:] = -INF
        yield "forward", -1, z
        z = logits(rng, (4, 3, 5))
        z[rng.integers(0, 4), rng.integers(0, 3)] = -INF
        yield "forward", -1, z
        yield "forward", -1, np.full((2, 3), -INF)
    elif group == "dtype":
        yield "forward", -1, logits(rng, (3, 5)).astype(np.float32)
        yield (
            "backward",
            -1,
            logits(rng, (3, 5)).astype(np.float32),
            rng.standard_normal((3, 5)).astype(np.float32),
        )
        yield "jacobian", -1, logits(rng, (4, 3)).astype(np.float16)
        # more classes than the largest half-precision number
        yield "forward", -1, rng.uniform(-0.1, 0.1, size=(1, 100_000)).astype(np.float16)
    elif group == "purity":
        z = logits(rng, (3, 4))
        yield "forward", -1, z
        yield "backward", -1, z, rng.standard_normal((3, 4))
        yield "jacobian", 0, z
