def channel_shuffle(x, groups):
    n, c, h, w = x.shape
    if c % groups:
        raise ValueError("C must be divisible by groups")
    x = x.reshape(n, c // groups, groups, h, w)
    x = x.transpose(0, 2, 1, 3, 4)
    return x.reshape(n, c, h, w)
