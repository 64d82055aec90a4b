"""Cases for fedavg: (what is compared, weights, sizes, rates, targets, rounds); see driver.py.

All clients have the same number of samples except in `unequal`, `sampled`, `dropout` and `zero`;
all are sampled and answer except in the groups about that; one round except in `rounds`.
"""

import numpy as np


def cases(rng, group):
    def r(low, high):
        return int(rng.integers(low, high + 1))

    def draw(clients, shapes=None, dtype="f8"):
        shapes = shapes or {"w": (2, 3), "b": (3,)}
        model = {name: rng.uniform(-2.0, 2.0, size=s).astype(dtype) for name, s in shapes.items()}
        targets = [
            {name: rng.uniform(-4.0, 4.0, size=s).astype(dtype) for name, s in shapes.items()}
            for _ in range(clients)
        ]
        rates = [float(rng.uniform(0.2, 0.9)) for _ in range(clients)]
        return model, [r(3, 9)] * clients, rates, targets

    def unequal(clients):
        return [int(n) for n in rng.permutation(20)[:clients] + 1]

    if group == "sample":
        model = {"w": np.array([[1.0, 2.0]]), "b": np.array([0.0])}
        targets = [
            {"w": np.array([[4.0, 0.0]]), "b": np.array([8.0])},
            {"w": np.array([[0.0, 4.0]]), "b": np.array([-8.0])},
            {"w": np.array([[9.0, 9.0]]), "b": np.array([9.0])},
        ]
        case = model, [30, 10, 60], [0.5, 0.5, None], targets
        for what in ("weights", "received", "separate"):
            yield what, *case, [[0, 1]]
        yield "weights", *case, [[1, 0], [1]]
        yield "weights", *case, [[0, 2]]
        yield "weights", *case, [[2], []]
    elif group == "average":
        for clients in (2, r(3, 5)):
            yield "weights", *draw(clients), [list(range(clients))]
        yield "weights", *draw(2, {"a": (1,), "b": (2, 1, 3), "c": (4,)}), [[1, 0]]
    elif group == "unequal":
        for clients in (2, r(3, 5)):
            model, _, rates, targets = draw(clients)
            every = [list(range(clients))]
            yield "weights", model, unequal(clients), rates, targets, every
    elif group == "sampled":
        for clients in (4, r(5, 7)):
            model, _, rates, targets = draw(clients)
            some = [int(k) for k in rng.permutation(clients)[: r(2, clients - 1)]]
            yield "weights", model, unequal(clients), rates, targets, [some]
        yield "weights", *draw(3), [[r(0, 2)]]
    elif group == "dropout":
        for clients in (3, r(4, 6)):
            model, _, rates, targets = draw(clients)
            rates[r(0, clients - 1)] = None
            every = [list(range(clients))]
            yield "weights", model, unequal(clients), rates, targets, every
    elif group == "nobody":
        model, sizes, rates, targets = draw(3)
        yield "weights", model, sizes, [None] * 3, targets, [[0, 1, 2]]
        yield "weights", model, sizes, rates, targets, [[]]
        yield "weights", model, sizes, rates, targets, []
        yield "weights", model, sizes, rates, targets, [[r(0, 2)], []]
        yield "weights", model, sizes, rates, targets, [[], [r(0, 2)]]
        yield "weights", model, [0, 0, 5], rates, targets, [[0, 1]]
    elif group == "rounds":
        clients = r(3, 5)
        for what in ("weights", "received"):
            model, sizes, rates, targets = draw(clients)
            yield what, model, sizes, rates, targets, [list(range(clients))] * r(2, 4)
    elif group == "received":
        for clients in (2, r(3, 5)):
            yield "received", *draw(clients), [list(range(clients))]
        model, sizes, rates, targets = draw(3)
        yield "received", model, [0, *sizes[1:]], rates, targets, [[2, 0, 1]]
    elif group == "separate":
        yield "separate", *draw(3), [[0, 1, 2]]
        yield "separate", *draw(2), [[r(0, 1)]]
        yield "separate", *draw(2), [[]]
    elif group == "dtype":
        for clients in (2, 3):
            yield "weights", *draw(clients, dtype="f4"), [list(range(clients))]
        model, _, rates, targets = draw(2, dtype="f4")  # large numbers that nearly cancel
        targets[0] = {name: np.float32(2e5) + array for name, array in targets[0].items()}
        targets[1] = {name: array - np.float32(2e5) for name, array in targets[1].items()}
        yield "weights", model, [7, 7], rates[:1] * 2, targets, [[0, 1]]
    elif group == "purity":
        yield "weights", *draw(3), [[0, 1, 2]]
        yield "weights", *draw(1), [[0]]
