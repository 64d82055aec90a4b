import math

import numpy as np

GAIN = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}


def init_weights(shape, kind, mode, nonlin, groups, rng):
    area = math.prod(shape[2:])
    fan_in, fan_out = shape[1] * area, shape[0] // groups * area
    if kind.startswith("xavier"):
        fan = (fan_in + fan_out) / 2
    else:
        fan = fan_in if mode == "fan_in" else fan_out
    std = GAIN[nonlin] / math.sqrt(fan)
    if kind.endswith("normal"):
        return std * rng.standard_normal(shape)
    return rng.uniform(-math.sqrt(3) * std, math.sqrt(3) * std, shape)
