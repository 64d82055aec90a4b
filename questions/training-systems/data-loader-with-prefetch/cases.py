"""Cases for Loader: (size of the data set, options, epochs[, what is watched, bad index]).

An epoch is a number of batches after which the loop is left, or None. A pool is given as the seed
of its whims, or as None if it does nothing before it has to. Watched is what was "read", the
"jobs" under way, or those "left" in the end. The batch size divides the number of samples except
in `batches` and once in `shuffle`.
"""


def options(batch_size, **more):
    return {"batch_size": batch_size, **more}


def cases(rng, group):
    r = rng.randint
    seed, whim = r(0, 999), r(0, 999)
    b = r(2, 5)
    if group == "sample":
        yield 5, options(2), [None, 1]
        yield 5, options(2), [2], "read"
        yield 5, options(2, drop_last=True), [None]
        yield 5, options(2, shuffle=True, seed=7), [None, None]
        yield 9, options(2, pool=None, prefetch=2), [None], "jobs"
        yield 9, options(2, pool=None, prefetch=2), [1], "left"
        yield 9, options(2, pool=None, prefetch=2), [None], "left", 4
    elif group == "batches":
        for extra in (0, 1, b - 1):
            for drop_last in (False, True):
                yield b * r(2, 4) + extra, options(b, drop_last=drop_last), [None]
        yield b - 1, options(b), [None]
        yield b - 1, options(b, drop_last=True), [None]
        yield 0, options(b), [None]
        yield r(2, 5), options(1), [None]
        yield b * 3 + 1, options(b, pool=None), [None]
        yield 0, options(b, pool=None), [None]
    elif group == "epochs":
        yield b * r(2, 4), options(b), [None] * 3
        yield b * r(2, 4), options(b), [1, None, 2]
        yield b * r(3, 4), options(b, pool=None, prefetch=r(1, 3)), [None, 1, None]
    elif group == "shuffle":
        n = b * r(12 // b, 20 // b)
        yield n, options(b, shuffle=True, seed=seed), [None] * 3
        yield n, options(b, shuffle=True, seed=seed), [1, 2, None]
        yield n, options(b, shuffle=True, seed=-seed, pool=None), [None] * 2
        yield n, options(n, shuffle=False, seed=seed), [None] * 2
        yield n, options(b, shuffle=True), [None] * 2
        yield n + b - 1, options(b, shuffle=True, seed=seed, drop_last=True), [None] * 3
    elif group == "lazy":
        yield b * r(4, 6), options(b), [r(1, 3)], "read"
        yield b * r(4, 6), options(b), [0], "read"
        yield b * r(4, 6), options(b), [1, r(1, 2)], "read"
    elif group == "order":
        for prefetch in (2, 3, 5):
            yield b * r(6, 9), options(b, pool=whim + prefetch, prefetch=prefetch), [None]
    elif group == "prefetch":
        for prefetch in (1, 2, r(3, 5)):
            yield b * r(7, 9), options(b, pool=None, prefetch=prefetch), [None], "jobs"
        yield b * 2, options(b, pool=None, prefetch=r(4, 9)), [None], "jobs"
        yield b * 5, options(b, pool=None), [0], "jobs"
        yield b * 5, options(b, pool=None), [None], "jobs"
    elif group == "early":
        for prefetch in (2, r(3, 4)):
            epochs = [r(1, 3), None, 1]
            yield b * 8, options(b, pool=None, prefetch=prefetch), epochs, "left"
    elif group == "errors":
        for prefetch in (2, 3):
            bad = b * r(2, 4) + r(0, b - 1)
            yield b * 8, options(b, pool=None, prefetch=prefetch), [None], "left", bad
        yield b * 4, options(b), [None], "", r(1, b * 4 - 1)
