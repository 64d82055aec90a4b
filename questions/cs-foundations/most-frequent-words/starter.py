def top_words(words, k):
    """Return the k most frequent words as a list of (word, count)."""
    raise NotImplementedError
