"""Cases: (what, layers, shape, scale); what says which results are compared, see driver.py.

The scale is 1 except in `sample`, `scale` and `network`; only `tree` (and these) has branches and
nested lists; only `parameters` and `macs` have groups. Height and width always differ.
"""


def conv(out, kernel=3, stride=1, padding=0, groups=1, bias=False):
    return ("conv", out, kernel, stride, padding, groups, bias)


def image(rng, c=None, low=17):
    h = rng.randint(low, low + 12)
    return c or rng.randint(2, 6), h, h + rng.randint(1, 9)


def stack(rng, length):
    """Convolutions and pools of all kinds."""
    for _ in range(length):
        if rng.random() < 0.5:
            yield conv(rng.randint(3, 9), rng.randint(2, 5), rng.randint(1, 2), rng.randint(0, 2))
        else:
            yield ("maxpool", 2, 2, rng.randint(0, 1))


def block(rng, c):
    """A residual block with a projection, then an inception block."""
    out = c + rng.randint(1, 4)
    main = [conv(out, 3, 2, 1), ("relu",), conv(out, 3, 1, 1)]
    yield ("add", [main, [conv(out, 1, 2, 0)]])
    wide = [rng.randint(2, 4), rng.randint(5, 7), rng.randint(8, 9)]
    yield (
        "concat",
        [[conv(wide[0], 1)], [conv(wide[1], 1), conv(wide[2], 3, 1, 1)], [("maxpool", 3, 1, 1)]],
    )


def head(rng, kind):
    if kind == "flatten":
        return [("flatten",), ("fc", rng.randint(5, 12)), ("relu",), ("fc", rng.randint(2, 4))]
    side = 1 if kind == "pooled" else 3
    return [("adaptive", side), ("flatten",), ("fc", rng.randint(5, 12))]


VGG16 = []
for _width, _count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
    for _ in range(_count):
        VGG16 += [conv(_width, 3, 1, 1, 1, True), ("relu",)]
    VGG16.append(("maxpool", 2, 2, 0))


def cases(rng, group):
    if group == "sample":
        net = [conv(2, 3, 1, 1, 1, True), ("bn",), ("relu",), ("maxpool", 2, 2, 0)]
        for what, scale in (("all", 1), ("all", 2), ("totals", 3)):
            yield what, [net, [("flatten",), ("fc", 3)]], (1, 5, 7), scale
        pooled = [net, [("adaptive", 1), ("flatten",), ("fc", 3)]]
        yield "totals", pooled, (1, 5, 7), 2
        tree = [
            ("add", [[conv(4, 3, 2, 1, 2), ("bn",)], [conv(4, 1, 2)]]),
            ("concat", [[], [conv(2, 1), conv(5, 3, 1, 1)]]),
            ("bn",),
        ]
        yield "all", tree, (4, 5, 6), 1
        yield "refusal", [("add", [[conv(3)], []])], (3, 5, 6), 1
    elif group == "shapes":
        for length in (2, 3, 4):
            yield "shapes", list(stack(rng, length)), image(rng, low=90), 1
        yield "shapes", [conv(3, 3, 2), ("maxpool", 2, 2, 0), ("flatten",)], (2, 16, 20), 1
        yield "shapes", [("maxpool", 3, 2, 1), ("adaptive", 2), ("flatten",)], image(rng), 1
        yield "shapes", [conv(4, 4, 3)], (1, 4, 6), 1  # the window just fits
    elif group == "parameters":
        c = 6
        for g, bias in ((1, True), (2, False), (3, True), (6, False)):
            net = [conv(6 * rng.randint(1, 3), rng.randint(1, 4), 1, 1, g, bias), ("bn",)]
            net += [("adaptive", 2), ("flatten",), ("fc", rng.randint(3, 9)), ("bn",), ("fc", 2)]
            yield "params", net, image(rng, c), 1
    elif group == "macs":
        for g, bias in ((1, True), (2, False), (3, True), (6, False)):
            net = [conv(6 * rng.randint(1, 3), rng.randint(2, 4), rng.randint(1, 2), 0, g, bias)]
            net += [("bn",), conv(5, 3, 2), ("flatten",), ("fc", rng.randint(3, 9))]
            yield "macs", net, image(rng, 6), 1
    elif group == "tree":
        for _ in range(3):
            c = rng.randint(2, 5)
            nested = [conv(c), [conv(c + 1), [conv(c + 2), ("relu",)], conv(c)], [], conv(c)]
            nested.insert(rng.randint(0, 2), list(block(rng, c)))
            yield "all", nested, image(rng, c, low=30), 1
        two = rng.randint(3, 5)
        inner = ("concat", [[conv(two, 1)], [conv(two + 1, 1)]])
        yield "all", [("add", [[inner, conv(3, 1)], []])], image(rng, 3), 1
    elif group == "scale":
        for kind in ("flatten", "pooled", "adaptive"):
            for scale in (2, rng.randint(3, 4)):
                net = [conv(4), ("maxpool", 2, 2, 0), ("relu",), conv(6, 3, 2)]
                shape = rng.randint(2, 4), 4 * rng.randint(4, 6) + 3, 4 * rng.randint(7, 9) + 1
                yield "totals", [net, head(rng, kind)], shape, scale
    elif group == "network":
        top = [("flatten",), ("fc", 4096), ("relu",), ("fc", 4096), ("relu",), ("fc", 1000)]
        small = [("adaptive", 1), ("flatten",), ("fc", 10 * rng.randint(1, 9))]
        for scale in (1, 2):
            yield "totals", [VGG16, top], (3, 224, 224), scale
            yield "totals", [VGG16, small], (3, 224, 192), scale
    elif group == "invalid":
        c, h, w = image(rng, 4)
        for net in (
            [conv(5, 3, 1, 0, 2)],
            [conv(6, 3, 1, 0, 3)],
            [conv(3, h + 3, 1, 1)],
            [("maxpool", 2, 2, 0), ("maxpool", h, 1, 0)],
            [("fc", 7)],
            [("adaptive", 1), ("fc", 7)],
            [("flatten",), conv(5)],
            [("flatten",), ("adaptive", 2)],
            [("flatten",), ("flatten",)],
            [("flatten",), ("maxpool", 2, 2, 0)],
            [("add", [[conv(4)], []])],
            [("add", [[conv(5, 1)], []])],
            [("add", [[], [], [conv(5, 1)]])],
            [("add", [[], [conv(5, 1)], []])],
            [("concat", [[conv(4, 2)], []])],
        ):
            yield "refusal", net, (c, h, w), 1
        # it fits the height, but not the width
        for net in ([conv(3, w + 2)], [("maxpool", w + 2, 1, 0)]):
            yield "refusal", net, (c, 2 * w, w), 1
        # the same width, but not the same height, and the other way round
        for sides in ((4, 6), (6, 4)):
            joined = ("concat", [[("adaptive", 3)], [("maxpool", 2, 2, 0)]])
            yield "refusal", [joined], (c, *sides), 1
    elif group == "purity":
        parts = ("concat", [[conv(rng.randint(2, 4), 1)], [conv(rng.randint(5, 7), 1)]])
        yield "all", [[conv(3), parts], head(rng, "pooled")], image(rng), 1
        yield "totals", [list(stack(rng, 2)), head(rng, "flatten")], image(rng), 2
