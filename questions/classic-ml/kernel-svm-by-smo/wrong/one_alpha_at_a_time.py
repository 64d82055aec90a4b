import numpy as np


class KernelSVM:
    def __init__(self, c, kernel, sigma):
        self.c, self.kernel, self.sigma = c, kernel, sigma

    def kernel_matrix(self, a, b):
        if self.kernel == "linear":
            return a @ b.T
        d2 = np.sum(a**2, axis=1)[:, None] + np.sum(b**2, axis=1) - 2 * a @ b.T
        return np.exp(-d2 / (2 * self.sigma**2))

    def fit(self, x, y):
        if not np.array_equal(np.unique(y), [-1, 1]):
            raise ValueError("y must hold -1 and 1")
        c, m = self.c, len(y)
        top = c
        self.x, self.y = x, y
        K = self.kernel_matrix(x, x)
        alpha = np.zeros(m)
        for _ in range(300):
            for i in range(m):
                slope = 1 - y[i] * (K[i] @ (alpha * y))
                alpha[i] = min(max(alpha[i] + slope / max(K[i, i], 1e-12), 0.0), top)
        self.alpha = alpha
        self.b = self.bias(K)
        return alpha, self.b

    def bias(self, K):
        y, alpha = self.y, self.alpha
        wanted = y - K @ (alpha * y)
        free = (alpha > 0) & (alpha < self.c)
        if np.any(free):
            return float(np.mean(wanted[free]))
        return float(np.mean(wanted))

    def decision(self, queries):
        return self.kernel_matrix(queries, self.x) @ (self.alpha * self.y) + self.b

    def check(self, x, y, alpha, b):
        K = self.kernel_matrix(x, x)
        ay = alpha * y
        dual = np.sum(alpha) - 0.5 * ay @ K @ ay
        box = max(0.0, np.max(-alpha), np.max(alpha - self.c))
        r = y * (K @ ay + b) - 1
        bad = np.where(alpha <= 0, np.maximum(0, -r), np.abs(r))
        bad = np.where(alpha >= self.c, np.maximum(0, r), bad)
        return float(dual), float(np.sum(ay)), float(box), float(np.max(bad))
