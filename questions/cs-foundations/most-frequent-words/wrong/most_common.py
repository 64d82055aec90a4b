from collections import Counter


def top_words(words, k):
    return Counter(words).most_common(k)
