import heapq


class Entry:
    def __init__(self, word, count):
        self.word, self.count = word, count

    def __lt__(self, other):
        return self.count < other.count or (self.count == other.count and other.word < self.word)


def top_words(words, k):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    heap = []
    for word, count in counts.items():
        heapq.heappush(heap, Entry(word, count))
        if len(heap) > k:
            heapq.heappop(heap)
    entries = [heapq.heappop(heap) for _ in range(len(heap))]
    return [(entry.word, entry.count) for entry in entries]
