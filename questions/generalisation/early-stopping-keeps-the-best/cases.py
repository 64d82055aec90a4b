"""Cases for EarlyStopping: (patience, min_delta, mode, values, updates), see driver.py.

The value is a loss (mode 'min') except in `accuracy`; min_delta is 0 except in `delta`; NaN occurs in
`nan` only. Values are multiples of 1/8, so every difference is exact.
"""

NAN = float("nan")


def run(rng, patience, shape, min_delta=0.0, mode="min"):
    """shape: steps in eighths from epoch to epoch, beginning at some level."""
    level = rng.randint(80, 120)
    values = []
    for step in shape:
        level += step
        values.append(level / 8)
    return patience, min_delta, mode, values, [rng.randint(1, 9) for _ in values]


def falling(rng, count):
    return [-rng.randint(1, 4) for _ in range(count)]


def cases(rng, group):
    if group == "sample":
        values = [5.0, 4.0, 3.0, 4.0, 4.0, 2.0, 3.0, 3.0, 3.0]
        for patience in (2, 3):
            yield patience, 0.0, "min", values, [1] * 9
        # an equal value is no improvement, nor is one of exactly min_delta
        yield 3, 0.5, "max", [0.5, 1.0, 1.25, 1.625, 1.625, NAN, 1.5], [1, 2, 3, 4, 5, 6, 7]
        yield 2, 0.0, "min", [NAN, NAN, 1.0], [1, 1, 1]
    elif group == "patience":
        for patience in (1, 2, 3, 5):
            down = falling(rng, rng.randint(2, 5))
            yield run(rng, patience, [*down, 30, *([1, -1] * 4), *falling(rng, 2)])
        yield run(rng, 4, falling(rng, 8))  # never stops
    elif group == "recovery":
        # several bad stretches, each shorter than the patience, together longer
        for patience in (2, 3, 4):
            shape = falling(rng, 3)
            for _ in range(3):
                bad = rng.randint(max(1, patience - 2), patience - 1)
                shape += [9, *([1] * (bad - 1)), -9 - bad - rng.randint(1, 5)]
            yield run(rng, patience, [*shape, 20, *([1] * patience)])
    elif group == "equal":
        for patience in (2, 3):
            yield run(rng, patience, [*falling(rng, 3), *([0] * patience), -1])
            yield run(rng, patience, [*falling(rng, 2), 3, -3, *([0] * patience), -1])
    elif group == "accuracy":
        for patience in (2, 3):
            up = [-step for step in falling(rng, rng.randint(3, 5))]
            shape = [*up, -5, -1, *([0] * patience), 30]
            yield run(rng, patience, shape, mode="max")
            yield run(rng, patience, [*up, -3, 4, -5, *([1] * patience)], mode="max")
        # a log-likelihood: larger is better, and all values are negative
        below = [-200, *up, -5, *([-1] * patience), 30]
        yield run(rng, patience, below, mode="max")
    elif group == "delta":
        for mode, sign in (("min", 1), ("max", -1)):
            # many small improvements: each too small by itself, but not all together
            yield run(
                rng, 5, [sign * s for s in (-8, -2, -1, -2, -4, -1, -1, -3, *([0] * 5))], 0.5, mode
            )
            # exactly min_delta, then a little more
            yield run(rng, 3, [sign * s for s in (-8, -4, -1, -3, -2, 5, 0, 0)], 0.5, mode)
            yield run(rng, 2, [sign * s for s in (-8, 1, -3, 1, 1, -9)], 0.25, mode)
    elif group == "nan":
        for patience in (2, 3):
            patience, delta, mode, values, updates = run(rng, patience, [*falling(rng, 9)])
            at = rng.randint(2, 4)
            values[at] = NAN
            yield patience, delta, mode, values, updates
            values = [*values[:5], *([NAN] * patience), *values[5:]]
            yield patience, delta, mode, values, [*updates, *updates]
            yield patience, delta, mode, [NAN] * 5, updates
            yield patience, delta, mode, [NAN, *values[:4], 99.0, 98.0, 97.0], updates
