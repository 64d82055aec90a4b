"""Cases: (what, model, repeats, bags, x, ys, x0, f0, y0s): see the statement.

Only `bagging` has more than one bag. The truth is curved, so that every model has a bias that
changes its sign from point to point.
"""

import numpy as np

MODELS = ("constant", "line", "nearest")


def draw(rng, what, name, repeats, bags=1, points=7):
    x = np.sort(rng.uniform(0.0, 1.0, size=int(rng.integers(5, 9))))
    x0 = rng.permutation(np.linspace(0.03, 0.97, points)) + rng.uniform(-0.02, 0.02, size=points)
    phase, high = rng.uniform(0.0, 6.0), rng.uniform(1.0, 2.0)

    def truth(at):
        return high * np.sin(2 * np.pi * at + phase) + 0.5

    sd = rng.uniform(0.4, 0.8)
    ys = truth(x) + sd * rng.standard_normal((repeats * bags, len(x)))
    y0s = truth(x0) + sd * rng.standard_normal((repeats, points))
    return what, name, repeats, bags, x, ys, x0, truth(x0), y0s


def cases(rng, group):
    if group == "sample":
        x, x0, f0 = np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([0.0, 4.0])
        ys = np.array([[0.0, 2.0], [1.0, 3.0], [2.0, 4.0], [0.0, 6.0]])
        y0s = np.array([[1.0, 4.0], [-1.0, 6.0]])
        yield "all", "constant", 2, 1, x, ys, x0, f0, y0s
        yield "all", "constant", 2, 2, x, ys, x0, f0, y0s
        yield "calls", "constant", 2, 2, x, ys, x0, f0, y0s
    elif group in ("bias2", "variance", "noise", "mse"):
        for name in MODELS:
            for repeats in (2, 5, 12):
                yield draw(rng, group, name, repeats)
        yield draw(rng, group, "line", 6, points=1)
        if group == "bias2":  # hardly any bias, so that the estimate is negative
            *case, x, ys, _, _, y0s = draw(rng, group, "nearest", 3)
            f0 = ys.mean(axis=0) + rng.uniform(-0.05, 0.05, size=len(x))
            yield *case, x, ys, x.copy(), f0, y0s[:, :1] + np.zeros(len(x))
    elif group == "bagging":
        for name in MODELS:
            for repeats, bags in ((4, 3), (3, 5)):
                yield draw(rng, "all", name, repeats, bags)
    elif group == "calls":
        for repeats, bags in ((4, 1), (3, 4), (6, 2)):
            yield draw(rng, "calls", "line", repeats, bags)
    elif group == "purity":
        yield draw(rng, "all", "line", 3, 2)
