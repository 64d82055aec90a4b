import heapq


class KthLargest:
    def __init__(self, k, start):
        self.k = k
        self.heap = []
        for x in start:
            self.add(x)

    def add(self, x):
        heapq.heappush(self.heap, x)
        if len(self.heap) > self.k:
            heapq.heappop(self.heap)
        return self.heap[0]
