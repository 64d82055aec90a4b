"""One list of layers, each group an ordinary convolution of its own: widths, then (side, groups)."""


def layers(kind, cin, cm, cout, k, groups):
    point, square = (1, 1), (k, groups)
    widths, sides = {
        "1-k": ((cin, cm, cout), (point, square)),
        "1-k-1": ((cin, cm, cm, cout), (point, square, point)),
        "basic": ((cin, cm, cout), (square, square)),
    }[kind]
    return [(a, b, *side) for a, b, side in zip(widths, widths[1:], sides)]


def bottleneck_params(kind, cin, cm, cout, k=3, groups=1, project=False):
    held = layers(kind, cin, cm, cout, k, groups) + [(cin, cout, 1, 1)] * project
    return sum((a // g) * (b // g) * side**2 for a, b, side, g in held for _ in range(g))
