import numpy as np


def norm_forward(x, kind, groups, gamma, beta, eps):
    shape = x.shape
    if x.ndim == 3:
        if kind != "ln":
            raise ValueError("only ln takes three axes")
        sets, over, keep = x, 2, (0, 1)
    elif kind == "bn":
        sets, over, keep = x, (0, 2, 3), (0, 2, 3)
    elif kind == "ln":
        sets, over, keep = x, (1, 2, 3), 0
    elif kind == "in":
        sets, over, keep = x, (2, 3), (0, 2, 3)
    else:
        if shape[1] % groups != 0:
            raise ValueError("the channels cannot be divided")
        sets, over, keep = x.reshape(shape[0], groups, -1), 2, (0, 2, 3)
    g = gamma if kind == "ln" else gamma.reshape(-1, 1, 1)
    b = beta if kind == "ln" else beta.reshape(-1, 1, 1)
    mu = sets.mean(axis=over, keepdims=True)
    var = sets.var(axis=over, keepdims=True)
    std = np.sqrt(var + eps)
    xhat = (sets - mu) / std
    y = xhat.reshape(shape) * g + b

    def backward(dout):
        dxhat = (dout * g).reshape(sets.shape)
        dx = dxhat / std
        dgamma = (dout * xhat.reshape(shape)).sum(axis=keep)
        dbeta = dout.sum(axis=keep)
        return dx.reshape(shape), dgamma, dbeta

    return y, backward
