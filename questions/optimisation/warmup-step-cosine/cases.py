"""Arguments for lr_schedule; trailing ones are left out where the default will do.

No warm-up outside `sample`, `warmup` and `offset`; the floor is 0 outside `sample`, `floor` and two
steps of `warmup` that lie below it; steps beyond the total occur in `beyond` only.
"""


def base(rng):
    return rng.uniform(0.05, 1.0)


def cases(rng, group):
    if group == "sample":
        for t in (0, 3, 4, 6, 7):
            yield "step", t, 0.8, 10, 4, 3, 0.5
        for t in (0, 2, 6, 10):
            yield "cosine", t, 0.8, 10, 2, None, 0.1, 0.2
    elif group == "step":
        size, gamma = rng.randint(3, 9), rng.uniform(0.3, 0.7)
        for t in (0, size - 1, size, 2 * size - 1, 2 * size, 4 * size + 1):
            yield "step", t, base(rng), 5 * size, 0, size, gamma
        yield "step", 2, base(rng), 5, 0, 1
    elif group == "cosine":
        total = rng.randint(20, 60)
        for t in (0, 1, total // 3, total // 2, total - 1, total):
            yield "cosine", t, base(rng), total
        yield "cosine", 1, base(rng), 2
    elif group == "warmup":
        warmup = rng.randint(4, 9)
        for t in (0, 1, warmup // 2, warmup - 1, warmup):
            yield "step", t, base(rng), 9 * warmup, warmup, 3 * warmup, 0.5
        yield "cosine", 0, base(rng), 9 * warmup, 1
        yield "cosine", warmup - 1, base(rng), 9 * warmup, warmup
        top = base(rng)
        for kind in ("step", "cosine"):
            yield kind, 0, top, 9 * warmup, warmup, 3 * warmup, 0.5, 0.6 * top
    elif group == "offset":
        warmup, size = rng.randint(4, 9), rng.randint(10, 15)
        total = warmup + 4 * size
        # these steps fall into another period when the warm-up is counted in
        for t in (warmup + size - 1, warmup + 2 * size - 1, warmup + 2 * size - 3):
            yield "step", t, base(rng), total, warmup, size, rng.uniform(0.3, 0.7)
        for t in (warmup + size, warmup + 2 * size, warmup + 3 * size):
            yield "cosine", t, base(rng), total, warmup
    elif group == "beyond":
        total = rng.randint(10, 30)
        for t in (total + 1, total + 2, 2 * total, 3 * total - 1):
            yield "cosine", t, base(rng), total
        yield "step", total + 2, base(rng), total, 0, total - 3, 0.5
        size = rng.randint(4, 9)  # a stair ends after the total
        yield "step", 2 * size + 1, base(rng), 2 * size - 1, 0, size, 0.5
    elif group == "floor":
        total, low = rng.randint(20, 40), rng.uniform(0.01, 0.04)
        for t in (0, total // 2, total - 2, total):
            yield "cosine", t, base(rng), total, 0, None, 0.1, low
        for t in (0, total // 2, total - 1):
            yield "step", t, base(rng), total, 0, 3, 0.1, low
