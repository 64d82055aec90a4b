def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def out_side(size, kernel, stride, padding, dilation):
    span = dilation * (kernel - 1) + 1
    return (size + 2 * padding - span) // stride + 1


def conv_shape_and_macs(x_shape, c_out, kernel, stride=1, padding=0, dilation=1, groups=1):
    n, c_in, *sides = x_shape
    settings = [pair(value) for value in (kernel, stride, padding, dilation)]
    h_out, w_out = (out_side(size, *values) for size, *values in zip(sides, *settings))
    if min(h_out, w_out) < 1:
        raise ValueError("the kernel does not fit into the padded input")
    kh, kw = pair(kernel)
    per_output = c_in // groups * kh * kw
    return (n, c_out, h_out, w_out), n * c_out * h_out * w_out * per_output
