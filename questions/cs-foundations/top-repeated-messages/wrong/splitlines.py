from collections import Counter


def top_messages(blocks, k):
    counts = Counter(line for line in b"".join(blocks).splitlines() if line)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
