def mlp_param_count(sizes, bias=True):
    """Return the number of trainable parameters as an int.

    sizes: widths of all layers, the input first and the output last.
    """
    raise NotImplementedError
