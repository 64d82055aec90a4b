def conv_param_count(c_in, c_out, kh, kw, groups=1, bias=True):
    if c_in % groups != 0 or c_out % groups != 0:
        raise ValueError("channels must be divisible by groups")
    slices = (c_in // groups) * c_out
    return slices * (kh * kw + (1 if bias else 0))
