"""A primal-dual interior point method: Newton steps towards the optimality conditions, all at once."""

import math

import numpy as np


class KernelSVM:
    def __init__(self, c, kernel, sigma):
        self.c = c
        if kernel == "linear":
            self.k = lambda u, v: float(u @ v)
        else:
            self.k = lambda u, v: math.exp(-0.5 * (math.dist(u, v) / sigma) ** 2)

    def gram(self, a, b):
        return np.array([[self.k(u, v) for v in b] for u in a]).reshape(len(a), len(b))

    def fit(self, x, y):
        if sorted(np.unique(y)) != [-1, 1]:
            raise ValueError("labels are -1 and 1, and both occur")
        m, c = len(y), self.c
        k = self.gram(x, x)
        q = k * np.outer(y, y)
        alpha, low, high, b = np.full(m, c / 2), np.ones(m), np.ones(m), 0.0
        for _ in range(200):
            gap = (alpha @ low + (c - alpha) @ high) / (2 * m)
            if gap < 1e-13 * max(c, 1.0):
                break
            target = 0.1 * gap
            stationary = q @ alpha - 1 + b * y - low + high
            inner = q + np.diag(low / alpha + high / (c - alpha))
            right = -stationary + target / alpha - low - target / (c - alpha) + high
            system = np.block([[inner, y[:, None]], [y[None, :], np.zeros((1, 1))]])
            *move, shift = np.linalg.solve(system, np.append(right, -(y @ alpha)))
            move = np.array(move)
            move_low = target / alpha - low - low / alpha * move
            move_high = target / (c - alpha) - high + high / (c - alpha) * move
            size = 1.0
            for value, change in (
                (alpha, move),
                (c - alpha, -move),
                (low, move_low),
                (high, move_high),
            ):
                shrink = change < 0
                if shrink.any():
                    size = min(size, 0.99 * (-value[shrink] / change[shrink]).min())
            alpha, b = alpha + size * move, b + size * shift
            low, high = low + size * move_low, high + size * move_high
        alpha = np.where(low > high * 0 + alpha, 0.0, np.where(high > c - alpha, c, alpha))
        self.x, self.v = x, alpha * y
        wanted = y - k @ self.v
        free = (alpha > 0) & (alpha < c)
        if free.any():
            b = wanted[free].mean()
        else:
            growing = wanted[(alpha == 0) == (y > 0)].max()
            falling = wanted[(alpha == 0) != (y > 0)].min()
            b = (growing + falling) / 2
        self.b = float(b)
        return alpha, self.b

    def decision(self, queries):
        return (
            np.array([sum(v * self.k(u, p) for v, p in zip(self.v, self.x)) for u in queries])
            + self.b
        )

    def check(self, x, y, alpha, b):
        m = len(y)
        pull = [sum(alpha[j] * y[j] * self.k(x[i], x[j]) for j in range(m)) for i in range(m)]
        dual = sum(alpha) - sum(alpha[i] * y[i] * pull[i] for i in range(m)) / 2
        worst = box = 0.0
        for i in range(m):
            slack = y[i] * (pull[i] + b) - 1
            if alpha[i] <= 0:
                wrong = max(0.0, -slack)
            elif alpha[i] >= self.c:
                wrong = max(0.0, slack)
            else:
                wrong = abs(slack)
            worst, box = max(worst, wrong), max(box, -alpha[i], alpha[i] - self.c)
        return float(dual), float(sum(alpha * y)), float(box), float(worst)
