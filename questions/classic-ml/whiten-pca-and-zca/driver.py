"""Describes z, mean and w so that the sign of a PCA column does not matter.

In `null` the columns of a PCA belonging to the eigenvalue 0 may be any orthonormal basis; what they
have in common is w @ w.T.
"""

import numpy as np


def drive(solution, what, x, kind, eps):
    z, mean, w = solution(x, kind, eps)
    told = {"z": z, "mean": mean, "w": w}
    if kind == "pca" and isinstance(z, np.ndarray) and isinstance(w, np.ndarray) and w.ndim == 2:
        top = np.abs(w).argmax(axis=0)
        sign = np.where(w[top, np.arange(w.shape[1])] < 0, -1.0, 1.0)
        told["w"] = w @ w.T if what == "null" else w * sign
        if z.shape[-1:] == sign.shape:
            told["z"] = np.abs(z) if what == "null" else z * sign
    return told
