from collections import Counter


def top_messages(blocks, k):
    lines = (line.strip() for line in b"".join(blocks).split(b"\n"))
    counts = Counter(line for line in lines if line)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
