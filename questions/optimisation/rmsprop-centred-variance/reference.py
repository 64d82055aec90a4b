import numpy as np


def rmsprop_step(p, g, state, hp):
    alpha = hp["alpha"]
    mean, scale, velocity = state.get("all", np.zeros((3, *g.shape)))
    if hp["centered"]:
        gap = g - mean
        mean = mean + (1 - alpha) * gap
        scale = alpha * (scale + (1 - alpha) * gap**2)
    else:
        scale = alpha * scale + (1 - alpha) * g**2
    velocity = hp["mu"] * velocity + g / (np.sqrt(scale) + hp["eps"])
    return p - hp["lr"] * velocity, {"all": (mean, scale, velocity)}
