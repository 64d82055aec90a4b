def window_maxima(values, width):
    n = len(values)
    left, right = [0] * n, [0] * n
    best = 0
    for i in range(n):
        if i % width == 0:
            best = 0
        best = left[i] = max(best, values[i])
    best = 0
    for i in range(n - 1, -1, -1):
        if i % width == width - 1:
            best = 0
        best = right[i] = max(best, values[i])
    return [max(right[i], left[i + width - 1]) for i in range(n - width + 1)]
