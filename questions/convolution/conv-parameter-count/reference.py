def conv_param_count(c_in, c_out, kh, kw, groups=1, bias=True):
    if c_in % groups or c_out % groups:
        raise ValueError("groups has to divide c_in and c_out")
    weights = c_out * (c_in // groups) * kh * kw
    return weights + c_out if bias else weights
