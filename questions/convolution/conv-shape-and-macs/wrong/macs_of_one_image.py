def to_pair(value):
    return (value, value) if isinstance(value, int) else value


def side(size, k, s, p, d):
    return (size + 2 * p - d * (k - 1) - 1) // s + 1


def conv_shape_and_macs(x_shape, c_out, kernel, stride=1, padding=0, dilation=1, groups=1):
    n, c_in, h, w = x_shape
    (kh, kw), (sh, sw) = to_pair(kernel), to_pair(stride)
    (ph, pw), (dh, dw) = to_pair(padding), to_pair(dilation)
    h_out, w_out = side(h, kh, sh, ph, dh), side(w, kw, sw, pw, dw)
    if h_out < 1 or w_out < 1:
        raise ValueError("kernel larger than the padded input")
    macs = c_out * h_out * w_out * (c_in // groups) * kh * kw
    return (n, c_out, h_out, w_out), macs
