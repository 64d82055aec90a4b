import numpy as np


def rmsprop_step(p, g, state, hp):
    a = hp["alpha"]
    s = a * state.get("s", 0.0) + (1 - a) * g**2
    m = a * state.get("m", 0.0) + (1 - a) * g
    var = s - m**2 if hp["centered"] else s
    u = g / (np.sqrt(var) + hp["eps"])
    buf = hp["mu"] * state.get("buf", 0.0) + u
    return p - hp["lr"] * buf, {"s": s, "m": m, "buf": buf}
