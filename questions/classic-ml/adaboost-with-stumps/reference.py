import numpy as np


def stump_says(x, feature, threshold, sign):
    return np.where(x[:, feature] > threshold, sign, -sign)


def candidates(x):
    for feature in range(x.shape[1]):
        values = np.unique(x[:, feature])
        for threshold in (values[1:] + values[:-1]) / 2:
            yield feature, float(threshold), 1
            yield feature, float(threshold), -1


def adaboost(x, y, rounds, queries):
    w = np.full(len(y), 1 / len(y))
    stumps, alphas = [], []
    while len(stumps) < rounds:
        best, error = None, 0.5
        for stump in candidates(x):
            e = w[stump_says(x, *stump) != y].sum()
            if e < error - 1e-9:
                best, error = stump, e
        if best is None:
            break
        error = max(error, 1e-9)
        stumps.append(best)
        alphas.append(np.log((1 - error) / error) / 2)
        if error <= 1e-9:
            break
        right = stump_says(x, *best) == y
        w = w * np.exp(np.where(right, -alphas[-1], alphas[-1]))
        w = w / w.sum()
    votes = np.zeros(len(queries))
    for alpha, stump in zip(alphas, stumps):
        votes += alpha * stump_says(queries, *stump)
    return stumps, np.array(alphas), np.where(votes >= 0, 1, -1)
