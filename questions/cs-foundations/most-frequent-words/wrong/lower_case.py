import heapq
from collections import Counter


def top_words(words, k):
    counts = Counter(word.lower() for word in words)
    return heapq.nsmallest(k, counts.items(), key=lambda pair: (-pair[1], pair[0]))
