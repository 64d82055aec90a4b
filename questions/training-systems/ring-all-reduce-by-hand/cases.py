"""Cases for ring_allreduce: (what is compared, arrays). Parts are equal except in `uneven`."""

import numpy as np


def draw(rng, p, m, dtype="f8"):
    return [rng.uniform(-2.0, 2.0, size=m).astype(dtype) for _ in range(p)]


def cases(rng, group):
    def r(low, high):
        return int(rng.integers(low, high + 1))

    if group == "sample":
        arrays = [np.array([1.0, 2.0, 3.0, 4.0]), np.array([10.0, 20.0, 30.0, 40.0])]
        yield "sums", arrays
        yield "links", arrays
        yield "links", [np.arange(7.0) for _ in range(3)]
    elif group == "sums":
        for p in (2, 3, 4, r(5, 8)):
            yield "sums", draw(rng, p, p * r(1, 5))
    elif group == "uneven":
        for p in (2, 3, r(4, 7)):
            yield "sums", draw(rng, p, p * r(1, 4) + r(1, p - 1))
        yield "sums", draw(rng, 5, r(1, 4))
    elif group == "single":
        for m in (1, r(2, 9)):
            yield "sums", draw(rng, 1, m)
            yield "separate", draw(rng, 1, m)
            yield "links", draw(rng, 1, m)
    elif group == "links":
        for p in (2, 3, r(4, 7)):
            yield "links", draw(rng, p, p * r(2, 5))
        p = r(3, 6)
        yield "links", draw(rng, p, p * r(2, 4) + r(1, p - 1))
        yield "links", draw(rng, 5, r(1, 4))
    elif group == "bits":
        for p in (3, 4, r(5, 8)):
            yield "bits", draw(rng, p, p * 8)
    elif group == "separate":
        for p in (2, 3, r(4, 6)):
            yield "separate", draw(rng, p, p * r(1, 4))
    elif group == "dtype":
        for p in (2, 3, r(4, 6)):
            yield "sums", draw(rng, p, p * r(1, 4), "f4")
    elif group == "purity":
        yield "sums", draw(rng, 3, 6)
        yield "sums", draw(rng, 4, 8)
