import numpy as np


def norm_forward(x, kind, groups, gamma, beta, eps):
    if x.ndim == 3:
        if kind != "ln":
            raise ValueError(f"{kind} needs (N, C, H, W)")
        view, axes, owners = x.shape, (2,), (0, 1)  # owners: the axes that share gamma and beta
    else:
        n, c, h, w = x.shape
        if kind == "gn" and c % groups:
            raise ValueError(f"{groups} groups do not divide {c} channels")
        view = (n, groups, c // groups, h, w) if kind == "gn" else x.shape
        axes = {"bn": (0, 2, 3), "ln": (1, 2, 3), "in": (2, 3), "gn": (2, 3, 4)}[kind]
        owners = (0,) if kind == "ln" else (0, 2, 3)
    scale, shift = gamma, beta
    if kind != "ln":
        scale, shift = gamma[:, None, None], beta[:, None, None]

    def mean(a):
        return np.broadcast_to(a.reshape(view).mean(axis=axes, keepdims=True), view).reshape(
            a.shape
        )

    centred = x - mean(x)
    inverse = 1 / np.sqrt(mean(centred**2) + eps)
    xhat = centred * inverse

    def backward(dout):
        dxhat = dout * scale
        dx = inverse * (dxhat - mean(dxhat) - xhat * mean(dxhat * xhat))
        return dx, (dout * xhat).sum(axis=owners), dout.sum(axis=owners)

    return xhat * scale + shift, backward
