"""One class against the rest at a time, from true and false positives; no matrix is needed."""

import numpy as np


def over(a, b):
    return a / b if b else 0.0


def classification_metrics(y, p, k, average, weights=None):
    rows = list(
        zip(y.tolist(), p.tolist(), [1.0] * len(y) if weights is None else weights.tolist())
    )
    matrix = np.zeros((k, k))
    for true, claimed, weight in rows:
        matrix[true, claimed] += weight
    table = []
    for c in range(k):
        tp = sum(w for t, q, w in rows if t == c and q == c)
        fp = sum(w for t, q, w in rows if t != c and q == c)
        fn = sum(w for t, q, w in rows if t == c and q != c)
        table.append((tp, fp, fn))
    if average == "micro":
        table = [tuple(map(sum, zip(*table)))]
    scores = []
    for tp, fp, fn in table:
        precision, recall = over(tp, tp + fp), over(tp, tp + fn)
        scores.append((precision, recall, over(2 * precision * recall, precision + recall)))
    columns = [list(column) for column in zip(*scores)]
    if average == "none":
        return matrix, *map(np.array, columns)
    support = [tp + fn if average == "weighted" else 1.0 for tp, _, fn in table]
    return matrix, *(
        over(sum(s * v for s, v in zip(support, column)), sum(support)) for column in columns
    )
