def mlp_param_count(sizes, bias=True):
    layers = set(zip(sizes, sizes[1:]))
    return sum(i * o + (o if bias else 0) for i, o in layers)
