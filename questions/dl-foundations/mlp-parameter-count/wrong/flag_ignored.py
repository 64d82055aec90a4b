def mlp_param_count(sizes, bias=True):
    return sum((a + 1) * b for a, b in zip(sizes, sizes[1:]))
