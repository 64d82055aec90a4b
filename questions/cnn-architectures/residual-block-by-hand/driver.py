"""One forward pass and one backward pass; `part` says which results are compared."""


def drive(solution, part, x, dout, w1, w2, proj, stride, pre):
    layer = solution(w1, w2, proj, stride, pre)
    y = layer.forward(x)
    if part == "forward":
        return y
    dx, dw1, dw2, dproj = layer.backward(dout)
    if part == "backward":
        return dx, dw1, dw2, dproj
    return y, dx, dw1, dw2, dproj
