import heapq


class KthLargest:
    def __init__(self, k, start):
        self.k = k
        self.largest = []  # a min-heap of the k largest: its root is the answer
        for x in start:
            self.add(x)

    def add(self, x):
        if len(self.largest) < self.k:
            heapq.heappush(self.largest, x)
        else:
            heapq.heappushpop(self.largest, x)
        return self.largest[0] if len(self.largest) == self.k else None
