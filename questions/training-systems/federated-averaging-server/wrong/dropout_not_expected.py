import numpy as np


def fedavg(weights, sizes, client, rounds):
    model = {name: array.copy() for name, array in weights.items()}
    for sampled in rounds:
        total = 0
        sums = {name: np.zeros(array.shape) for name, array in model.items()}
        for k in sampled:
            trained = client(k, {name: array.copy() for name, array in model.items()})
            total += sizes[k]
            for name in sums:
                sums[name] += sizes[k] * trained[name].astype(float)
        if total:
            model = {name: (sums[name] / total).astype(model[name].dtype) for name in model}
    return model
