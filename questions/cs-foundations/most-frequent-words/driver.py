"""Hands the words over one by one; where asked to, counts comparisons between words."""

import random


class Count:
    def __init__(self):
        self.compared = 0


def counted_word(count):
    """Return a fresh class of strings whose comparisons are counted."""

    class Word(str):
        __hash__ = str.__hash__
        __slots__ = ()

        def __lt__(self, other):
            count.compared += 1
            return str.__lt__(self, other)

        def __le__(self, other):
            count.compared += 1
            return str.__le__(self, other)

        def __gt__(self, other):
            count.compared += 1
            return str.__gt__(self, other)

        def __ge__(self, other):
            count.compared += 1
            return str.__ge__(self, other)

    return Word


def drive(solution, words, k):
    if isinstance(words, list):
        return solution(iter(words), k)
    distinct, copies, seed = words
    count = Count()
    word = counted_word(count)
    made = [word(f"w{i:05d}") for i in range(distinct)] * copies
    random.Random(seed).shuffle(made)
    best = [(str(each), times) for each, times in solution(iter(made), k)]
    most = distinct * (2 * k.bit_length() + 1)
    return {"top": best, "few comparisons": count.compared <= most}
