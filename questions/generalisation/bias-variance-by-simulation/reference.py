import numpy as np


def bias_variance(sim, model, repeats, bags):
    predictions, labels = [], []
    for _ in range(repeats):
        fits = [model(*sim.train(), sim.x0) for _ in range(bags)]
        predictions.append(np.mean(fits, axis=0))
        labels.append(sim.labels())
    f, y = np.array(predictions), np.array(labels)
    spread = f.var(axis=0, ddof=1)
    bias2 = (f.mean(axis=0) - sim.f0) ** 2 - spread / repeats
    noise = (y - sim.f0) ** 2
    return bias2.mean(), spread.mean(), noise.mean(), ((y - f) ** 2).mean()
