import numpy as np


def train(grad, shards, w, steps, hp):
    everything = [part for shard in shards for part in shard]
    total = sum(len(y) for _, y in everything)
    result = []
    for _ in range(max(2, len(shards))):
        p, m, v = w.copy(), np.zeros_like(w), np.zeros_like(w)
        for t in range(1, steps + 1):
            g = np.zeros_like(w)
            for x, y in everything:
                g += len(y) * grad(p, x, y).astype(float)
            g /= total
            m = hp["beta1"] * m + (1 - hp["beta1"]) * g
            v = hp["beta2"] * v + (1 - hp["beta2"]) * g * g
            m_hat = m / (1 - hp["beta1"] ** t)
            v_hat = v / (1 - hp["beta2"] ** t)
            p -= hp["lr"] * m_hat / (np.sqrt(v_hat) + hp["eps"])
        result.append(p)
    return result[: len(shards)]
