"""A weighted variance in two passes over all gradients so far; the initial 0 counts as one more."""

import numpy as np


def rmsprop_step(p, g, state, hp):
    past = [*state.get("past", [np.zeros_like(g)]), np.array(g)]
    moves = state.get("moves", [])
    ages = np.arange(len(past) - 1, -1, -1.0)
    weights = hp["alpha"] ** ages
    weights[1:] *= 1.0 - hp["alpha"]
    each = np.stack(past)
    if hp["centered"]:
        each = each - np.tensordot(weights, each, axes=1)
    spread = np.sqrt(np.tensordot(weights, each * each, axes=1))
    moves = [*moves, g / (spread + hp["eps"])]
    velocity = sum(hp["mu"] ** age * move for age, move in enumerate(reversed(moves)))
    return p - hp["lr"] * velocity, {"past": past, "moves": moves}
