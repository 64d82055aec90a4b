import numpy as np


def logreg_loss_grad(w, b, X, y, l2=0.0, l1=0.0):
    m = len(y)
    t = (y > 0).astype(float)
    z = X @ w + b
    h = np.where(z >= 0, 1.0, np.exp(-np.abs(z))) / (1.0 + np.exp(-np.abs(z)))
    nll = np.maximum(z, 0) - t * z + np.log1p(np.exp(-np.abs(z)))
    J = nll.mean() + l2 / (2 * m) * np.sum(w**2) + l1 / m * np.sum(np.abs(w))
    dw = X.T @ (h - t) / m + l2 / m * w + l1 / m * np.sign(w)
    db = np.mean(h - t)
    return J, np.squeeze(dw), db
