import numpy as np


def quantise(x, calibration, scheme, axis=None):
    if axis is None:
        others = None
    else:
        others = tuple(i for i in range(x.ndim) if i != axis)
    low = np.min(calibration, axis=others)
    high = np.max(calibration, axis=others)
    if scheme == "affine":
        qmin, qmax = -128, 127
        low, high = np.minimum(low, 0), np.maximum(high, 0)
        scale = (high - low) / 255
        scale = np.where(scale == 0, 1.0, scale)
        zero = np.round(-low / scale).astype(np.int64) - 128
    else:
        qmin, qmax = -127, 127
        scale = np.maximum(np.abs(low), np.abs(high)) / 127
        scale = np.where(scale == 0, 1.0, scale)
        zero = np.zeros(scale.shape, dtype=np.int64)
    if axis is None:
        s, z = float(scale), int(zero)
        scale, zero = s, z
    else:
        s, z = np.expand_dims(scale, others), np.expand_dims(zero, others)
    q = np.round(x / s) + z
    q = q.astype(np.int64).astype(np.int8)
    restored = s * (q.astype(np.int64) - z)
    return q, scale, zero, restored
