"""The server moves by the weighted mean of the changes; answers are copied as they come in."""

import copy

import numpy as np


def fedavg(weights, sizes, client, rounds):
    model = copy.deepcopy(weights)
    for sampled in rounds:
        answers = {k: copy.deepcopy(client(k, copy.deepcopy(model))) for k in sampled}
        counts = {k: sizes[k] for k, answer in answers.items() if answer is not None}
        shares = {k: n / sum(counts.values()) for k, n in counts.items() if n}
        for name, old in model.items():
            step = np.zeros(old.shape, dtype=np.float64)
            for k, share in shares.items():
                step += share * np.subtract(answers[k][name], old, dtype=np.float64)
            model[name] = np.asarray(old + step, dtype=old.dtype)
    return model
