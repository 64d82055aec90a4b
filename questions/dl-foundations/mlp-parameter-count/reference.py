def mlp_param_count(sizes, bias=True):
    total = 0
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        total += fan_in * fan_out
        if bias:
            total += fan_out
    return total
