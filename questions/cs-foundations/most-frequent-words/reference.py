import heapq
from collections import Counter


def top_words(words, k):
    buckets = {}
    for word, count in Counter(words).items():
        buckets.setdefault(count, []).append(word)
    best = []
    for count in sorted(buckets, reverse=True):
        if len(best) == k:
            break
        chosen = heapq.nsmallest(k - len(best), buckets[count])
        best += [(word, count) for word in chosen]
    return best
