"""Clients that train in place, keep their arrays and change them once more when all is over."""

import numpy as np


def drive(solution, what, weights, sizes, rates, targets, rounds):
    """Client k moves by its rate towards its target; a rate of None: it drops out."""
    kept, received = [], []

    def client(k, model):
        received.append([int(k), {name: array.copy() for name, array in model.items()}])
        kept.append(model)
        for name, array in model.items():
            array -= (rates[k] or 0.5) * (array - targets[k][name])
        return model if rates[k] is not None else None

    result = solution(weights, list(sizes), client, [list(sampled) for sampled in rounds])
    if what == "separate":
        before = {name: array.copy() for name, array in result.items()}
        for model in kept:
            for array in model.values():
                array += 1000.0
        return {
            "order of the keys": list(result) == list(weights),
            "shared with a client": [bool((before[name] != result[name]).any()) for name in before],
            "shared with the caller": [
                bool(np.shares_memory(result[name], weights[name])) for name in before
            ],
        }
    if what == "received":
        return received
    return dict(result)
