"""Cases for top_words: (words, k), or ((different words, copies of each, seed), k).

Counts are pairwise different except in `ties`, `border` and `compared`; only `case` has words that
differ in case alone; there are at least k different words except in `few`.
"""


def names(rng, count):
    out = set()
    while len(out) < count:
        out.add("".join(rng.choice("abcdefghij") for _ in range(rng.randint(2, 6))))
    out = sorted(out)
    rng.shuffle(out)
    return out


def stream(rng, counts):
    words = [word for word, count in counts.items() for _ in range(count)]
    rng.shuffle(words)
    return words


def different(rng, words):
    counts = list(range(1, len(words) + 1))
    rng.shuffle(counts)
    return dict(zip(words, counts, strict=True))


def cases(rng, group):
    if group == "sample":
        yield ["to", "be", "or", "not", "to", "be"], 3
        yield ["b", "a", "c", "a", "b", "c", "c"], 2
        yield ["one", "two", "one"], 5
    elif group == "counts":
        for distinct, k in ((5, 1), (8, 3), (12, 12), (15, rng.randint(4, 9))):
            yield stream(rng, different(rng, names(rng, distinct))), k
    elif group == "ties":
        # the tied words all belong to the answer: only their order is in question
        for _ in range(3):
            first, *others = sorted(names(rng, 8))
            counts = {word: 4 for word in others[:4]} | {first: 4} | {w: 1 for w in others[4:6]}
            counts[others[6]] = 9
            words = [word for word in stream(rng, counts) if word != first]
            yield [*words, *[first] * 4], 6
    elif group == "border":
        # more words share the count of the k-th than there are places
        for _ in range(4):
            words = sorted(names(rng, 9))
            counts = {word: 3 for word in words[:7]} | {words[7]: 5, words[8]: 6}
            order = stream(rng, counts)
            k = rng.randint(3, 6)
            last = words[0]  # belongs to the answer but comes last of all
            yield [word for word in order if word != last] + [last] * 3, k
    elif group == "few":
        words = names(rng, 6)
        yield stream(rng, different(rng, words)), 7
        yield stream(rng, different(rng, words[:1])), 3
        yield [], 4
    elif group == "case":
        word, other, third = (name + "x" for name in names(rng, 3))
        yield stream(rng, {word: 3, word.upper(): 2, other: 4, third: 1}), 2
        yield stream(rng, {word.title(): 5, word: 6, word.upper(): 7, other: 8}), 3
    elif group == "compared":
        yield (rng.randint(5000, 6000), 2, rng.randrange(1 << 30)), 3
        yield (rng.randint(5000, 6000), 1, rng.randrange(1 << 30)), 1
