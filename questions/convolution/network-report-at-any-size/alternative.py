"""An agenda instead of recursion, and weight tensors instead of formulas: a layer has a list of
parameter shapes, and every output position costs one product per weight."""

from math import prod


def positions(size, kernel, stride, padding):
    places = range(-padding, size + padding - kernel + 1, stride)
    if not places:
        raise ValueError(f"no window of {kernel} in {size}")
    return len(places)


def tensors(layer, shape):
    """Return the output shape, the shapes of all parameters, and how many of them are weights."""
    match layer:
        case ("relu",):
            return shape, [], 0
        case ("bn",):
            return shape, [(shape[0],), (shape[0],)], 0
        case ("fc", size):
            if len(shape) > 1:
                raise ValueError("not flat")
            return (size,), [(size, *shape), (size,)], 1
    if len(shape) < 3:
        raise ValueError("flat")
    match layer:
        case ("flatten",):
            return (prod(shape),), [], 0
        case ("adaptive", side):
            return (shape[0], side, side), [], 0
        case ("maxpool", *how):
            return (shape[0], *(positions(size, *how) for size in shape[1:])), [], 0
        case ("conv", out, k, s, p, g, bias):
            if shape[0] // g * g != shape[0] or out // g * g != out:
                raise ValueError(f"{g} groups")
            weights = [(out, shape[0] // g, k, k), *[(out,)] * bias]
            return (out, *(positions(size, k, s, p) for size in shape[1:])), weights, 1


def model_report(layers, shape, scale):
    rows = []
    shapes = [(shape[0], *(side * scale for side in shape[1:]))]  # inputs of what lies open
    agenda = [("visit", layers, "")]
    while agenda:
        what, node, path = agenda.pop()
        if what == "visit" and isinstance(node, list):
            children = [("visit", child, f"{path}.{i}") for i, child in enumerate(node)]
            agenda += reversed(children)
        elif what == "visit" and node[0] in ("add", "concat"):
            start = shapes.pop()
            shapes.append([])
            agenda.append(("merge", node, path))
            for i in reversed(range(len(node[1]))):
                agenda += [("keep", None, ""), ("visit", node[1][i], f"{path}.{i}")]
                agenda.append(("start", start, ""))
        elif what == "visit":
            out, parameters, weights = tensors(node, shapes.pop())
            shapes.append(out)
            places = prod(out[1:])
            macs = sum(places * prod(one) for one in parameters[:weights])
            rows.append((path[1:], out, sum(map(prod, parameters)), macs))
        elif what == "start":
            shapes.append(node)
        elif what == "keep":
            end = shapes.pop()
            shapes[-1].append(end)
        else:
            ends = shapes.pop()
            same = [end[1:] if node[0] == "concat" else end for end in ends]
            if same.count(same[0]) != len(same):
                raise ValueError(f"{ends} do not fit")
            first = sum(end[0] for end in ends) if node[0] == "concat" else ends[0][0]
            shapes.append((first, *ends[0][1:]))
    return rows, sum(row[2] for row in rows), sum(row[3] for row in rows)
