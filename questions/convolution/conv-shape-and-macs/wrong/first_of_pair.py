def first(value):
    return value if isinstance(value, int) else value[0]


def conv_shape_and_macs(x_shape, c_out, kernel, stride=1, padding=0, dilation=1, groups=1):
    n, c_in, h, w = x_shape
    k, s, p, d = map(first, (kernel, stride, padding, dilation))
    h_out = (h + 2 * p - d * (k - 1) - 1) // s + 1
    w_out = (w + 2 * p - d * (k - 1) - 1) // s + 1
    if h_out < 1 or w_out < 1:
        raise ValueError("kernel larger than the padded input")
    return (n, c_out, h_out, w_out), n * c_out * h_out * w_out * (c_in // groups) * k * k
