import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def f(z, act):
    if act == "sigmoid":
        return sigmoid(z)
    return np.tanh(z) if act == "tanh" else np.maximum(z, 0)


def df(z, act):
    if act == "sigmoid":
        return sigmoid(z) * (1 - sigmoid(z))
    return 1 - np.tanh(z) ** 2 if act == "tanh" else (z > 0).astype(float)


def mlp_backprop(Ws, bs, x, y, act, loss):
    N = x.shape[0]
    zs, acts = [], [x]
    for W, b in zip(Ws, bs):
        zs.append(acts[-1] @ W.T + b)
        acts.append(f(zs[-1], act))
    if loss == "mse":
        out = sigmoid(zs[-1])
        delta = (out - y) * out * (1 - out)
    else:
        p = np.exp(zs[-1] - zs[-1].max(axis=1, keepdims=True))
        p = p / p.sum(axis=1, keepdims=True)
        delta = p - np.eye(p.shape[1])[y]
    dWs, dbs = [None] * len(Ws), [None] * len(Ws)
    for l in range(len(Ws) - 1, -1, -1):
        dWs[l] = delta.T @ acts[l]
        dbs[l] = delta.sum(axis=0)
        if l > 0:
            delta = (delta @ Ws[l]) * df(zs[l - 1], act)
    return dWs, dbs
