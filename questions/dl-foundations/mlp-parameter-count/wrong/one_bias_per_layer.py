def mlp_param_count(sizes, bias=True):
    layers = list(zip(sizes, sizes[1:]))
    weights = sum(a * b for a, b in layers)
    return weights + (len(layers) if bias else 0)
