"""Cases for top_messages: (blocks, k); for a long stream ((seed, distinct, repeats), k).

Blocks end with a whole line, terminated by a line feed, except in `blocks`; only `terminators` has
carriage returns, empty lines, spaces at the ends and an unterminated last line; counts are pairwise
different except in `ties`.
"""


def name(rng, length=8):
    """A random message of letters, with a letter at each end."""
    return bytes(rng.choice(b"abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(3, length)))


def names(rng, count, length=8):
    """Messages that differ already in length or in the bytes at both ends and in the middle."""
    out = {}
    while len(out) < count:
        message = name(rng, length)
        n = len(message)
        out.setdefault(
            (n, message[0], message[-1], message[n // 2], message[(n - 1) // 2]), message
        )
    out = sorted(out.values())
    rng.shuffle(out)
    return out


def lines_of(rng, counts):
    lines = [message for message, count in counts.items() for _ in range(count)]
    rng.shuffle(lines)
    return lines


def whole(rng, lines, most=5):
    """Blocks of whole lines."""
    blocks, start = [], 0
    while start < len(lines):
        size = rng.randint(1, most)
        blocks.append(b"".join(line + b"\n" for line in lines[start : start + size]))
        start += size
    return blocks


def different(rng, messages):
    """Counts 1, 2, 3, ... in random order."""
    counts = list(range(1, len(messages) + 1))
    rng.shuffle(counts)
    return dict(zip(messages, counts, strict=True))


def cases(rng, group):
    if group == "sample":
        yield [b"happy new year\nok\nhappy ", b"new year\n\nsee you\r", b"\nok\nhappy new year"], 2
        yield [b"b\na\nc\na\nb\n", b"d\n"], 3
        yield [b"one\n", b"", b"one\ntwo\n"], 10
        yield [], 10
    elif group == "counts":
        for distinct in (1, 2, 12, 20):
            lines = lines_of(rng, different(rng, names(rng, distinct)))
            for k in (1, 3, 10, 30):
                yield whole(rng, lines), k
    elif group == "ties":
        for _ in range(4):
            first, *others = sorted(names(rng, 9))
            counts = {message: 3 for message in others} | {
                first: 3,
                b"zzz-winner": 5,
                b"aaa-loser": 1,
            }
            lines = lines_of(rng, counts)
            # the smallest message of a tie comes last
            yield whole(rng, [line for line in lines if line != first] + [first] * 3), 4
    elif group == "parts":
        for parts in (3, 6):
            everywhere, *local = names(rng, 1 + parts * 10)
            blocks = []
            for part in range(parts):
                # in every block ten others are more frequent; over all blocks nothing is
                mine = local[10 * part : 10 * part + 10]
                lines = [message for i, message in enumerate(mine) for _ in range(3 + i % 2)] + [
                    everywhere
                ] * 2
                rng.shuffle(lines)
                blocks.append(b"".join(line + b"\n" for line in lines))
            yield blocks, 1
    elif group == "blocks":
        for most in (1, 2, 7, 40):
            data = b"".join(whole(rng, lines_of(rng, different(rng, names(rng, 7, 20)))))
            blocks, start = [], 0
            while start < len(data):
                size = rng.randint(1, most)
                blocks.append(data[start : start + size])
                start += size
                if rng.random() < 0.2:
                    blocks.append(b"")
            yield blocks, 4
    elif group == "terminators":
        word, other, third = names(rng, 3)
        yield [(word + b"\r\n") * 3 + (word + b"\n") * 2 + (other + b"\n") * 4], 5
        yield [b"\n" * 9 + b"\r\n" * 9 + (word + b"\n") * 2], 5
        # text, not terminators: a carriage return inside, two at the end, other separators, spaces
        yield (
            [
                (word + b"\r" + other + b"\n") * 2
                + (third + b"\r\r\n") * 3
                + (word + b"\x0b\x0b" + other + b"\n") * 4
            ],
            5,
        )
        yield (
            [(b" " + word + b"\n") * 2 + (word + b" \n") * 3 + (word + b"\n") * 4 + b"  \n" * 5],
            5,
        )
        yield [(word + b"\n") * 2 + other + b"\n" + other + b"\n" + other], 1
        yield [(word + b"\n") * 2 + (word + b"\r\n") + word + b"\r"], 3
        yield [b"\r"], 3
    elif group == "similar":
        for _ in range(3):
            # same length, same first and last and middle bytes, different elsewhere
            head, middle, tail = name(rng, 3)[:2], name(rng, 3)[:2], name(rng, 3)[:2]
            counts = {
                head + a + middle + b + tail: 0
                for a, b in zip(names(rng, 6, 3), names(rng, 6, 3), strict=True)
            }
            yield whole(rng, lines_of(rng, different(rng, list(counts)))), 3
    elif group == "bytes":
        for codec in ("utf-8", "gbk", "utf-16-le"):
            texts = [text.encode(codec) for text in ("新年快乐", "恭喜发财", "万事如意")]
            texts = [text for text in texts if b"\n" not in text and b"\r" not in text]
            texts += [bytes([0xFF, 0xFE, 0x80 + i, 0x00]) for i in range(3)]
            yield whole(rng, lines_of(rng, different(rng, texts))), 4
    elif group == "many":
        yield (rng.randrange(1 << 30), 20_000, 9), 10
