def conv_shape_and_macs(x_shape, c_out, kernel, stride=1, padding=0, dilation=1, groups=1):
    """Return ((n, c_out, h_out, w_out), macs)."""
    raise NotImplementedError
