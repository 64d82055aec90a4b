import numpy as np


def train(grad, shards, w, steps, hp):
    total = sum(len(y) for shard in shards for _, y in shard)
    ranks = [(w.copy(), np.zeros_like(w), np.zeros_like(w)) for _ in shards]
    for step in range(1, steps + 1):
        sums = []
        for (p, _, _), shard in zip(ranks, shards):
            own, squares = np.zeros_like(w), np.zeros_like(w)
            for x, y in shard:
                part = grad(p, x, y).astype(float)
                own += len(y) * part
                squares += len(y) * part**2
            sums.append(np.stack([own, squares]))
        g, g2 = sum(sums) / total
        for p, m, v in ranks:
            m[...] = hp["beta1"] * m + (1 - hp["beta1"]) * g
            v[...] = hp["beta2"] * v + (1 - hp["beta2"]) * g2
            m_hat = m / (1 - hp["beta1"] ** step)
            v_hat = v / (1 - hp["beta2"] ** step)
            p -= hp["lr"] * m_hat / (np.sqrt(v_hat) + hp["eps"])
    return [p for p, _, _ in ranks]
