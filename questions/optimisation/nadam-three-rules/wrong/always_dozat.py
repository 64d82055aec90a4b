import numpy as np


def nadam_step(rule, p, g, state, hp):
    b1, b2 = hp["beta1"], hp["beta2"]
    t = state.get("t", 0) + 1
    m = b1 * state.get("m", 0.0) + (1 - b1) * g
    v = b2 * state.get("v", 0.0) + (1 - b2) * g**2
    mbar = b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t)
    p = p - hp["lr"] * mbar / (np.sqrt(v / (1 - b2**t)) + hp["eps"])
    return p, {"t": t, "m": m, "v": v}
