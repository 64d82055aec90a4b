def conv_param_count(c_in, c_out, kh, kw, groups=1, bias=True):
    if c_in % groups != 0 or c_out % groups != 0:
        raise ValueError("channels must be divisible by groups")
    # every group uses the same kernels
    weights = (c_in // groups) * (c_out // groups) * kh * kw
    return weights + (c_out if bias else 0)
