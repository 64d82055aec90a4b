import numpy as np


def nadam_step(rule, p, g, state, hp):
    beta1, beta2 = hp["beta1"], hp["beta2"]
    t = state.get("t", 0) + 1
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * g
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * g**2

    def momentum(step):
        return beta1 * (1 - 0.5 * 0.96 ** (step * hp["psi"])) if rule == "pytorch" else beta1

    now, later = momentum(t), momentum(t + 1)
    product = state.get("product", 1.0) * now
    ahead = product if rule == "ruder" else product * later
    mean = later * m / (1 - ahead) + (1 - now) * g / (1 - product)
    new = p - hp["lr"] * mean / (np.sqrt(v / (1 - beta2**t)) + hp["eps"])
    return new, {"t": t, "m": m, "v": v, "product": product}
