def conv_param_count(c_in, c_out, kh, kw, groups=1, bias=True):
    if c_in % groups != 0:
        raise ValueError("c_in must be divisible by groups")
    weights = (c_in // groups) * c_out * kh * kw
    return weights + (c_out if bias else 0)
