import numpy as np


def switchable_norm(x, w_mean, w_var, gamma, beta, eps):
    wm = np.exp(w_mean - np.max(w_mean))
    wm = wm / wm.sum()
    wv = np.exp(w_var - np.max(w_var))
    wv = wv / wv.sum()
    mean_in = x.mean(axis=(2, 3), keepdims=True)
    var_in = x.var(axis=(2, 3), keepdims=True)
    mean_ln = x.mean(axis=(1, 2, 3), keepdims=True)
    var_ln = var_in.mean(axis=1, keepdims=True)
    mean_bn = x.mean(axis=(0, 2, 3), keepdims=True)
    var_bn = var_in.mean(axis=0, keepdims=True)
    mean = wm[0] * mean_in + wm[1] * mean_ln + wm[2] * mean_bn
    var = wv[0] * var_in + wv[1] * var_ln + wv[2] * var_bn
    xhat = (x - mean) / np.sqrt(var + eps)
    return gamma.reshape(1, -1, 1, 1) * xhat + beta.reshape(1, -1, 1, 1)
