import numpy as np


def batchnorm_forward(x, gamma, beta, eps, training, running_mean, running_var, momentum):
    axes = (0,) if x.ndim == 2 else (0, 2, 3)
    shape = (1, -1) + (1,) * (x.ndim - 2)
    mean, var = running_mean, running_var
    if training:
        m = x.size // x.shape[1]
        if m == 1:
            raise ValueError("one value per channel has no variance")
        mean = x.mean(axis=axes)
        var = np.square(x - mean.reshape(shape)).mean(axis=axes)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var * m / (m - 1)
    scale = gamma / np.sqrt(var + eps)
    out = (x - mean.reshape(shape)) * scale.reshape(shape) + beta.reshape(shape)
    return out, running_mean, running_var
