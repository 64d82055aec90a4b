from collections import Counter


def top_words(words, k):
    counts = Counter(words)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
