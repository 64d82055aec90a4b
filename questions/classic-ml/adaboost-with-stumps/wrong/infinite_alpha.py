import numpy as np


def predict(x, stump):
    j, t, s = stump
    return np.where(x[:, j] > t, s, -s)


def find_stump(x, y, w):
    best, lowest = None, np.inf
    for j in range(x.shape[1]):
        values = np.sort(np.unique(x[:, j]))
        cuts = (values[:-1] + values[1:]) / 2
        for t in cuts:
            for s in (1, -1):
                stump = (j, float(t), s)
                error = np.sum(w * (predict(x, stump) != y))
                if error < lowest - 1e-9:
                    best, lowest = stump, error
    return best, lowest


def adaboost(x, y, rounds, queries):
    m = len(y)
    w = np.ones(m) / m
    stumps, alphas = [], []
    for _ in range(rounds):
        stump, e = find_stump(x, y, w)
        if stump is None or e >= 0.5 - 1e-9:
            break

        alpha = 0.5 * np.log((1 - e) / e)
        stumps.append(stump)
        alphas.append(float(alpha))
        if e <= 1e-9:
            break
        w = w * np.exp(-alpha * y * predict(x, stump))
        w = w / np.sum(w)
    score = np.zeros(len(queries))
    for a, stump in zip(alphas, stumps):
        score = score + a * predict(queries, stump)
    labels = np.where(score >= 0, 1, -1)
    return stumps, np.array(alphas, dtype=float), labels
