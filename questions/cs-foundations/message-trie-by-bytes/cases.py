"""Cases for MessageTrie: one script of calls.

One message is a prefix of another only in `prefixes` and `starting`; characters beyond ASCII are
only in `utf8` and `long`; the empty message is only in `empty`.
"""


def cases(rng, group):
    r = rng.randint

    def word(low, high, letters="abc"):
        return "".join(rng.choice(letters) for _ in range(r(low, high)))

    def closed(count):
        """Words none of which begins another: they all end in a dot."""
        return [word(1, 4) + "." for _ in range(count)]

    def adds(words):
        return [("add", one) for one in words]

    if group == "sample":
        words = ["ok", "okay", "ok", "好", "好的"]
        yield ([*adds(words), ("count", "ok"), ("count", "oka"), ("nodes",), ("counts",)],)
        yield ([*adds(["b", "a"]), ("count", "c"), ("nodes",), ("counts",)],)
        yield ([*adds(words), ("starting_with", b"ok"), ("starting_with", "好".encode()[:2])],)
        yield ([("count", ""), ("add", ""), ("count", ""), ("nodes",), ("counts",)],)
        yield ([("add", "x" * 71), ("nodes",), ("add", "x" * 70), ("nodes",)],)
    elif group == "counts":
        for size in (r(5, 9), r(20, 40)):
            words = sorted(closed(size))
            words.append(words[-1])
            yield ([*adds(words), *[("count", one) for one in sorted(set(words))]],)
            yield ([*adds(words), ("count", "zzz"), ("count", words[0] + "x"), ("counts",)],)
    elif group == "prefixes":
        for _ in range(2):
            long = word(5, 9)
            parts = [long[:size] for size in rng.sample(range(1, len(long)), 3)]
            asked = [("count", long[:size]) for size in range(1, len(long) + 1)]
            yield ([*adds([long, *parts]), *asked, ("count", long + "a"), ("counts",)],)
            yield ([("add", long), *asked, ("counts",)],)
    elif group == "starting":
        for size in (r(5, 9), r(20, 30)):
            words = [word(1, 5) for _ in range(size)]
            asked = [("starting_with", word(1, 3).encode()) for _ in range(6)]
            yield ([*adds([*words, words[0]]), *asked, ("starting_with", words[0].encode())],)
            yield ([*adds([*words, words[0]]), ("starting_with", b""), ("starting_with", b"zz")],)
    elif group == "nodes":
        for size in (r(3, 6), r(15, 25)):
            yield ([*adds(closed(size)), ("nodes",)],)
        one = word(4, 8) + "."
        yield ([*adds([one] * r(2, 4)), ("nodes",)],)
    elif group == "lookups":
        # asking must not make nodes
        words = sorted({"ab.", "ac.", *closed(r(2, 6))})
        asked = [("count", word(5, 9) + "!") for _ in range(3)]
        yield ([*adds(words), *asked, ("nodes",), ("counts",)],)
        yield ([*adds(words), ("starting_with", b"no such thing"), ("nodes",)],)
    elif group == "order":
        words = sorted({word(2, 3, "BZaz09~") + "." for _ in range(12)})
        rng.shuffle(words)
        yield ([*adds(words), ("counts",)],)
    elif group == "utf8":
        letters = "你好再见é😀"
        for _ in range(2):
            words = {"你.", "你你.", *(word(1, 4, letters) + "." for _ in range(r(4, 9)))}
            words = sorted(words)
            yield ([*adds(words), ("nodes",), ("counts",), ("count", words[0])],)
            first = words[0].encode()
            asked = [("starting_with", first[:size]) for size in range(1, 4)]
            yield ([*adds(words), *asked],)
        # two that share their first two bytes of three
        yield ([*adds(["一.", "丁."]), ("nodes",), ("count", "丂."), ("counts",)],)
    elif group == "long":
        for size in (69, 70, 71, r(72, 90)):
            yield ([("add", "x" * size), ("nodes",), ("count", "x" * size), ("counts",)],)
            yield ([("add", "短" * size), ("nodes",), ("count", "短" * size)],)
        # a message refused leaves nothing behind
        yield ([("add", "ab."), ("add", "ab" + "y" * 80), ("nodes",), ("starting_with", b"ab")],)
        yield ([("count", "x" * 99), ("starting_with", b"x" * 300)],)
    elif group == "empty":
        yield ([("nodes",), ("counts",), ("count", "")],)
        words = sorted({"ab.", "ac.", *closed(r(2, 5))})
        yield ([*adds([*words, "", ""]), ("count", ""), ("nodes",), ("counts",)],)
        yield ([*adds(["", *words]), ("starting_with", b"")],)
