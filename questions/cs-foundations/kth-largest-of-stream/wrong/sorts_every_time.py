class KthLargest:
    def __init__(self, k, start):
        self.k = k
        self.best = sorted(start, reverse=True)[:k]

    def add(self, x):
        self.best.append(x)
        self.best.sort(reverse=True)
        self.best = self.best[: self.k]
        return self.best[-1] if len(self.best) == self.k else None
