def channel_shuffle(x, groups):
    n, c, h, w = x.shape
    if c % groups:
        raise ValueError("C must be divisible by groups")
    x = x.reshape(groups, -1, h, w)
    return x.transpose(1, 0, 2, 3).reshape(n, c, h, w)
