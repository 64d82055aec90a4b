"""By pairs: independent runs r and s have E[(f_r - f)(f_s - f)] = bias^2, and their difference
has twice the variance."""

import itertools
import math


def bias_variance(sim, model, repeats, bags):
    truth = sim.f0.tolist()
    points = len(truth)
    runs, noise, error = [], 0.0, 0.0
    for _ in range(repeats):
        total = [0.0] * points
        for _ in range(bags):
            x, y = sim.train()
            total = [a + float(b) for a, b in zip(total, model(x, y, sim.x0))]
        runs.append([a / bags for a in total])
        for label, prediction, f in zip(sim.labels().tolist(), runs[-1], truth):
            noise += (label - f) ** 2 / (repeats * points)
            error += (label - prediction) ** 2 / (repeats * points)
    pairs = repeats * (repeats - 1) // 2
    bias2, variance = [], []
    for one, other in itertools.combinations(runs, 2):
        for a, b, f in zip(one, other, truth):
            bias2.append((a - f) * (b - f))
            variance.append((a - b) ** 2 / 2)
    return math.fsum(bias2) / pairs / points, math.fsum(variance) / pairs / points, noise, error
