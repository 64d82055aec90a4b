import numpy as np


def opt_step(name, p, g, state, hp):
    g = g + hp["weight_decay"] * p
    zeros = np.zeros_like(p)
    if name == "sgd":
        step = g
    elif name in ("momentum", "nesterov"):
        v = hp["mu"] * state.get("v", zeros) + g
        state = {"v": v}
        step = g + hp["mu"] * v if name == "nesterov" else v
    elif name == "adagrad":
        total = state.get("total", zeros) + g * g
        state = {"total": total}
        step = g / (np.sqrt(total) + hp["eps"])
    else:
        mean = hp["rho"] * state.get("mean", zeros) + (1 - hp["rho"]) * g * g
        if name == "rmsprop":
            state = {"mean": mean}
            step = g / (np.sqrt(mean) + hp["eps"])
        else:
            moved = state.get("moved", zeros)
            step = np.sqrt(moved + hp["eps"]) / np.sqrt(mean + hp["eps"]) * g
            state = {"mean": mean, "moved": hp["rho"] * moved + (1 - hp["rho"]) * step * step}
    return p - hp["lr"] * step, state
