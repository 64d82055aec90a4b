def conv_param_count(c_in, c_out, kh, kw, groups=1, bias=True):
    if c_in % groups != 0 or c_out % groups != 0:
        raise ValueError("channels must be divisible by groups")
    return c_out * c_in * kh * kw + bias * c_out
