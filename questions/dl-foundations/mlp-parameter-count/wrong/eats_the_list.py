def mlp_param_count(sizes, bias=True):
    total = 0
    fan_in = sizes.pop(0)
    while sizes:
        fan_out = sizes.pop(0)
        total += fan_in * fan_out + (fan_out if bias else 0)
        fan_in = fan_out
    return total
