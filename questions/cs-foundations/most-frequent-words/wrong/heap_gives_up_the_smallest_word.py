import heapq
from collections import Counter


def top_words(words, k):
    heap = []
    for word, count in Counter(words).items():
        heapq.heappush(heap, (count, word))
        if len(heap) > k:
            heapq.heappop(heap)
    heap.sort(key=lambda pair: (-pair[0], pair[1]))
    return [(word, count) for count, word in heap]
