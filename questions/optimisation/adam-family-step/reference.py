import numpy as np


def adam_step(variant, p, g, state, hp):
    lr, beta1, beta2 = hp["lr"], hp["beta1"], hp["beta2"]
    if variant == "adamw":
        p = p - lr * hp["weight_decay"] * p
    else:
        g = g + hp["weight_decay"] * p
    zeros = np.zeros_like(p)
    t = state.get("t", 0) + 1
    m = beta1 * state.get("m", zeros) + (1 - beta1) * g
    v = beta2 * state.get("v", zeros) + (1 - beta2) * g * g
    top = np.maximum(state.get("top", zeros), v)
    if variant == "nadam":
        m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    else:
        m_hat = m / (1 - beta1**t)
    v_hat = (top if variant == "amsgrad" else v) / (1 - beta2**t)
    return p - lr * m_hat / (np.sqrt(v_hat) + hp["eps"]), {"t": t, "m": m, "v": v, "top": top}
