"""Place the kernel: list the positions where its window starts, then count the products of each."""


def starts(size, kernel, stride, padding, dilation):
    reach = (kernel - 1) * dilation  # from the first tap to the last
    return [at for at in range(-padding, size + padding, stride) if at + reach < size + padding]


def conv_shape_and_macs(x_shape, c_out, kernel, stride=1, padding=0, dilation=1, groups=1):
    n, c_in, height, width = x_shape
    both = [(v, v) if isinstance(v, int) else v for v in (kernel, stride, padding, dilation)]
    rows = starts(height, *[v[0] for v in both])
    columns = starts(width, *[v[1] for v in both])
    if not rows or not columns:
        raise ValueError("no window fits")
    taps = both[0][0] * both[0][1]
    seen = len(range(0, c_in, groups))  # input channels of one output channel
    macs = sum(taps * seen * len(columns) * c_out for _ in rows) * n
    return (n, c_out, len(rows), len(columns)), macs
