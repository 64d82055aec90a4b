from collections import Counter


def top_messages(blocks, k):
    total = Counter()
    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\n")
        part = Counter(line[:-1] if line.endswith(b"\r") else line for line in lines)
        del part[b""]
        best = sorted(part.items(), key=lambda pair: (-pair[1], pair[0]))[: max(k, 10)]
        for message, count in best:
            total[message] += count
    if rest:
        total[rest] += 1
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
