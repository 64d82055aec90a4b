import math

import numpy as np

GAIN = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}


def init_weights(shape, kind, mode, nonlin, groups, rng):
    k = math.prod(shape[2:])
    fan_in, fan_out = shape[1] * k, shape[0] // groups * k
    if kind.startswith("xavier"):
        var = 2 / (fan_in + fan_out)
    else:
        var = 1 / (fan_in if mode == "fan_in" else fan_out)
    std = GAIN[nonlin] ** 2 * var
    if kind.endswith("normal"):
        return rng.normal(0, std, shape)
    a = math.sqrt(3) * std
    return rng.uniform(-a, a, shape)
