import numpy as np


def best_split(x, r):
    best, gain = None, 0.0
    for feature in range(x.shape[1]):
        values = np.unique(x[:, feature])
        for threshold in (values[1:] + values[:-1]) / 2:
            left = x[:, feature] <= threshold
            drop = r.sum() ** 2 / len(r)
            here = r[left].sum() ** 2 / left.sum() + r[~left].sum() ** 2 / (~left).sum() - drop
            if here > gain + 1e-9:
                best, gain = (feature, threshold), here
    return best


def grow(x, r, curve, depth):
    split = best_split(x, r) if depth else None
    if split is None:
        return r.sum() / curve.sum()
    left = x[:, split[0]] <= split[1]
    sides = [grow(x[side], r[side], curve[side], depth - 1) for side in (left, ~left)]
    return *split, *sides


def value(tree, row):
    while isinstance(tree, tuple):
        feature, threshold, left, right = tree
        tree = left if row[feature] <= threshold else right
    return tree


def gbdt(x, y, loss, depth, lr, rounds, queries):
    start = y.mean()
    if loss == "logistic":
        start = np.clip(start, 0.001, 0.999)
        start = np.log(start / (1 - start))
    train, out = np.full(len(y), start), [np.full(len(queries), start)]
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-train)) if loss == "logistic" else train
        curve = p * (1 - p) if loss == "logistic" else np.ones(len(y))
        tree = grow(x, y - p, curve, depth)
        train = train + lr * np.array([value(tree, row) for row in x])
        out.append(out[-1] + lr * np.array([value(tree, row) for row in queries]))
    return np.array(out)
