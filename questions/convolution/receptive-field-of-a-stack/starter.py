def receptive_field(layers):
    """Return (size, jump, start) of the last layer's output."""
    raise NotImplementedError
