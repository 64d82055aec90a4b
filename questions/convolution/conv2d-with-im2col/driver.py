"""One forward pass and one backward pass; `part` says which results are compared."""


def drive(solution, x, weight, bias, dout, stride, padding, dilation, groups, part="all"):
    layer = solution(weight, bias, stride, padding, dilation, groups)
    y = layer.forward(x)
    if part == "forward":
        return y
    dx, dweight, dbias = layer.backward(dout)
    return {
        "all": (y, dx, dweight, dbias),
        "backward": (dx, dweight, dbias),
        "maps": (y, dx, dweight),
    }[part]
