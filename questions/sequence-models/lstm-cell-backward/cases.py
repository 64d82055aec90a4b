"""Cases for LSTMCell: (what, weights, xs, masks, h, c, dh, dc), see driver.py.

One step except in `steps`, `purity` and one sample case; the gradient of c that arrives is 0 except in
`memory`, `steps` and `purity`; nothing saturates except in `large`.
"""

import numpy as np


def draw(rng, what, n, i, h, steps=1, memory=False):
    def signed(*shape):
        return rng.uniform(0.3, 1.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)

    weights = [signed(4 * h, i), signed(4 * h, h), signed(4 * h), signed(4 * h)]
    xs = [signed(n, i) for _ in range(steps)]
    masks = [np.ones(n) for _ in range(steps)]
    dc = signed(n, h) if memory else np.zeros((n, h))
    return what, weights, xs, masks, signed(n, h), 1.5 * signed(n, h), signed(n, h), dc


def cases(rng, group):
    if group == "sample":
        # all weights 0: i = f = o = 0.5 and g = 0; one unit, old c = 2
        zero = [np.zeros((4, 1)), np.zeros((4, 1)), np.zeros(4), np.zeros(4)]
        one = np.ones((1, 1))
        start = [np.zeros((1, 1)), 2.0 * one]
        yield "everything", zero, [one], [np.ones(1)], *start, one, 0.0 * one
        # the order of the gates and the two biases, two samples
        weights = [
            np.array([[1.0], [0.0], [0.0], [2.0]]),
            np.array([[0.0], [1.0], [-1.0], [0.0]]),
            np.array([0.0, 1.0, 0.5, 0.0]),
            np.array([1.0, 0.0, 0.5, -1.0]),
        ]
        x, h, c = np.array([[1.0], [-1.0]]), np.array([[0.5], [0.0]]), np.array([[1.0], [-2.0]])
        dh, dc = np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]])
        yield "everything", weights, [x], [np.ones(2)], h, c, dh, dc
        # two steps; the second sample ends after the first
        yield "everything", weights, [x, 0.5 * x], [np.ones(2), np.array([1.0, 0.0])], h, c, dh, dc
    elif group == "forward":
        for n, i, h in ((1, 3, 2), (4, 2, 3), (3, 5, 1), (2, 1, 4)):
            yield draw(rng, "forward", n, i, h)
    elif group == "states":
        for n, i, h in ((1, 3, 2), (4, 2, 3), (2, 1, 4)):
            yield draw(rng, "states", n, i, h)
    elif group == "memory":
        for n, i, h in ((1, 3, 2), (4, 2, 3)):
            case = draw(rng, "states", n, i, h, memory=True)
            yield case
            yield (*case[:6], np.zeros((n, h)), case[7])
    elif group == "weights":
        for n, i, h in ((1, 3, 2), (4, 2, 3), (3, 5, 1)):
            yield draw(rng, "weights", n, i, h)
    elif group == "steps":
        for n, i, h, steps in ((3, 2, 4, 5), (4, 3, 2, 3)):
            case = draw(rng, "everything", n, i, h, steps, memory=True)
            lengths = rng.permutation(n) + steps - n + 1
            masks = [(t < lengths) * 1.0 for t in range(steps)]
            yield (*case[:3], masks, *case[4:])
            yield case
    elif group == "large":
        for sign in (1.0, -1.0):
            for gate in range(4):  # of the first unit; the second stays moderate
                what, weights, *rest = draw(rng, "everything", 2, 3, 2)
                weights[2][2 * gate] += sign * 800.0
                yield what, weights, *rest
    elif group == "purity":
        for steps in (1, 2):
            yield draw(rng, "everything", 3, 2, 4, steps, memory=True)
