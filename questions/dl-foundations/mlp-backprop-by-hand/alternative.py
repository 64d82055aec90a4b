"""No backward pass at all: one complex step per parameter, exact to rounding."""

import numpy as np

TINY = 1e-100


def sigmoid(z):
    sign = np.where(z.real < 0, -1.0, 1.0)
    e = np.exp(-sign * z)
    return np.where(sign < 0, e, 1.0) / (1.0 + e)


FUNCTIONS = {"sigmoid": sigmoid, "tanh": np.tanh, "relu": lambda z: np.where(z.real > 0, z, 0.0)}


def cost(Ws, bs, x, y, act, loss):
    a = x
    for W, b in zip(Ws[:-1], bs[:-1]):
        a = FUNCTIONS[act](a @ W.T + b)
    z = a @ Ws[-1].T + bs[-1]
    if loss == "mse":
        error = sigmoid(z) - y
        return (error * error).sum() / (2 * len(x))
    top = z.real.max(axis=1)
    log_total = top + np.log(np.exp(z - top[:, None]).sum(axis=1))
    return (log_total - z[np.arange(len(x)), y]).mean()


def mlp_backprop(Ws, bs, x, y, act, loss):
    Ws, bs = [W.astype(complex) for W in Ws], [b.astype(complex) for b in bs]
    gradients = []
    for params in (Ws, bs):
        gradients.append([])
        for p in params:
            g = np.zeros(p.shape)
            for place in np.ndindex(p.shape):
                p[place] += 1j * TINY
                g[place] = cost(Ws, bs, x, y, act, loss).imag / TINY
                p[place] -= 1j * TINY
            gradients[-1].append(g)
    return tuple(gradients)
