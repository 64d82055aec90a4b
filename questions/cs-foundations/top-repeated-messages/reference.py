def top_messages(blocks, k):
    counts = {}

    def see(line):
        message = line.removesuffix(b"\r")
        if message:
            counts[message] = counts.get(message, 0) + 1

    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            see(line)
    if rest:
        see(rest + b"\r")  # the last line has no terminator: its own \r, if any, is text
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:k]
