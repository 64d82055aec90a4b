def mlp_param_count(sizes, bias=True):
    total = 0
    for i in range(len(sizes) - 1):
        total += sizes[i] * sizes[i + 1]
        if bias:
            total += sizes[i]
    return total
