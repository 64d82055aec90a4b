import numpy as np


def switchable_norm(x, w_mean, w_var, gamma, beta, eps):
    wm = np.exp(w_mean - np.max(w_mean))
    wm = wm / wm.sum()
    wv = np.exp(w_var - np.max(w_var))
    wv = wv / wv.sum()
    mean_in = x.mean(axis=(2, 3), keepdims=True)
    var_in = x.var(axis=(2, 3), keepdims=True)
    mean_ln = x.mean(axis=(1, 2, 3), keepdims=True)
    var_ln = x.var(axis=(1, 2, 3), keepdims=True)
    mean_bn = x.mean(axis=(0, 2, 3), keepdims=True)
    var_bn = x.var(axis=(0, 2, 3), keepdims=True)
    xhat = wm[0] * (x - mean_in) / np.sqrt(var_in + eps)
    xhat = xhat + wm[1] * (x - mean_ln) / np.sqrt(var_ln + eps)
    xhat = xhat + wm[2] * (x - mean_bn) / np.sqrt(var_bn + eps)
    return gamma.reshape(1, -1, 1, 1) * xhat + beta.reshape(1, -1, 1, 1)
