import numpy as np


def nadam_step(rule, p, g, state, hp):
    b1, b2 = hp["beta1"], hp["beta2"]
    t = state.get("t", 0) + 1
    m = b1 * state.get("m", 0.0) + (1 - b1) * g
    v = b2 * state.get("v", 0.0) + (1 - b2) * g**2
    mu = b1
    if rule == "pytorch":
        mu = b1 * (1 - 0.5 * 0.96 ** (t * hp["psi"]))
    prod = state.get("prod", 1.0) * mu
    c = 1 - prod if rule == "ruder" else 1 - prod * mu
    mbar = mu * m / c + (1 - mu) * g / (1 - prod)
    p = p - hp["lr"] * mbar / (np.sqrt(v / (1 - b2**t)) + hp["eps"])
    return p, {"t": t, "m": m, "v": v, "prod": prod}
