import numpy as np


def batchnorm_forward(x, gamma, beta, eps, training, running_mean, running_var, momentum):
    axes = tuple(a for a in range(x.ndim) if a != 1)
    shape = (1, -1) + (1,) * (x.ndim - 2)
    m = x.size // x.shape[1]
    if training and m == 1:
        raise ValueError("need more than one value per channel")
    mean, var = x.mean(axis=axes), x.var(axis=axes)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var * m / (m - 1)
    xhat = (x - mean.reshape(shape)) / np.sqrt(var.reshape(shape) + eps)
    return gamma.reshape(shape) * xhat + beta.reshape(shape), running_mean, running_var
