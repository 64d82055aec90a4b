import heapq


class KthLargest:
    def __init__(self, k, start):
        self.k = k
        self.heap = []
        for x in start:
            self.add(x)

    def add(self, x):
        if len(self.heap) == self.k:
            heapq.heapreplace(self.heap, x)
        else:
            heapq.heappush(self.heap, x)
        return self.heap[0] if len(self.heap) == self.k else None
