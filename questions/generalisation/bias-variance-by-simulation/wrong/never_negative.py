import numpy as np


def bias_variance(sim, model, repeats, bags):
    preds = np.zeros((repeats, len(sim.x0)))
    ys = np.zeros((repeats, len(sim.x0)))
    for r in range(repeats):
        for _ in range(bags):
            x, y = sim.train()
            preds[r] += model(x, y, sim.x0) / bags
        ys[r] = sim.labels()
    mean = preds.mean(axis=0)
    var = ((preds - mean) ** 2).sum(axis=0) / (repeats - 1)
    bias2 = (mean - sim.f0) ** 2 - var / repeats
    noise = (ys - sim.f0) ** 2
    mse = (ys - preds) ** 2
    return max(bias2.mean(), 0.0), var.mean(), noise.mean(), mse.mean()
