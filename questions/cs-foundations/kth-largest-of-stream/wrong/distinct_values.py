import heapq


class KthLargest:
    def __init__(self, k, start):
        self.k = k
        self.heap = []
        self.members = set()
        for x in start:
            self.push(x)

    def push(self, x):
        if x in self.members:
            return
        self.members.add(x)
        heapq.heappush(self.heap, x)
        if len(self.heap) > self.k:
            self.members.discard(heapq.heappop(self.heap))

    def add(self, x):
        self.push(x)
        return self.heap[0] if len(self.heap) == self.k else None
