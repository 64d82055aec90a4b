def conv_param_count(c_in, c_out, kh, kw, groups=1, bias=True):
    if c_in % groups != 0 or c_out % groups != 0:
        raise ValueError("channels must be divisible by groups")
    weights = c_in * c_out * kh * kw
    if groups > 1:
        weights //= c_in // groups
    return weights + (c_out if bias else 0)
