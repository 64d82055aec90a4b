"""Cases for longest_run: (a string or list,), or a description of a long list; see driver.py.

Strings are ASCII except in `types`. In `values` and `types`, whatever repeats lies within the
current run, and nothing ties for the best.
"""

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789+-*/=<>"


def letters(rng, count):
    return rng.sample(LETTERS, count)


def around_a_cycle(rng, symbols):
    """Some symbols in turn, several times over, between others of different number."""
    cycle = rng.randint(2, 5)
    head, tail = rng.sample(range(1, 6), 2)
    chosen = rng.sample(symbols, cycle + head + tail)
    middle = chosen[:cycle] * rng.randint(2, 4)
    return chosen[cycle : cycle + head] + middle + chosen[cycle + head :]


def cases(rng, group):
    if group == "sample":
        yield ("abcabcbb",)
        yield ("abba",)
        yield ("",)
        yield ([7, 7, 7],)
        yield ("xyzxabc",)
    elif group == "values":
        for _ in range(3):
            yield ("".join(around_a_cycle(rng, LETTERS)),)
        yield (rng.choice(LETTERS),)
        yield ("".join(letters(rng, rng.randint(5, 20))),)
    elif group == "back":
        # an item repeats that was last seen before the run began
        for _ in range(3):
            a, b, *others = letters(rng, rng.randint(6, 9))
            yield (a + b + b + a + others[0],)
            yield (a + "".join(others) + b + b + a + "".join(others),)
    elif group == "overlap":
        # the best run begins within an earlier one
        for _ in range(3):
            a, b, c, *others = letters(rng, rng.randint(7, 12))
            yield (a + b + c + a + "".join(others) + c,)
            yield (a + b + a + c + "".join(others),)
    elif group == "ties":
        for _ in range(3):
            length = rng.randint(2, 6)
            chosen = letters(rng, 2 * length - 1)
            one, other = chosen[:length], chosen[length:]
            yield ("".join([*one, one[-1], *other]),)
            yield ("".join(one) * 3,)
    elif group == "types":
        yield ("".join(around_a_cycle(rng, "汉字也有重复的时候请数它们一é☕ßñ")),)
        yield (around_a_cycle(rng, [10**12 + i for i in range(9)] + [-i for i in range(9)]),)
        yield (around_a_cycle(rng, [f"id {i}" for i in range(30)]),)
        yield (around_a_cycle(rng, [(i, j) for i in range(4) for j in range(5)]),)
        yield ([],)
    elif group == "long":
        yield ({"numbers": rng.randint(7000, 8000), "times": 8, "seed": rng.randrange(1 << 30)},)
