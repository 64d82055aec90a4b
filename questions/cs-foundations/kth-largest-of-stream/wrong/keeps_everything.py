from bisect import insort


class KthLargest:
    def __init__(self, k, start):
        self.k = k
        self.numbers = sorted(start)

    def add(self, x):
        insort(self.numbers, x)
        if len(self.numbers) < self.k:
            return None
        return self.numbers[-self.k]
