"""Cases for clip_grad_norm: (grads, max_norm).

Norms are far above 1e-6 except in `small`; None and empty arrays come in `absent` (and the samples)
only; types other than float64 in `single` and `half` only.
"""

import numpy as np

SHAPES = ((4, 3), (5,), (), (2, 1, 3))


def draw(rng, share, shapes=SHAPES, size=1.0, dtype=np.float64):
    """Gradients of very different sizes, and the given share of their norm."""
    grads = [
        np.asarray(
            size * 3.0**k * rng.uniform(0.5, 1.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)
        ).astype(dtype)
        for k, shape in enumerate(shapes)
    ]
    norm = np.sqrt(sum(np.sum(np.square(g, dtype=np.float64)) for g in grads))
    return grads, float(share * norm)


def cases(rng, group):
    if group == "sample":
        grads = [np.array([[3.0, 0.0]]), None, np.array([-4.0])]
        yield grads, 1.0
        yield grads, 10.0
    elif group == "global":
        for share in (0.5, 0.1, 1e-3):
            yield draw(rng, share)
        yield draw(rng, 0.7, shapes=((6,),))
    elif group == "below":
        for share in (1.001, 2.0, 50.0, np.inf):
            yield draw(rng, share)
        yield [np.zeros((2, 3)), np.zeros(4)], 1.0
    elif group == "small":
        for size in (1e-3, 1e-5, 1e-7):
            yield draw(rng, 0.5, size=size)
    elif group == "absent":
        grads, limit = draw(rng, 0.3)
        yield [None, *grads[:2], None, *grads[2:]], limit
        yield [*grads, np.zeros((0, 3))], limit
        yield [None, None], 1.0
        yield [], 1.0
    elif group == "single":
        yield draw(rng, 0.5, dtype=np.float32)
        yield draw(rng, 0.1, dtype=np.float32, size=1e25)
        grads, limit = draw(rng, 0.2)
        yield [g.astype([np.float32, np.float64][k % 2]) for k, g in enumerate(grads)], limit
    elif group == "half":
        for share in (0.5, 1e-8):
            yield draw(rng, share, shapes=((3, 2), (4,)), size=2e4, dtype=np.float16)
    elif group == "nonfinite":
        for value in (np.nan, np.inf, -np.inf):
            grads, limit = draw(rng, 0.5)
            grads[1][int(rng.integers(0, 5))] = value
            yield grads, limit
    elif group == "purity":
        yield draw(rng, 0.5)
