"""Makes the streams, takes items from the merged one, and watches how far the streams are read."""

from itertools import islice

MOST = 1000  # items of an endless stream


class Count:
    def __init__(self):
        self.read = self.compared = 0


def counted_key(count):
    """Return a fresh class of integers whose comparisons are counted."""

    class Key(int):
        __hash__ = int.__hash__

        def __lt__(self, other):
            count.compared += 1
            return int.__lt__(self, other)

        def __le__(self, other):
            count.compared += 1
            return int.__le__(self, other)

        def __gt__(self, other):
            count.compared += 1
            return int.__gt__(self, other)

        def __ge__(self, other):
            count.compared += 1
            return int.__ge__(self, other)

    return Key


def items_of(stream):
    """Return the items of a stream; {'first': a, 'step': b} stands for a, a + b, a + 2b, ..."""
    if isinstance(stream, dict):
        keys = (stream["first"] + i * stream["step"] for i in range(MOST))
        return ((key, f"item {key}") for key in keys)
    return stream


def one_by_one(items, count, make):
    for key, text in items:
        count.read += 1
        yield make(key), text


def drive(solution, streams, take, watch=None):
    count = Count()
    make = counted_key(count) if watch == "compared" else int
    merged = iter(solution([one_by_one(items_of(stream), count, make) for stream in streams]))
    taken, ahead = [], count.read
    for key, text in islice(merged, take):
        taken.append((int(key), text))
        ahead = max(ahead, count.read - len(taken))
    if watch == "read":
        return {"items": taken, "at most 2k read ahead": ahead <= 2 * len(streams)}
    if watch == "compared":
        most = len(taken) * (4 * len(streams).bit_length() + 4)
        return {"items": taken, "few comparisons": count.compared <= most}
    return taken
