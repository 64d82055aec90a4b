"""Cases for Steps: ('Steps', start, stop, step, script); for the functions: (name, source, size,
number of calls of next); ('value of take', source, n, 1) walks to the end. A source is a length (then a list) or (length or None, fails at or None).
"""


def walk(*limits):
    """One walk to the end, or far enough if there is none."""
    count = 6 if limits[1] is None else len(range(*limits)) + 1
    return "Steps", *limits, [("iter", "a"), *[("next", "a")] * count]


def cases(rng, group):
    r = rng.randint
    if group == "sample":
        yield "Steps", 2, 8, 3, [("iter", "a"), *[("next", "a")] * 4, ("self", "a"), ("list", "")]
        yield "Steps", 2, -1, -2, [("list", "")]
        yield "take", (None, None), 2, 4
        yield "value of take", (3, None), 5, 1
        yield "chunks", (5, None), 2, 4
        yield "windows", (4, None), 3, 3
        yield "windows", 2, 0, 0
    elif group in ("steps", "down"):
        sign = 1 if group == "steps" else -1
        for by in (sign, sign * r(2, 4)):
            for extra in range(3):
                start = r(-9, 9)
                yield walk(start, start + by * r(1, 4) + sign * extra, by)
        yield walk(r(-5, 5), None, sign * r(1, 9))
        start = r(-5, 5)
        yield walk(start, start, sign)
        yield walk(start, start - sign * r(1, 3), sign)
    elif group == "again":
        # two walks side by side, then a third after them
        start, by = r(-9, 9), r(1, 3)
        script = [("iter", "a"), ("next", "a"), ("iter", "b"), ("next", "b"), ("next", "a")]
        script += [("next", rng.choice("ab")) for _ in range(2)]
        script += [("list", ""), ("next", "a"), ("list", ""), ("self", "a"), ("self", "b")]
        yield "Steps", start, start + by * r(5, 7), by, script
    elif group == "ended":
        start, by = r(-9, 9), r(1, 3)
        script = [("iter", "a"), *[("next", "a")] * (2 + 3)]
        yield "Steps", start, start + 2 * by, by, script
        yield "take", (2, None), 2, 5
        yield "windows", 5, 4, 5
    elif group == "take":
        for n in (1, r(2, 5)):
            yield "take", (None, None), n, n + 2
            yield "take", (n, None), n, n + 2
            yield "take", (n - 1, None), n, n + 1
            yield "take", (n + r(1, 3), None), n, n + 1
            yield "take", n + 1, n, n + 1
        yield "take", (None, None), r(3, 6), r(0, 1)
        yield "take", (None, None), 0, 1
    elif group == "returns":
        n = r(2, 6)
        yield "value of take", (n, None), n, 1
        yield "value of take", (n - r(1, 2), None), n, 1
        yield "value of take", 0, n, 1
        yield "value of take", 5, 0, 1
    elif group == "chunks":
        for size in (1, r(2, 5)):
            for extra in range(size):
                length = size * r(1, 3) + extra
                yield "chunks", length, size, length // size + 2
        yield "chunks", r(1, 3), r(4, 9), 2
        yield "chunks", 0, 2, 1
        yield "chunks", (7, None), 3, 3
    elif group == "windows":
        for size in (1, 2, r(3, 5)):
            length = size + r(1, 4)
            yield "windows", length, size, length - size + 2
            yield "windows", size - 1, size, 1
            yield "windows", size, size, 2
    elif group == "lazy":
        for name in ("chunks", "windows"):
            for size in (1, r(2, 4)):
                yield name, (None, None), size, 0
                yield name, (None, None), size, r(2, 4)
    elif group == "exceptions":
        yield "take", (None, 4), r(5, 9), 5
        for name in ("chunks", "windows"):
            yield name, (None, 4), 3, 3 if name == "windows" else 2
            yield name, (None, 4), 2, 4 if name == "windows" else 3
    elif group == "refused":
        for name in ("chunks", "windows"):
            yield name, (3, None), 0, 0
            yield name, 3, -r(1, 5), 0
        yield "take", (3, None), -r(1, 5), 0
        yield "Steps", 0, r(1, 5), 0, []
