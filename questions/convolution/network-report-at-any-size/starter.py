def model_report(layers, shape, scale):
    """Return (rows, params, macs); a row is (path, output shape, parameters, multiply-adds)."""
    raise NotImplementedError
