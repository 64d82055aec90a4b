def window(size, kernel, stride, padding):
    if size + 2 * padding < kernel:
        raise ValueError("the window is larger than the image")
    return (size + 2 * padding - kernel) // stride + 1


def leaf(layer, shape):
    """Return output shape, parameters and multiply-adds of one layer."""
    kind, *numbers = layer
    if kind == "relu":
        return shape, 0, 0
    if kind == "bn":
        return shape, 2 * shape[0], 0
    if kind == "fc":
        (size,) = shape  # a ValueError where nothing was flattened
        return (numbers[0],), (size + 1) * numbers[0], size * numbers[0]
    c, h, w = shape
    if kind == "flatten":
        return (c * h * w,), 0, 0
    if kind == "adaptive":
        return (c, numbers[0], numbers[0]), 0, 0
    if kind == "maxpool":
        return (c, window(h, *numbers), window(w, *numbers)), 0, 0
    c_out, kernel, stride, padding, groups, bias = numbers
    if c % groups or c_out % groups:
        raise ValueError("the groups do not divide the channels")
    h, w = (window(size, kernel, stride, padding) for size in (h, w))
    weights = c_out * (c // groups) * kernel**2
    return (c_out, h, w), weights + bias * c_out, weights * h * w


def walk(node, shape, path, rows):
    """Append the rows below a node and return its output shape."""
    if isinstance(node, list):
        for i, child in enumerate(node):
            shape = walk(child, shape, (*path, str(i)), rows)
        return shape
    if node[0] not in ("add", "concat"):
        shape, params, macs = leaf(node, shape)
        rows.append((".".join(path), shape, params, macs))
        return shape
    ends = [walk(child, shape, (*path, str(i)), rows) for i, child in enumerate(node[1])]
    if node[0] == "concat":
        if len({end[1:] for end in ends}) > 1:
            raise ValueError("branches of different height or width")
        return (sum(end[0] for end in ends), *ends[0][1:])
    if len(set(ends)) > 1:
        raise ValueError("branches of different shape")
    return ends[0]


def model_report(layers, shape, scale):
    rows = []
    c, h, w = shape
    walk(layers, (c, scale * h, scale * w), (), rows)
    return rows, sum(row[2] for row in rows), sum(row[3] for row in rows)
