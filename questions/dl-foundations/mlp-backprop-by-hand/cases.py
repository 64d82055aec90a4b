"""Cases for mlp_backprop: (Ws, bs, x, y, act, loss).

`output`, `batch` and `large` have no hidden layer, `output` and `hidden` one sample only; only `relu` (and
the sample) has a pre-activation of exactly 0, only `large` has logits beyond 10.
"""

import numpy as np


def network(rng, widths, scale=1.0):
    Ws = [
        scale * rng.uniform(0.3, 1.0, size=(m, n)) * rng.choice([-1.0, 1.0], size=(m, n))
        for n, m in zip(widths, widths[1:])
    ]
    return Ws, [rng.uniform(-0.5, 0.5, size=m) for m in widths[1:]]


def data(rng, n, widths, loss):
    x = rng.uniform(0.3, 1.5, size=(n, widths[0])) * rng.choice([-1.0, 1.0], size=(n, widths[0]))
    if loss == "mse":
        return x, rng.uniform(-1.0, 2.0, size=(n, widths[-1]))
    return x, rng.integers(0, widths[-1], size=n)


def draw(rng, n, widths, act, loss):
    Ws, bs = network(rng, widths)
    return (Ws, bs, *data(rng, n, widths, loss), act, loss)


def cases(rng, group):
    if group == "sample":
        yield (
            [np.array([[1.0, -1.0]])],
            [np.array([0.0])],
            np.array([[2.0, 2.0]]),
            np.array([[1.0]]),
            "relu",
            "mse",
        )
        yield (
            [np.zeros((2, 1))],
            [np.array([0.0, np.log(3.0)])],
            np.array([[1.0], [3.0]]),
            np.array([0, 1]),
            "tanh",
            "softmax_ce",
        )
        yield (
            [
                np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]]),
                np.array([[1.0, 2.0, 4.0], [0.0, 1.0, 0.0]]),
            ],
            [np.zeros(3), np.array([-3.0, -1.0])],
            np.array([[1.0, 1.0], [-1.0, 2.0]]),
            np.array([[1.0, 0.0], [0.0, 1.0]]),
            "relu",
            "mse",
        )
        yield (
            [np.array([[0.0, 0.0]]), np.array([[1.0], [-1.0]])],
            [np.array([0.0]), np.array([0.0, 0.0])],
            np.array([[1.0, 2.0]]),
            np.array([1]),
            "sigmoid",
            "softmax_ce",
        )
    elif group == "output":
        for widths in ((3, 2), (2, 4), (5, 3)):
            for loss in ("mse", "softmax_ce"):
                yield draw(rng, 1, widths, "tanh", loss)
    elif group == "batch":
        for n, widths in ((4, (3, 2)), (3, (2, 5)), (6, (4, 3))):
            for loss in ("mse", "softmax_ce"):
                yield draw(rng, n, widths, "sigmoid", loss)
    elif group == "hidden":
        for act in ("sigmoid", "tanh"):
            yield draw(rng, 1, (3, 4, 2), act, "mse")
            yield draw(rng, 1, (2, 3, 5, 4), act, "softmax_ce")
            yield draw(rng, 1, (3, 3, 3, 3), act, "softmax_ce")
    elif group == "relu":
        for loss in ("mse", "softmax_ce"):
            Ws, bs = network(rng, (3, 4, 5, 2))
            x, y = data(rng, 1, (3, 2), loss)
            yield Ws, [np.abs(b) for b in bs], x, y, "relu", loss
            bs[0] = np.zeros(4)  # every sum of the first layer is exactly 0, and counts as "off"
            yield Ws, [np.abs(b) for b in bs], np.zeros_like(x), y, "relu", loss
    elif group == "deep":
        for act, depth in (("sigmoid", 12), ("sigmoid", 30), ("tanh", 20)):
            Ws, bs = network(rng, (1,) * (depth + 1))
            yield Ws, bs, np.array([[rng.uniform(0.5, 1.5)]]), np.array([[3.0]]), act, "mse"
    elif group == "large":
        for n, widths in ((3, (2, 4)), (2, (3, 5))):
            Ws, bs, x, y, act, loss = draw(rng, n, widths, "tanh", "softmax_ce")
            bs[-1][: rng.integers(1, 3)] += 1.0e3
            yield Ws, bs, x, y, act, loss
            yield Ws, [*bs[:-1], bs[-1] - 1.9e3], x, y, act, loss  # all below -890
        # all logits of one sample are large, those of another are as far below 0
        Ws, bs, x, y, act, loss = draw(rng, 3, (2, 4), "tanh", "softmax_ce")
        x[:, 0] = rng.permutation([-1.0, 0.0, 1.0])
        Ws[-1][:, 0] += 900.0
        yield Ws, bs, x, y, act, loss
        Ws, bs, x, y, act, loss = draw(rng, 3, (2, 4), "sigmoid", "mse")
        yield Ws, [bs[0] + np.array([800.0, -800.0, 0.0, 0.0])], x, y, act, loss
    elif group == "mixed":
        for act in ("sigmoid", "tanh", "relu"):
            for loss in ("mse", "softmax_ce"):
                yield draw(rng, int(rng.integers(2, 6)), (3, 5, 4, 2), act, loss)
