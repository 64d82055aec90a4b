"""Cases for init_weights: (shape, kind, mode, nonlin, groups, seed).

Unless a group is about something else: a linear layer, kaiming_normal, fan_in, relu, one group.
"""

import numpy as np


def layer(rng, wide=None):
    """The shape of a linear layer whose two sizes differ clearly."""
    few, many = int(rng.integers(3, 6)), int(rng.integers(9, 14))
    wide = bool(rng.integers(2)) if wide is None else wide
    return (many, few) if wide else (few, many)


def cases(rng, group):
    def case(shape, kind="kaiming_normal", mode="fan_in", nonlin="relu", groups=1):
        return tuple(shape), kind, mode, nonlin, groups, int(rng.integers(0, 2**31))

    if group == "sample":
        yield (2, 3), "kaiming_normal", "fan_in", "relu", 1, 1
        yield (2, 3), "xavier_uniform", "fan_in", "linear", 1, 2
        yield (2, 1, 1, 3), "kaiming_uniform", "fan_out", "relu", 1, 3
    elif group == "linear":
        for wide in (True, False):
            yield case(layer(rng, wide))
    elif group == "convolution":
        for kernel in ((3, 5), (2, 3), (1, 1)):
            yield case((*layer(rng), *kernel))
        yield case((*layer(rng), 2, 4), kind="xavier_normal", nonlin="linear")
        yield case((*layer(rng), 4, 3), mode="fan_out")
    elif group == "xavier":
        for wide in (True, False):
            yield case(layer(rng, wide), kind="xavier_normal", nonlin="linear")
            yield case(layer(rng, wide), kind="xavier_normal", mode="fan_out", nonlin="sigmoid")
    elif group == "fan-out":
        for wide in (True, False):
            yield case(layer(rng, wide), mode="fan_out")
    elif group == "gain":
        for nonlin in ("tanh", "sigmoid", "linear"):
            yield case(layer(rng), nonlin=nonlin)
        for nonlin in ("tanh", "relu"):
            yield case(layer(rng), kind="xavier_normal", nonlin=nonlin)
    elif group == "uniform":
        for wide in (True, False):
            yield case(layer(rng, wide), kind="kaiming_uniform")
        yield case(layer(rng), kind="xavier_uniform", nonlin="linear")
    elif group == "grouped":
        for groups, each, out in ((2, 3, 4), (3, 2, 2), (5, 1, 1), (4, 1, 2)):
            shape = (groups * out, each, 3, 2)
            yield case(shape, groups=groups)
            yield case(shape, mode="fan_out", groups=groups)
            yield case(shape, kind="xavier_normal", nonlin="linear", groups=groups)
