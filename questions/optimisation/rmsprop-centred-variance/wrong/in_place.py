import numpy as np


def rmsprop_step(p, g, state, hp):
    a = hp["alpha"]
    d = g - state.get("m", 0.0)
    m = state.get("m", 0.0) + (1 - a) * d
    if hp["centered"]:
        s = a * (state.get("s", 0.0) + (1 - a) * d**2)
    else:
        s = a * state.get("s", 0.0) + (1 - a) * g**2
    g /= np.sqrt(s) + hp["eps"]
    buf = hp["mu"] * state.get("buf", 0.0) + g
    return p - hp["lr"] * buf, {"s": s, "m": m, "buf": buf}
