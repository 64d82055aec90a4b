"""Blocks of the width: a window is the end of one block and the beginning of the next."""


def window_maxima(values, width):
    size = len(values)
    from_left, to_right = list(values), list(values)
    for i in range(1, size):
        if i % width:  # not the first of its block
            from_left[i] = max(from_left[i], from_left[i - 1])
    for i in range(size - 2, -1, -1):
        if (i + 1) % width:  # not the last of its block
            to_right[i] = max(to_right[i], to_right[i + 1])
    return [max(to_right[i], from_left[i + width - 1]) for i in range(size - width + 1)]
