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
    noise = (ys - sim.f0) ** 2
    mse = (ys - preds) ** 2
    gap = sim.f0
    gap -= mean
    bias2 = gap**2 - var / repeats
    return bias2.mean(), var.mean(), noise.mean(), mse.mean()
