def channel_shuffle(x, groups):
    n, c, h, w = x.shape
    if c % groups:
        raise ValueError("C must be divisible by groups")
    x = x.reshape(n, groups, c // groups, h, w)
    x = x.reshape(n, c // groups, groups, h, w)  # swap the two
    return x.reshape(n, c, h, w)
