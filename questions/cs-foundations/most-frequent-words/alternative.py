"""A heap of at most k entries, whose root is the first to be given up."""

import heapq


class Entry:
    """A word and its count, ordered so that what is given up first is the smallest."""

    __slots__ = ("count", "word")

    def __init__(self, word, count):
        self.word, self.count = word, count

    def __lt__(self, other):
        if self.count != other.count:
            return self.count < other.count
        return other.word < self.word


def top_words(words, k):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    best = []  # a heap of at most k entries
    for word, count in counts.items():
        entry = Entry(word, count)
        if len(best) < k:
            heapq.heappush(best, entry)
        else:
            heapq.heappushpop(best, entry)
    return [(entry.word, entry.count) for entry in sorted(best, reverse=True)]
