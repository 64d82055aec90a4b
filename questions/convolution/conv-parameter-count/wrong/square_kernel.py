def conv_param_count(c_in, c_out, kh, kw, groups=1, bias=True):
    if c_in % groups != 0 or c_out % groups != 0:
        raise ValueError("channels must be divisible by groups")
    total = (c_in // groups) * kh**2 * c_out
    if bias:
        total += c_out
    return total
