"""Keeps every gradient and step so far and evaluates the sums that the recursions stand for."""

import numpy as np


def decayed(items, factor, weight=1.0):
    """Return weight * (newest + factor * second newest + factor**2 * third newest + ...)."""
    return weight * sum(factor**age * item for age, item in enumerate(reversed(items)))


def opt_step(name, p, g, state, hp):
    gradients = [*state.get("gradients", []), g + hp["weight_decay"] * p]
    steps = state.get("steps", [])
    squares = [each**2 for each in gradients]
    newest = gradients[-1]
    if name == "sgd":
        step = newest
    elif name == "momentum":
        step = decayed(gradients, hp["mu"])
    elif name == "nesterov":  # the same sum one step further on, the gradient repeated
        step = decayed([*gradients, newest], hp["mu"])
    elif name == "adagrad":
        step = newest / (np.sqrt(decayed(squares, 1.0)) + hp["eps"])
    elif name == "rmsprop":
        step = newest / (np.sqrt(decayed(squares, hp["rho"], 1.0 - hp["rho"])) + hp["eps"])
    else:
        above = (
            decayed(
                [np.zeros_like(newest), *(each**2 for each in steps)], hp["rho"], 1.0 - hp["rho"]
            )
            + hp["eps"]
        )
        below = decayed(squares, hp["rho"], 1.0 - hp["rho"]) + hp["eps"]
        step = newest * np.sqrt(above / below)
    return p - hp["lr"] * step, {"gradients": gradients, "steps": [*steps, step]}
