"""Cases: (weights, sparsity, scope).

No two magnitudes (or norms of rows) are equal except in `ties`; layers differ in scale, so that a
global choice differs from one per layer.
"""

import numpy as np

SHAPES = ((6, 8), (5, 3), (12,))
MATRICES = ((10, 4), (6, 8), (5, 7))


def layers(rng, shapes):
    return [rng.normal(size=shape) * rng.uniform(0.5, 2.0) * 3**i for i, shape in enumerate(shapes)]


def share(rng, n, over):
    """A sparsity that asks for a whole number of n, and a bit more or less than that."""
    return (int(rng.integers(n // 4, n - 2)) + over) / n


def cases(rng, group):
    if group == "sample":
        w = [np.array([[0.5, -3.0], [-0.1, 2.0]]), np.array([0.5, -1.0, 0.5, 6.0])]
        for scope in ("global", "layer"):
            yield w, 0.25, scope
        yield [np.array([[0.5, -3.0], [2.0, 2.0], [-1.0, 1.0]])], 1 / 3, "rows"
    elif group == "layer":
        for over in (-0.4, 0.0, 0.4):
            for shape in ((4, 10), (3, 5, 2), (30,)):
                yield layers(rng, [shape]), share(rng, int(np.prod(shape)), over), "layer"
        yield layers(rng, [(20, 3), (12, 5), (60,)]), share(rng, 60, -0.4), "layer"
    elif group == "global":
        for over in (-0.4, 0.0, 0.4):
            yield layers(rng, SHAPES), share(rng, 75, over), "global"
    elif group == "rows":
        for over in (-0.4, 0.4):
            for shape in MATRICES:
                w = layers(rng, [shape])
                # a row of many small numbers may outweigh one with a single larger number
                w[0][0] = 0.01
                w[0][0, 0] = 1.5
                w[0][1] = np.sqrt(1.6**2 / shape[1]) * rng.choice([-1.0, 1.0], size=shape[1])
                w[0][2:] *= 10
                yield w, 1 / shape[0], "rows"
                yield w, share(rng, shape[0], over), "rows"
        for sparsity in (0.34, 0.4, 0.62):
            # several layers: each loses its own share, however small all rows of the first are
            yield [a * 100.0**i for i, a in enumerate(layers(rng, MATRICES))], sparsity, "rows"
    elif group == "exact":
        for n in (10, 30, 100):
            for tenth in (0.1, 0.3, 0.7, 0.9):
                yield [rng.normal(size=n)], tenth, "layer"
        yield [rng.normal(size=100)], 0.29, "layer"
        yield [rng.normal(size=100)], 0.57, "layer"
    elif group == "ends":
        for scope in ("layer", "global", "rows"):
            for sparsity in (0.0, 1.0):
                yield layers(rng, MATRICES), sparsity, scope
    elif group == "ties":
        for scope in ("layer", "global"):
            yield [rng.choice([-2.0, -1.0, 1.0, 2.0], size=s) for s in ((4, 6), (24,))], 0.4, scope
            yield [np.full((5, 4), -1.5), np.full(20, 1.5)], 0.6, scope
        yield [np.repeat([[3.0, -4.0], [5.0, 0.0]], [4, 3], axis=0)], 3 / 7, "rows"
    elif group == "zeros":
        for scope in ("layer", "global"):
            w = layers(rng, [(6, 5), (10, 3)])
            for a in w:
                a[rng.random(a.shape) < 0.5] = 0.0
            yield w, 0.8, scope
            yield w, 0.1, scope
    elif group == "purity":
        for scope in ("layer", "global", "rows"):
            yield layers(rng, MATRICES), 0.4, scope
