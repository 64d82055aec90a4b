from collections import Counter


def top_messages(blocks, k):
    counts = Counter()
    for block in blocks:
        *lines, rest = block.split(b"\n")
        for line in [*(line.removesuffix(b"\r") for line in lines), rest]:
            if line:
                counts[line] += 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
