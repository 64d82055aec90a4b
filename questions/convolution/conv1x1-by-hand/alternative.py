"""Plane by plane: every output plane is a weighted sum of the input planes."""

import numpy as np


def conv1x1(x, w, b=None, channels_last=False):
    axis = 3 if channels_last else 1
    planes = np.split(x, x.shape[axis], axis=axis)
    made = []
    for o, row in enumerate(w):
        plane = np.zeros(planes[0].shape) + (0.0 if b is None else b[o])
        for weight, source in zip(row, planes, strict=True):
            plane = plane + weight * source
        made.append(plane)
    return np.concatenate(made, axis=axis)
