"""A sorted list of at most k numbers: O(log k) comparisons, though O(k) moves."""

from bisect import insort


class KthLargest:
    def __init__(self, k, start):
        self.k = k
        self.kept = []
        for x in start:
            self.see(x)

    def see(self, x):
        insort(self.kept, x)
        del self.kept[: -self.k]

    def add(self, x):
        self.see(x)
        return None if len(self.kept) < self.k else self.kept[0]
