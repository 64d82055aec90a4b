from collections import Counter


def top_words(words, k):
    counts = Counter(words)
    border = sorted(counts.values(), reverse=True)[:k][-1:]
    kept = [(word, count) for word, count in counts.items() if count >= border[0]]
    return sorted(kept, key=lambda pair: (-pair[1], pair[0]))
