"""Cases for nag_step: (start, A, b, c, rates, mus, watch[, v]); the gradient: A x - b[call] + c x**3.

Rates and momenta change in `schedule` only; b changes from call to call in `batches` only; points
are compared in `probes` and the samples only. `purity` goes on from a velocity that is an input.
"""

import numpy as np


def draw(rng, size=3, steps=8, c=0.0, batches=1, changing=False, watch=False):
    root = rng.uniform(-1.0, 1.0, size=(size, size))
    start = rng.uniform(1.0, 2.0, size=size) * rng.choice([-1.0, 1.0], size=size)
    b = rng.uniform(-2.0, 2.0, size=(batches, size))
    lr, mu = float(rng.uniform(0.1, 0.2)), float(rng.uniform(0.6, 0.9))
    rates, mus = [lr] * steps, [mu] * steps
    if changing:
        rates = [lr * 0.6**step for step in range(steps)]
        mus = [mu * (1.0 - 0.5**step) for step in range(1, steps + 1)]
    return start, root @ root.T + 0.3 * np.eye(size), b, c, rates, mus, watch


def cases(rng, group):
    if group == "sample":
        bowl = np.array([[1.0, 0.0], [0.0, 4.0]])
        start, b = np.array([1.0, 1.0]), np.zeros((1, 2))
        yield start, bowl, b, 0.0, [0.25] * 3, [0.5] * 3, True
        yield start, bowl, b, 0.0, [0.25, 0.1], [0.5, 0.8], True
    elif group == "steps":
        for size in (1, 3, 5):
            yield draw(rng, size=size)
        yield draw(rng, c=float(rng.uniform(0.2, 0.4)))
        yield draw(rng, steps=25)
    elif group == "schedule":
        for size in (2, 4):
            yield draw(rng, size=size, changing=True)
        *case, mus, watch = draw(rng, changing=True)
        mus[0] = mus[1] = mus[4] = 0.0  # no momentum now, but some later
        yield *case, mus, watch
    elif group == "batches":
        for batches in (3, 5):
            yield draw(rng, batches=batches)
    elif group == "probes":
        for size in (2, 3):
            yield draw(rng, size=size, watch=True)
    elif group == "purity":
        yield *draw(rng, steps=3), rng.uniform(0.5, 1.0, size=3)
