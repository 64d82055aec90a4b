import numpy as np


def batchnorm_forward(x, gamma, beta, eps, training, running_mean, running_var, momentum):
    shape = (1, -1) + (1,) * (x.ndim - 2)
    if training:
        if x.size == x.shape[1]:
            raise ValueError("need more than one value per channel")
        axes = (0,) if x.ndim == 2 else (2, 3)
        mean = x.mean(axis=axes, keepdims=True)
        var = x.var(axis=axes, keepdims=True)
        m = x.size // x.shape[1]
        per_channel = (-1, x.shape[1])
        running_mean = (1 - momentum) * running_mean + momentum * mean.reshape(per_channel).mean(
            axis=0
        )
        running_var = (1 - momentum) * running_var + momentum * var.reshape(per_channel).mean(
            axis=0
        ) * m / (m - 1)
    else:
        mean, var = running_mean.reshape(shape), running_var.reshape(shape)
    out = gamma.reshape(shape) * (x - mean) / np.sqrt(var + eps) + beta.reshape(shape)
    return out, running_mean, running_var
