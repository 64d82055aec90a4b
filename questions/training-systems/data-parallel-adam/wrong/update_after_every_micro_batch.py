import numpy as np


def train(grad, shards, w, steps, hp):
    p, m, v, t = w.copy(), np.zeros_like(w), np.zeros_like(w), 0
    for _ in range(steps):
        for number in range(max(len(shard) for shard in shards)):
            total, g = 0, np.zeros_like(w)
            for shard in shards:
                for x, y in shard[number : number + 1]:
                    g += len(y) * grad(p, x, y).astype(float)
                    total += len(y)
            g /= total
            t += 1
            m = hp["beta1"] * m + (1 - hp["beta1"]) * g
            v = hp["beta2"] * v + (1 - hp["beta2"]) * g * g
            m_hat = m / (1 - hp["beta1"] ** t)
            v_hat = v / (1 - hp["beta2"] ** t)
            p = p - hp["lr"] * m_hat / (np.sqrt(v_hat) + hp["eps"])
    return [p.copy() for _ in shards]
