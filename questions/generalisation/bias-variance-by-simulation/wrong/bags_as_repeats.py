import numpy as np


def bias_variance(sim, model, repeats, bags):
    preds = np.zeros((repeats * bags, len(sim.x0)))
    ys = np.zeros((repeats, len(sim.x0)))
    for r in range(repeats):
        for b in range(bags):
            x, y = sim.train()
            preds[r * bags + b] = model(x, y, sim.x0)
        ys[r] = sim.labels()
    mean = preds.mean(axis=0)
    var = ((preds - mean) ** 2).sum(axis=0) / (repeats * bags - 1)
    bias2 = (mean - sim.f0) ** 2 - var / (repeats * bags)
    noise = (ys - sim.f0) ** 2
    mse = (np.repeat(ys, bags, axis=0) - preds) ** 2
    return bias2.mean(), var.mean(), noise.mean(), mse.mean()
