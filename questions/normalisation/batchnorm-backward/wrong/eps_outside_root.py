def bn_backward(dout, x, gamma, eps):
    axes = tuple(a for a in range(x.ndim) if a != 1)
    shape = (1, -1) + (1,) * (x.ndim - 2)
    m = x.size // x.shape[1]
    std = x.std(axis=axes, keepdims=True) + eps
    xhat = (x - x.mean(axis=axes, keepdims=True)) / std
    dbeta = dout.sum(axis=axes)
    dgamma = (dout * xhat).sum(axis=axes)
    dx = (
        gamma.reshape(shape)
        / (m * std)
        * (m * dout - dbeta.reshape(shape) - xhat * dgamma.reshape(shape))
    )
    return dx, dgamma, dbeta
