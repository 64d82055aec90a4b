"""Bias correction as a weighted mean: the weights of all gradients so far, divided by their sum."""

import numpy as np


def weighted(items, beta):
    """Return the mean of the items with the weight beta**age."""
    weights = beta ** np.arange(len(items) - 1, -1, -1.0)
    return np.tensordot(weights / weights.sum(), np.stack(items), axes=1)


def adam_step(variant, p, g, state, hp):
    decay = hp["weight_decay"]
    gradients = [*state.get("gradients", []), g if variant == "adamw" else g + decay * p]
    squares = [each * each for each in gradients]
    means = [weighted(squares[: n + 1], hp["beta2"]) for n in range(len(squares))]
    mean_square = means[-1]
    if variant == "amsgrad":
        # the largest raw average, then corrected for the number of steps taken now
        mass = [1.0 - hp["beta2"] ** (n + 1) for n in range(len(means))]
        mean_square = (
            np.max([mean * share for mean, share in zip(means, mass, strict=True)], axis=0)
            / mass[-1]
        )
    if variant == "nadam":
        # the average after one more step whose gradient is still unknown, plus today's gradient
        steps = len(gradients)
        future = weighted([*gradients, np.zeros_like(g)], hp["beta1"])
        direction = future + gradients[-1] * (1.0 - hp["beta1"]) / (1.0 - hp["beta1"] ** steps)
    else:
        direction = weighted(gradients, hp["beta1"])
    new = p - hp["lr"] * direction / (np.sqrt(mean_square) + hp["eps"])
    if variant == "adamw":
        new = new - hp["lr"] * decay * p
    return new, {"gradients": gradients}
