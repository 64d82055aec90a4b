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
        for _ in range(20000):
            e = K @ (alpha * y) - y
            up = ((y == 1) & (alpha < top)) | ((y == -1) & (alpha > 0))
            low = ((y == 1) & (alpha > 0)) | ((y == -1) & (alpha < top))
            i = np.argmin(np.where(up, e, np.inf))
            j = np.argmax(np.where(low, e, -np.inf))
            if e[j] - e[i] < 1e-6:
                break
            eta = max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
            if y[i] == y[j]:
                lo, hi = max(0, alpha[i] + alpha[j] - top), min(top, alpha[i] + alpha[j])
            else:
                lo, hi = max(0, alpha[j] - alpha[i]), min(top, top + alpha[j] - alpha[i])
            new = min(max(alpha[j] + y[j] * (e[i] - e[j]) / eta, lo), hi)
            alpha[i] += y[i] * y[j] * (alpha[j] - new)
            alpha[j] = new
            alpha[alpha < 1e-10 * c] = 0
            alpha[alpha > top - 1e-10 * c] = top
        self.alpha = alpha
        self.b = self.bias(K)
        self.b = -self.b
        return alpha, self.b

    def bias(self, K):
        y, alpha = self.y, self.alpha
        wanted = y - K @ (alpha * y)
        free = (alpha > 0) & (alpha < self.c)
        if np.any(free):
            return float(np.mean(wanted[free]))
        up = ((y == 1) & (alpha < self.c)) | ((y == -1) & (alpha > 0))
        return float((np.max(wanted[up]) + np.min(wanted[~up])) / 2)

    def decision(self, queries):
        return self.kernel_matrix(queries, self.x) @ (self.alpha * self.y) - self.b

    def check(self, x, y, alpha, b):
        K = self.kernel_matrix(x, x)
        ay = alpha * y
        dual = np.sum(alpha) - 0.5 * ay @ K @ ay
        box = max(0.0, np.max(-alpha), np.max(alpha - self.c))
        r = y * (K @ ay + b) - 1
        bad = np.where(alpha <= 0, np.maximum(0, -r), np.abs(r))
        bad = np.where(alpha >= self.c, np.maximum(0, r), bad)
        return float(dual), float(np.sum(ay)), float(box), float(np.max(bad))
