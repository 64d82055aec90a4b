"""Cases for train: (what is compared, shards, w, steps, hyper-parameters[, dtype of gradients]).

Micro-batches are of one size except in `unequal-micro` and `mixed`, ranks have the same number of
them except in `unequal-ranks` and `mixed`; there are several per rank only where they matter.
"""

import numpy as np


def cases(rng, group):
    def r(low, high):
        return int(rng.integers(low, high + 1))

    def hyper():
        return {
            "lr": float(rng.uniform(0.02, 0.2)),
            "beta1": float(rng.uniform(0.7, 0.95)),
            "beta2": float(rng.uniform(0.8, 0.99)),
            "eps": 1e-8,
        }

    def draw(what, sizes, steps, d=3, scale=1.0, **more):
        """sizes[rank][micro-batch]: numbers of samples; every micro-batch has its own truth."""
        shards = []
        for row in sizes:
            shard = []
            for n in row:
                x = scale * rng.uniform(0.5, 2.0, size=(n, d)) * rng.choice([-1.0, 1.0], (n, d))
                y = x @ rng.uniform(-3.0, 3.0, size=d) + scale * rng.uniform(-1.0, 1.0, size=n)
                shard.append((x, y))
            shards.append(shard)
        w = rng.uniform(-1.0, 1.0, size=d)
        return what, shards, w, steps, hyper(), *more.values()

    if group == "sample":
        one = np.array([[1.0]])
        three = np.array([[1.0], [1.0], [1.0]])
        hp = {"lr": 0.5, "beta1": 0.5, "beta2": 0.5, "eps": 0.0}
        batches = [[(one, np.array([4.0]))], [(three, np.array([0.0, 1.0, 2.0]))]]
        for steps in (1, 3):
            yield "w", batches, np.array([0.0]), steps, hp
        yield "replicas", batches, np.array([0.0]), 1, hp
        yield "calls", batches, np.array([0.0]), 2, hp
        yield "w", [batches[0] + batches[1], []], np.array([0.0]), 3, hp
    elif group == "adam":
        for ranks in (2, r(3, 4)):
            n = r(3, 6)
            yield draw("w", [[n]] * ranks, r(4, 8))
    elif group == "unequal-ranks":
        for ranks in (2, 3):
            yield draw("w", [[r(1, 3) + 3 * i] for i in range(ranks)], r(4, 6))
        yield draw("w", [[4] * 3, [4]], r(4, 6))
    elif group == "unequal-micro":
        sizes = [r(6, 9), 2, 1]
        yield draw("w", [sizes, sizes[::-1]], r(4, 6))
        yield draw("w", [[1, r(5, 9)], [r(5, 9), 1][:2]][:1] * 2, r(4, 6))
    elif group == "mixed":
        yield draw("w", [[r(2, 4), r(5, 8)], [r(1, 3)], [2, 3, r(4, 6)]], r(4, 6), d=r(2, 5))
        yield draw("w", [[r(5, 8)], [], [2, r(4, 6)]], r(4, 6))
    elif group == "single":
        yield draw("w", [[r(3, 6)]], r(4, 6))
        yield draw("replicas", [[r(3, 6)]], 2)
    elif group == "calls":
        yield draw("calls", [[r(2, 4)], [r(2, 4)], [r(2, 4)]], r(3, 5))
        yield draw("calls", [[r(2, 4)] * 2, [3] * 2], r(3, 5))
    elif group == "replicas":
        for ranks in (2, r(3, 5)):
            yield draw("replicas", [[r(2, 4)] for _ in range(ranks)], r(3, 5))
    elif group == "half":
        yield draw("w", [[64]] * 2, r(3, 5), scale=40.0, dtype="f2")
    elif group == "purity":
        for ranks in (1, 2):
            yield draw("w", [[3]] * ranks, 2)
