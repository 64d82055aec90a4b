import heapq


def top_words(words, k):
    counts = {word: 0 for word in set(words)}
    for word in words:
        counts[word] += 1
    return heapq.nsmallest(k, counts.items(), key=lambda pair: (-pair[1], pair[0]))
