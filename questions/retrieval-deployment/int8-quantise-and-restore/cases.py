"""Cases: (x, calibration, scheme, axis).

Values beyond the calibrated range occur in `beyond` only, ranges without 0 inside in `one-sided`,
values halfway between two steps in `halfway` (there the step is a power of two).
"""

import numpy as np

SCHEMES = ("affine", "symmetric")


def inside(rng, shape, low, high):
    """Values of a range, both ends of which occur."""
    x = rng.uniform(low, high, size=shape)
    flat = x.reshape(-1)
    flat[rng.permutation(flat.size)[:2]] = low, high
    return x


def skewed(rng):
    """A range around 0 that leans to one side."""
    low, high = np.array([-1.0, 1.0]) * rng.uniform(0.5, 2.0) * rng.permutation([1.0, 2.7])
    return low, high


def channels(rng, shape, axis):
    """Every channel has a scale of its own."""
    parts = [
        inside(
            rng, [n for d, n in enumerate(shape) if d != axis], *(5.0**c * np.array(skewed(rng)))
        )
        for c in range(shape[axis])
    ]
    return np.stack(parts, axis=axis)


def cases(rng, group):
    if group == "sample":
        x = np.array([-1.0, -0.26, 0.0, 0.333, 4.1, 5.0])
        for scheme in SCHEMES:
            yield x, np.array([-1.0, 4.1]), scheme, None
        yield np.array([[0.5, -2.0], [0.7, 1.0]]), np.array([[1.27, -2.54]]), "symmetric", 1
        yield np.array([0.0, 0.4, 0.6]), np.zeros(3), "affine", None
    elif group in SCHEMES:
        for shape in ((40,), (5, 7), (2, 3, 4)):
            x = inside(rng, shape, *skewed(rng))
            yield x, x.copy(), group, None
        low, high = skewed(rng)
        yield inside(rng, (30,), low, high), inside(rng, (50,), low, high), group, None
        # a tiny step is a step; only that of a range of zero is replaced
        x = inside(rng, (20,), *skewed(rng)) * 2.0**-45
        yield x, x.copy(), group, None
    elif group == "channels":
        for scheme in SCHEMES:
            for shape, axis in (((3, 8), 0), ((6, 4), 1), ((2, 3, 5), 1), ((3, 2, 4), 0)):
                x = channels(rng, shape, axis)
                yield x, x.copy(), scheme, axis
        x = channels(rng, (4, 3), 0)
        yield x, np.concatenate([x, x * 0.5, x * 0.25], axis=1), "affine", 0
    elif group == "beyond":
        for scheme in SCHEMES:
            low, high = skewed(rng)
            x = np.concatenate(
                [rng.uniform(low, high, 10), [low * 2, high * 3, low * 40, high * 9]]
            )
            yield rng.permutation(x), np.array([low, high]), scheme, None
        small = channels(rng, (3, 4), 0)
        yield np.concatenate([small * 3.3, small * -7.7], axis=1), small, "affine", 0
    elif group == "one-sided":
        for sign in (1.0, -1.0):
            for scheme in SCHEMES:
                x = sign * rng.uniform(2.0, 6.0, size=12)
                yield np.append(x, 0.0), x, scheme, None
        yield np.zeros((2, 4)), np.array([[3.0, 5.0], [-7.0, -2.0]]), "affine", 0
    elif group == "empty-range":
        for scheme in SCHEMES:
            yield np.zeros(4), np.zeros(6), scheme, None
            x = channels(rng, (3, 5), 0)
            x[int(rng.integers(0, 3))] = 0.0
            yield x, x.copy(), scheme, 0
    elif group == "halfway":
        for step in (0.5, 0.25):
            halves = (rng.permutation(np.arange(-60, 60))[:30] + 0.5) * step
            ends = np.array([-127.0, 127.0]) * step
            yield halves, ends, "symmetric", None
            low = float(rng.integers(61, 120))
            for shift in (0.0, 0.5, 1.0, 1.5):
                ends = np.array([-low - shift, 255.0 - low - shift]) * step
                yield halves, ends, "affine", None
