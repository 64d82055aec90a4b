"""Counts connections: how many entries of the weight touch one output, how many one input."""

import numpy as np

SQUARED_GAIN = {"linear": 1.0, "sigmoid": 1.0, "tanh": 25.0 / 9.0, "relu": 2.0}


def init_weights(shape, kind, mode, nonlin, groups, rng):
    entries = int(np.prod(shape))
    into = entries // shape[0]  # every output has its own slice of the weight
    out_of = entries // (shape[1] * groups)  # there are shape[1] * groups inputs in all
    mean = {"fan_in": into, "fan_out": out_of}[mode]
    if "xavier" in kind:
        mean = 0.5 * into + 0.5 * out_of
    variance = SQUARED_GAIN[nonlin] / mean
    if "uniform" in kind:  # the variance of [0, 1) is 1 / 12
        return (rng.random(shape) - 0.5) * np.sqrt(12.0 * variance)
    return rng.normal(0.0, variance**0.5, shape)
