"""Inputs for bottleneck_params, as positional arguments.

Channels of a block are pairwise different multiples of `groups`, so that no slip is right by
chance. Only `kernel` has a k other than 3, only `grouped` more than one group, only `project` and
the sample a projection; `mixed` has all of these.
"""


def channels(rng, unit=1, low=2, high=60):
    return [unit * c for c in rng.sample(range(low, high), 3)]


def cases(rng, group):
    if group == "sample":
        yield "1-k", 256, 64, 256
        yield "1-k-1", 256, 64, 256, 3
        yield "basic", 64, 32, 16, 3, 1
        yield "1-k-1", 64, 16, 128, 3, 1, True
        yield "1-k", 12, 6, 9, 5, 3, False
    elif group == "two-layers":
        for _ in range(4):
            yield "1-k", *channels(rng)
    elif group == "three-layers":
        for _ in range(4):
            yield "1-k-1", *channels(rng)
    elif group == "basic":
        for _ in range(4):
            yield "basic", *channels(rng)
    elif group == "kernel":
        for kind in ("1-k", "1-k-1", "basic"):
            for k in (1, 5, 7):
                yield kind, *channels(rng), k
    elif group == "grouped":
        for kind in ("1-k", "1-k-1", "basic"):
            for g in rng.sample(range(2, 9), 2):
                yield kind, *channels(rng, g), 3, g
        width = rng.randint(5, 40)
        yield "1-k-1", 4 * width, width, 6 * width, 3, width  # one group per channel
    elif group == "project":
        for kind in ("1-k", "1-k-1", "basic"):
            yield kind, *channels(rng), 3, 1, True
            width, inner = rng.sample(range(2, 60), 2)
            yield kind, width, inner, width, 3, 1, rng.random() < 0.5
            yield kind, width, inner, width, 3, 1, True
    elif group == "mixed":
        for kind in ("1-k", "1-k-1", "basic"):
            for k, project in ((1, False), (5, True), (1, True)):
                g = rng.randint(2, 8)
                yield kind, *channels(rng, g), k, g, project
