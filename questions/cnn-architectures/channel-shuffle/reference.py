def channel_shuffle(x, groups):
    n, c, height, width = x.shape
    if c % groups:
        raise ValueError("groups has to divide the channels")
    split = x.reshape(n, groups, c // groups, height, width)
    return split.swapaxes(1, 2).reshape(n, c, height, width)
