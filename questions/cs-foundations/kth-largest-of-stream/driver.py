"""Adds the numbers one by one; where asked to, watches how many are kept or compared."""


def watched():
    """Return a fresh class of integers that counts its comparisons and its living instances."""

    class Watched(int):
        alive = compared = 0

        def __new__(cls, value):
            cls.alive += 1
            return super().__new__(cls, value)

        def __del__(self):
            type(self).alive -= 1

        def __lt__(self, other):
            Watched.compared += 1
            return int.__lt__(self, other)

        def __le__(self, other):
            Watched.compared += 1
            return int.__le__(self, other)

        def __gt__(self, other):
            Watched.compared += 1
            return int.__gt__(self, other)

        def __ge__(self, other):
            Watched.compared += 1
            return int.__ge__(self, other)

    return Watched


def drive(solution, k, start, stream, watch=None):
    if watch is None:
        tracker = solution(k, start)
        return [tracker.add(x) for x in stream]
    number = watched()
    tracker = solution(k, [number(x) for x in start])
    answers, most = [], number.alive
    for x in stream:
        answer = tracker.add(number(x))
        answers.append(None if answer is None else int(answer))
        answer = None
        most = max(most, number.alive)
    if watch == "kept":
        return {"answers": answers, "at most 2k + 10 kept": most <= 2 * k + 10}
    each = 4 * k.bit_length() + 4
    return {"answers": answers, "few comparisons": number.compared <= each * len(start + stream)}
