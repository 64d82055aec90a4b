"""No recursion: the weight of every gradient so far in the numerator, written out."""

import math

import numpy as np


def nadam_step(rule, p, g, state, hp):
    past = [*state.get("past", []), np.array(g)]
    steps = len(past)
    ages = np.arange(steps - 1, -1, -1.0)
    momenta = [hp["beta1"]] * (steps + 1)
    if rule == "pytorch":
        momenta = [
            hp["beta1"] * (1.0 - math.exp(n * hp["psi"] * math.log(0.96)) / 2.0)
            for n in range(1, steps + 2)
        ]
    mass = 1.0 - math.prod(momenta[:steps])
    next_mass = mass if rule == "ruder" else 1.0 - math.prod(momenta)
    weights = momenta[steps] * (1.0 - hp["beta1"]) * hp["beta1"] ** ages / next_mass
    weights[-1] += (1.0 - momenta[steps - 1]) / mass
    each = np.stack(past)
    squares = hp["beta2"] ** ages
    spread = np.sqrt(np.tensordot(squares / squares.sum(), each**2, axes=1))
    mean = np.tensordot(weights, each, axes=1)
    return p - hp["lr"] * mean / (spread + hp["eps"]), {"past": past}
