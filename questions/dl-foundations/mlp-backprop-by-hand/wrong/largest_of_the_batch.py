import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


FUNCTIONS = {
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    "tanh": (np.tanh, lambda z: 1.0 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0.0), lambda z: (z > 0) * 1.0),
}


def mlp_backprop(Ws, bs, x, y, act, loss):
    value, slope = FUNCTIONS[act]
    inputs, sums = [], []
    a = x
    for W, b in zip(Ws, bs):
        inputs.append(a)
        sums.append(a @ W.T + b)
        a = value(sums[-1])

    z = sums[-1]
    if loss == "mse":
        delta = (sigmoid(z) - y) * sigmoid(z) * sigmoid(-z)
    else:
        delta = np.exp(z - z.max())
        delta /= delta.sum(axis=1, keepdims=True)
        delta[np.arange(len(y)), y] -= 1.0
    delta /= len(x)

    dWs, dbs = [], []
    for layer in reversed(range(len(Ws))):
        dWs.insert(0, delta.T @ inputs[layer])
        dbs.insert(0, delta.sum(axis=0))
        if layer:
            delta = delta @ Ws[layer] * slope(sums[layer - 1])
    return dWs, dbs
