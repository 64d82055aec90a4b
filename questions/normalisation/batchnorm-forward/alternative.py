"""One channel at a time, with the variance from a running sum of squared deviations (Welford)."""

import math

import numpy as np


def moments(values):
    mean = squares = 0.0
    for count, value in enumerate(values, start=1):
        step = value - mean
        mean += step / count
        squares += step * (value - mean)
    return mean, squares


def batchnorm_forward(x, gamma, beta, eps, training, running_mean, running_var, momentum):
    out = np.empty(x.shape)
    new_mean, new_var = running_mean.copy(), running_var.copy()
    for c in range(x.shape[1]):
        mean, var = running_mean[c], running_var[c]
        if training:
            values = x[:, c].ravel().tolist()
            if len(values) < 2:
                raise ValueError(f"{len(values)} value in channel {c}")
            mean, squares = moments(values)
            var = squares / len(values)
            new_mean[c] += momentum * (mean - new_mean[c])
            new_var[c] += momentum * (squares / (len(values) - 1) - new_var[c])
        out[:, c] = (x[:, c] - mean) / math.sqrt(var + eps) * gamma[c] + beta[c]
    return out, new_mean, new_var
