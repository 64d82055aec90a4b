"""Cases for rnn_padded: (what, x, lengths, h0, w_ih, w_hh, b_ih, b_hh, dlast), see driver.py.

All samples have the full length in `forward`, `data` and `parameters`; a length of 0 occurs in
`zero` and the sample only, NaN in `padding` only.
"""

import numpy as np


def draw(rng, what, lengths, i, h, steps=None):
    def signed(*shape):
        return rng.uniform(0.3, 1.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)

    n, steps = len(lengths), max(lengths) if steps is None else steps
    x = signed(steps, n, i)
    for k, length in enumerate(lengths):
        x[length:, k] = 0.0
    weights = [signed(h, i), 0.7 * signed(h, h), signed(h), signed(h)]
    return what, x, np.array(lengths), signed(n, h), *weights, signed(n, h)


def cases(rng, group):
    if group == "sample":
        # one unit, two samples of lengths 2 and 0; the padding holds a 9
        x = np.array([[[1.0], [9.0]], [[-1.0], [9.0]]])
        h0, dlast = np.array([[0.0], [0.5]]), np.array([[1.0], [2.0]])
        weights = [np.array([[1.0]]), np.array([[0.5]]), np.array([1.0]), np.array([-1.0])]
        yield "everything", x, np.array([2, 0]), h0, *weights, dlast
        weights = [np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.0, 1.0], [0.0, 0.0]])]
        weights += [np.array([0.0, 0.5]), np.array([0.0, 0.5])]
        x = np.array([[[0.5, 0.0]], [[0.0, -1.0]], [[1.0, 1.0]]])
        yield (
            "everything",
            x,
            np.array([3]),
            np.array([[0.0, 0.0]]),
            *weights,
            np.array([[1.0, 0.0]]),
        )
    elif group == "forward":
        for n, i, h, steps in ((1, 2, 3, 1), (3, 2, 4, 5), (4, 3, 2, 3)):
            yield draw(rng, "state", [steps] * n, i, h)
    elif group == "data":
        for n, i, h, steps in ((1, 2, 3, 1), (3, 2, 4, 5), (4, 3, 2, 3)):
            yield draw(rng, "data", [steps] * n, i, h)
    elif group == "parameters":
        for n, i, h, steps in ((1, 2, 3, 1), (3, 2, 4, 5), (4, 3, 2, 3)):
            yield draw(rng, "parameters", [steps] * n, i, h)
    elif group == "lengths":
        for what in ("state", "data", "parameters"):
            yield draw(rng, what, (rng.permutation(4) + 1).tolist(), 2, 3)
            yield draw(rng, what, (rng.permutation(3) + 2).tolist(), 3, 2, steps=7)
    elif group == "zero":
        for what in ("state", "data", "parameters"):
            yield draw(rng, what, rng.permutation(3).tolist(), 3, 2, steps=4)
        yield draw(rng, "everything", [0, 0], 3, 2, steps=2)
        yield draw(rng, "everything", [0, 0, 0], 3, 2, steps=0)
    elif group == "padding":
        for junk in (1.0e6, np.nan):
            case = draw(rng, "everything", (rng.permutation(4) + 1).tolist(), 3, 2, steps=6)
            for k, length in enumerate(case[2]):
                case[1][length:, k] = junk
            yield case
