"""Write down the shape of every tensor that the layers hold, then count numbers."""

import math


def shapes(sizes, bias):
    inputs, outputs = sizes[:-1], sizes[1:]
    held = list(zip(outputs, inputs, strict=True))
    return held + [(width,) for width in outputs] if bias else held


def mlp_param_count(sizes, bias=True):
    return sum(math.prod(shape) for shape in shapes(sizes, bias))
