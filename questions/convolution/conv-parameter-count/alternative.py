"""Count the slices one by one: which input channels does each output channel see?"""


def group_of(channel, channels, groups):
    size, rest = divmod(channels, groups)
    if rest:
        raise ValueError(f"{channels} channels cannot be split into {groups} groups")
    return channel // size


def conv_param_count(c_in, c_out, kh, kw, groups=1, bias=True):
    homes = [group_of(i, c_in, groups) for i in range(c_in)]
    total = 0
    for o in range(c_out):
        slices = homes.count(group_of(o, c_out, groups))
        total += slices * kh * kw + int(bias)
    return total
