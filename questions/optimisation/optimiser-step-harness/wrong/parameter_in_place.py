import numpy as np


def opt_step(name, p, g, state, hp):
    lr = hp["lr"]
    g = g + hp["weight_decay"] * p
    new = dict(state)
    if name == "sgd":
        p -= lr * g
        return p, new
    if name in ("momentum", "nesterov"):
        mu = hp["mu"]
        new["v"] = mu * state.get("v", 0.0) + g
        if name == "momentum":
            return p - lr * new["v"], new
        return p - lr * (g + mu * new["v"]), new
    eps = hp["eps"]
    if name == "adagrad":
        new["s"] = state.get("s", 0.0) + g**2
        return p - lr * g / (np.sqrt(new["s"]) + eps), new
    rho = hp["rho"]
    new["s"] = rho * state.get("s", 0.0) + (1 - rho) * g**2
    if name == "rmsprop":
        return p - lr * g / (np.sqrt(new["s"]) + eps), new
    d = state.get("d", 0.0)
    step = g * np.sqrt(d + eps) / np.sqrt(new["s"] + eps)
    new["d"] = rho * d + (1 - rho) * step**2
    return p - lr * step, new
