from collections import Counter


def lines_of(blocks):
    rest = b""
    for block in blocks:
        rest += block
        while True:
            line, mark, after = rest.partition(b"\n")
            if not mark:
                break
            yield line[:-1] if line[-1:] == b"\r" else line
            rest = after
    yield rest


def top_messages(blocks, k):
    counts = Counter(line for line in lines_of(blocks) if line)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ranked[:10]
