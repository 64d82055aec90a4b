import numpy as np


def adam_step(variant, p, g, state, hp):
    lr, b1, b2, eps, wd = (hp[k] for k in ("lr", "beta1", "beta2", "eps", "weight_decay"))
    t = state.get("t", 0) + 1
    if variant == "adamw":
        p = p * (1 - lr * wd)
    else:
        g = g + wd * p
    m = b1 * state.get("m", 0.0) + (1 - b1) * g
    v = b2 * state.get("v", 0.0) + (1 - b2) * g**2
    peak = np.maximum(state.get("peak", 0.0), v / (1 - b2**t))
    mhat = m / (1 - b1**t)
    if variant == "nadam":
        mhat = b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t)
    vhat = peak if variant == "amsgrad" else v / (1 - b2**t)
    p = p - lr * mhat / (np.sqrt(vhat) + eps)
    return p, {"t": t, "m": m, "v": v, "peak": peak}
