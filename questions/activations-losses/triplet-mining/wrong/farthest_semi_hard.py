import numpy as np


def mine_triplets(emb, labels, margin, kind):
    N = len(emb)
    d = ((emb[:, None] - emb[None, :]) ** 2).sum(-1)
    out = []
    for a in range(N):
        pos = [j for j in range(N) if labels[j] == labels[a] and j != a]
        neg = [j for j in range(N) if labels[j] != labels[a]]
        if kind == "batch-hard":
            if pos and neg:
                p = max(pos, key=lambda j: d[a, j])
                n = min(neg, key=lambda j: d[a, j])
                out.append((a, p, n))
        else:
            for p in pos:
                cand = [n for n in neg if d[a, p] < d[a, n] < d[a, p] + margin]
                if cand:
                    out.append((a, p, max(cand, key=lambda j: d[a, j])))
    return np.array(out, dtype=np.int64).reshape(-1, 3)
