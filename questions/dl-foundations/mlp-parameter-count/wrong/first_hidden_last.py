def mlp_param_count(sizes, bias=True):
    if len(sizes) == 1:
        return 0
    if len(sizes) == 2:
        return sizes[0] * sizes[1] + bias * sizes[1]
    i, h, o = sizes[0], sizes[1], sizes[-1]
    total = i * h + h * o
    if bias:
        total += h + o
    return total
