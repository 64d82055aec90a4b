"""Runs the forward pass of every layer first, then the backward passes, each with its own mask.

Makes the generator from its seed; tells whether more or less was drawn from it than stated.
"""

import sys

import numpy as np


def drive(solution, inputs, p, mode, gradients, seed):
    space = getattr(solution, "__globals__", None) or vars(sys.modules[solution.__module__])
    rng = np.random.default_rng(seed)
    outputs = [solution(x, p, mode, rng) for x in inputs]
    pairs = zip(gradients, outputs, strict=True)
    return {
        "y": [y for y, _ in outputs],
        "mask": [mask for _, mask in outputs],
        "dx": [space["dropout_backward"](dout, mask, p) for dout, (_, mask) in pairs],
        "next draw": float(rng.random()),
    }
