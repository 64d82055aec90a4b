"""One number at a time: exact fractions for rounding, the nearest of the allowed integers."""

from fractions import Fraction

import numpy as np


def settings(values, scheme):
    low, high = min(values), max(values)
    if scheme == "symmetric":
        width = max(abs(low), abs(high)) / 127
        return (width or 1.0), 0, -127
    low, high = min(low, 0.0), max(high, 0.0)
    scale = ((high - low) / 255) or 1.0
    return scale, -128 - round(Fraction(low / scale)), -128


def quantise(x, calibration, scheme, axis=None):
    axes = [None] if axis is None else range(x.shape[axis])
    q, restored = np.empty(x.shape, dtype=np.int8), np.empty(x.shape)
    scales, zeros = [], []
    for c in axes:
        part = (slice(None),) * x.ndim if c is None else (slice(None),) * axis + (c,)
        scale, zero, bottom = settings(np.ravel(calibration[part]).tolist(), scheme)
        steps = [
            max(bottom, min(127, round(Fraction(v / scale)) + zero))
            for v in x[part].ravel().tolist()
        ]
        q[part] = np.array(steps).reshape(x[part].shape)
        restored[part] = np.array([scale * (step - zero) for step in steps]).reshape(x[part].shape)
        scales.append(scale)
        zeros.append(zero)
    if axis is None:
        return q, scales[0], zeros[0], restored
    return q, np.array(scales), np.array(zeros), restored
