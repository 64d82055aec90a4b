def channel_shuffle(x, groups):
    n, c, h, w = x.shape
    if c % groups:
        raise ValueError("C must be divisible by groups")
    mixed = x.reshape(n, groups, -1).transpose(0, 2, 1)
    return mixed.reshape(n, c, h, w)
