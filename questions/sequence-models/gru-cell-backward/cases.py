"""Cases for GRUCell: (what, weights, xs, masks, h, dh), see driver.py.

One step except in `steps`, `purity` and one sample case; nothing saturates except in `large`.
"""

import numpy as np


def draw(rng, what, n, i, h, steps=1):
    def signed(*shape):
        return rng.uniform(0.3, 1.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)

    weights = [signed(3 * h, i), signed(3 * h, h), signed(3 * h), signed(3 * h)]
    xs = [signed(n, i) for _ in range(steps)]
    return what, weights, xs, [np.ones(n) for _ in range(steps)], 1.5 * signed(n, h), signed(n, h)


def cases(rng, group):
    if group == "sample":
        # all weights 0: r = z = 0.5 and n = 0; one unit, old h = 2
        zero = [np.zeros((3, 1)), np.zeros((3, 1)), np.zeros(3), np.zeros(3)]
        one = np.ones((1, 1))
        yield "everything", zero, [one], [np.ones(1)], 2.0 * one, one
        # the order of the gates and the two biases, two samples
        weights = [
            np.array([[1.0], [0.0], [2.0]]),
            np.array([[0.0], [-1.0], [1.0]]),
            np.array([0.0, 1.0, 0.5]),
            np.array([-1.0, 0.0, 1.0]),
        ]
        x, h, dh = np.array([[1.0], [-1.0]]), np.array([[0.5], [-2.0]]), np.array([[1.0], [3.0]])
        yield "everything", weights, [x], [np.ones(2)], h, dh
        # two steps; the second sample ends after the first
        yield "everything", weights, [x, 0.5 * x], [np.ones(2), np.array([1.0, 0.0])], h, dh
    elif group == "forward":
        for n, i, h in ((1, 3, 2), (4, 2, 3), (3, 5, 1), (2, 1, 4)):
            yield draw(rng, "forward", n, i, h)
    elif group == "states":
        for n, i, h in ((1, 3, 2), (4, 2, 3), (2, 1, 4)):
            yield draw(rng, "states", n, i, h)
    elif group == "weights":
        for n, i, h in ((1, 3, 2), (4, 2, 3), (3, 5, 1)):
            yield draw(rng, "weights", n, i, h)
    elif group == "steps":
        for n, i, h, steps in ((3, 2, 4, 5), (4, 3, 2, 3)):
            case = draw(rng, "everything", n, i, h, steps)
            yield case
            lengths = rng.permutation(n) + steps - n + 1
            masks = [(t < lengths) * 1.0 for t in range(steps)]
            yield (*case[:3], masks, *case[4:])
    elif group == "large":
        for sign in (1.0, -1.0):
            for gate in range(3):  # of the first unit; the second stays moderate
                case = draw(rng, "everything", 2, 3, 2)
                case[1][2][2 * gate] += sign * 800.0
                yield case
    elif group == "purity":
        for steps in (1, 2):
            yield draw(rng, "everything", 3, 2, 4, steps)
