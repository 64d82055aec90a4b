import numpy as np


def mine_triplets(emb, labels, margin, kind):
    diff = emb[:, None] - emb[None]
    d = (diff * diff).sum(axis=2)
    same = labels[:, None] == labels[None]
    rows = []
    for a in range(len(emb)):
        positives = np.flatnonzero(same[a] & (np.arange(len(emb)) != a))
        negatives = np.flatnonzero(~same[a])
        if kind == "batch-hard":
            if len(positives) and len(negatives):
                p = positives[d[a, positives].argmax()]
                rows.append((a, p, negatives[d[a, negatives].argmin()]))
            continue
        for p in positives:
            far = d[a, negatives]
            fits = negatives[(far > d[a, p]) & (far < d[a, p] + margin)]
            if len(fits):
                rows.append((a, p, fits[d[a, fits].argmin()]))
    return np.array(rows, dtype=np.int64).reshape(-1, 3)
