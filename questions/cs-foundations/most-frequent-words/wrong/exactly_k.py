from collections import Counter


def top_words(words, k):
    counts = Counter(words)
    best = []
    for _ in range(k):
        word = min(counts, key=lambda each: (-counts[each], each))
        best.append((word, counts.pop(word)))
    return best
