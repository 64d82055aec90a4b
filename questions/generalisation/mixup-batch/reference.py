import numpy as np


def mixup(x, y, classes, alpha, each, rng):
    n = len(x)
    lam = (
        rng.beta(alpha, alpha, size=n if each else None)
        if alpha > 0
        else np.ones(n if each else ())
    )
    other = rng.permutation(n)

    def mixed(a):
        share = np.reshape(lam, (-1,) + (1,) * (a.ndim - 1)).astype(x.dtype)
        return share * a + (1 - share) * a[other]

    return mixed(x), mixed(np.eye(classes, dtype=x.dtype)[y]), np.asarray(lam)
