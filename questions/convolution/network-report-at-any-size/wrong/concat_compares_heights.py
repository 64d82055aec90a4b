def out_size(size, k, s, p):
    if k > size + 2 * p:
        raise ValueError("too small")
    return (size + 2 * p - k) // s + 1


def one(layer, shape):
    kind = layer[0]
    if kind == "conv":
        _, c_out, k, s, p, g, bias = layer
        if len(shape) != 3 or shape[0] % g != 0 or c_out % g != 0:
            raise ValueError("conv")
        c, h, w = shape
        ho, wo = out_size(h, k, s, p), out_size(w, k, s, p)
        params = c_out * (c // g) * k * k
        macs = ho * wo * c_out * (c // g) * k * k
        if bias:
            params += c_out
        return (c_out, ho, wo), params, macs
    if kind == "maxpool":
        _, k, s, p = layer
        if len(shape) != 3:
            raise ValueError("maxpool")
        return (shape[0], out_size(shape[1], k, s, p), out_size(shape[2], k, s, p)), 0, 0
    if kind == "adaptive":
        if len(shape) != 3:
            raise ValueError("adaptive")
        return (shape[0], layer[1], layer[1]), 0, 0
    if kind == "flatten":
        if len(shape) != 3:
            raise ValueError("flatten")
        return (shape[0] * shape[1] * shape[2],), 0, 0
    if kind == "fc":
        if len(shape) != 1:
            raise ValueError("fc")
        return (layer[1],), shape[0] * layer[1] + layer[1], shape[0] * layer[1]
    if kind == "bn":
        return shape, 2 * shape[0], 0
    return shape, 0, 0


def run(node, shape, path, rows):
    if isinstance(node, list):
        for i, child in enumerate(node):
            shape = run(child, shape, path + [i], rows)
        return shape
    if node[0] in ("add", "concat"):
        outs = []
        for i, branch in enumerate(node[1]):
            outs.append(run(branch, shape, path + [i], rows))
        if node[0] == "add":
            if any(out != outs[0] for out in outs):
                raise ValueError("add")
            return outs[0]
        if any(out[1] != outs[0][1] for out in outs):
            raise ValueError("concat")
        return (sum(out[0] for out in outs),) + outs[0][1:]
    out, params, macs = one(node, shape)
    rows.append((".".join(str(i) for i in path), out, params, macs))
    return out


def model_report(layers, shape, scale):
    rows = []
    shape = (shape[0], shape[1] * scale, shape[2] * scale)
    run(layers, shape, [], rows)
    return rows, sum(r[2] for r in rows), sum(r[3] for r in rows)
