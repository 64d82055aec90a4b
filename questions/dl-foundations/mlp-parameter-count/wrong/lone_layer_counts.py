def mlp_param_count(sizes, bias=True):
    total = sizes[-1] if bias else 0  # biases of the output
    for i in range(len(sizes) - 1):
        total += sizes[i] * sizes[i + 1]
        if bias and i > 0:
            total += sizes[i]
    return total
