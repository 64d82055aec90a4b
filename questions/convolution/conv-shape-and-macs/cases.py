"""Inputs for conv_shape_and_macs, as positional arguments.

Outside its own group every setting is neutral: one image, one group, stride 1, no padding, dilation
1, the same value in both directions. Kernels have at least 2 taps, so input and output differ.
"""


def image(rng, low=9, n=1, c_in=None):
    height = rng.randint(low, low + 20)
    return n, c_in or rng.randint(2, 9), height, height + rng.randint(1, 9)


def other(rng, low, high, value):
    return rng.choice([v for v in range(low, high + 1) if v != value])


def cases(rng, group):
    if group == "sample":
        yield (1, 3, 28, 28), 6, 5, 1, 2
        yield (1, 2, 9, 12), 4, (3, 2), (2, 3), (1, 0), (1, 2), 1
        yield (2, 3, 5, 6), 4, 3
    elif group == "padding":
        for _ in range(4):
            # 2p + 1 is never the kernel: the output has another size than the input
            padding = rng.randint(1, 4)
            yield image(rng), rng.randint(2, 9), other(rng, 2, 9, 2 * padding + 1), 1, padding
    elif group == "stride":
        for stride in (2, 3, 4, 5):
            kernel = rng.randint(2, 5)
            whole = kernel + stride * rng.randint(2, 6)
            for rest in (0, 1, stride - 1):
                yield (
                    (1, rng.randint(2, 9), whole + rest, whole + stride + rest),
                    rng.randint(2, 9),
                    kernel,
                    stride,
                )
    elif group == "dilation":
        for dilation in (2, 3, 4):
            yield image(rng, low=22), rng.randint(2, 9), rng.randint(2, 5), 1, 0, dilation
        yield image(rng), 3, 1, 1, 0, 5
    elif group == "pairs":
        for _ in range(4):
            kernel = rng.randint(2, 5)
            yield image(rng), rng.randint(2, 9), (kernel, other(rng, 2, 5, kernel))
        down = rng.randint(1, 3)
        across = other(rng, 1, 3, down)
        steps = rng.randint(2, 6)
        yield (1, 4, 3 + down * steps, 3 + across * (steps + 1)), 5, 3, (down, across)
        yield image(rng), 5, 4, 1, (rng.randint(0, 1), 2)
        yield image(rng, low=22), 5, 3, 1, 0, (rng.randint(2, 3), 1)
    elif group == "batch":
        for _ in range(3):
            yield image(rng, n=rng.randint(2, 16)), rng.randint(2, 9), rng.randint(2, 5)
    elif group == "grouped":
        for _ in range(3):
            groups = rng.randint(2, 5)
            c_in = groups * rng.randint(2, 5)
            yield (
                image(rng, c_in=c_in),
                groups * rng.randint(2, 5),
                rng.randint(2, 5),
                1,
                0,
                1,
                groups,
            )
        yield image(rng, c_in=6), 12, 3, 1, 0, 1, 6
    elif group == "impossible":
        kernel = rng.randint(4, 8)
        yield (1, 2, kernel - 1, kernel + 3), 3, kernel, rng.randint(2, 4)
        yield (1, 2, kernel + 3, kernel - 1), 3, kernel, rng.randint(2, 4)
        yield (1, 2, kernel - 3, kernel - 3), 3, kernel, 2, 1
        yield (1, 2, 9, 9), 3, 4, 2, 0, 3
        yield (1, 2, 2, kernel + 9), 3, kernel + rng.randint(2, 4)  # far too small
        yield (1, 2, kernel, kernel), 3, kernel, rng.randint(1, 4)
