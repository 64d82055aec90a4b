def conv1x1(x, w, b=None, channels_last=False):
    if channels_last:
        x = x.transpose(0, 3, 1, 2)
    # a 1x1 kernel is a single number
    y = x.sum(axis=1, keepdims=True) * w[:, 0].reshape(1, -1, 1, 1)
    if b is not None:
        y = y + b.reshape(1, -1, 1, 1)
    return y.transpose(0, 2, 3, 1) if channels_last else y
