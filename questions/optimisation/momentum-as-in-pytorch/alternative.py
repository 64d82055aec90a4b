"""No recursion: keep all gradients so far and weigh each one by its age."""

import numpy as np


def momentum_step(p, g, v, lr, mu, dampening, nesterov):
    if nesterov and not (mu > 0 and dampening == 0):
        raise ValueError("Nesterov needs momentum and no dampening")
    past = [*(v or []), np.array(g)]
    ages = np.arange(len(past) - 1, -1, -1)
    weights = np.power(float(mu), ages)
    if mu > 0:
        weights[1:] *= 1.0 - dampening
    velocity = np.tensordot(weights, np.stack(past), axes=1)
    direction = past[-1] + mu * velocity if nesterov else velocity
    return p - lr * direction, past
