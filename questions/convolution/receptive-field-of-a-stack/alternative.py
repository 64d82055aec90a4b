"""Walk back from two neighbouring outputs to the interval of inputs that each of them sees."""


def seen_by(position, layers):
    first = last = position
    for kernel, stride, padding, dilation in reversed(layers):
        first = first * stride - padding
        last = last * stride - padding + dilation * (kernel - 1)
    return first, last


def receptive_field(layers):
    first, last = seen_by(0, layers)
    neighbour, _ = seen_by(1, layers)
    return last - first + 1, neighbour - first, (first + last) / 2
