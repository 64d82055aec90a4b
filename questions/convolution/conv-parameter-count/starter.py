def conv_param_count(c_in, c_out, kh, kw, groups=1, bias=True):
    """Return the number of trainable parameters as an int."""
    raise NotImplementedError
