"""Builds the layer and calls one of its two methods."""


def drive(solution, what, data, weight, stride, padding, dilation, groups, output_padding=None):
    layer = solution(weight, stride, padding, dilation, groups)
    if what == "conv":
        return layer.conv(data)
    return layer.transposed(data, output_padding)
