import numpy as np


def quantise(x, calibration, scheme, axis=None):
    if axis is None:
        low, high = calibration.min(), calibration.max()
    else:
        channels = np.moveaxis(calibration, axis, 0).reshape(calibration.shape[axis], -1)
        low, high = channels.min(axis=1), channels.max(axis=1)
    if scheme == "symmetric":
        bottom, width = -127, np.maximum(-low, high) / 127
        scale = np.where(width > 0, width, 1.0)
        zero = np.zeros(scale.shape, dtype=np.int64)
    else:
        low, high = np.minimum(low, 0.0), np.maximum(high, 0.0)
        bottom, width = -128, (high - low) / 255
        scale = np.where(width > 0, width, 1.0)
        zero = (-128 - np.round(low / scale)).astype(np.int64)
    shape = [-1 if axis == d else 1 for d in range(x.ndim)]
    s, z = scale.reshape(shape), zero.reshape(shape)
    q = np.clip(np.round(x / s) + z, bottom, 127).astype(np.int8)
    restored = s * (q - z)
    return (q, float(scale), int(zero), restored) if axis is None else (q, scale, zero, restored)
