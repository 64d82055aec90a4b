"""Partition by hash, count each part by sorting it, and keep a heap of k over all parts."""

import heapq
from itertools import groupby

PARTS = 16


class Worse:
    """Orders the heap: fewer repetitions first, then the larger message."""

    def __init__(self, message, count):
        self.message, self.count = message, count

    def __lt__(self, other):
        return (self.count, other.message) < (other.count, self.message)


def messages(blocks):
    pending = []
    for block in blocks:
        start = 0
        while (end := block.find(b"\n", start)) >= 0:
            line = b"".join([*pending, block[start:end]])
            yield line[:-1] if line.endswith(b"\r") else line
            pending, start = [], end + 1
        pending.append(block[start:])
    yield b"".join(pending)


def top_messages(blocks, k):
    parts = [[] for _ in range(PARTS)]
    for message in messages(blocks):
        if message:
            parts[hash(message) % PARTS].append(message)
    heap = []
    for part in parts:
        part.sort()
        for message, same in groupby(part):
            heapq.heappush(heap, Worse(message, sum(1 for _ in same)))
            if len(heap) > k:
                heapq.heappop(heap)
    best = [heapq.heappop(heap) for _ in range(len(heap))][::-1]
    return [(each.message, each.count) for each in best]
