def mlp_param_count(sizes, bias=True):
    total = 0
    for i in range(1, len(sizes)):
        total += sizes[i - 1] * sizes[i]
    if bias:
        total += sum(sizes)
    return total
