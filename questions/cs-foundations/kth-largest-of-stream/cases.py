"""Cases for KthLargest: (k, start, stream), or (k, start, stream, 'kept' or 'compared').

Numbers repeat in `repeats` (and the sample) only; only in `few` (and the sample) may there be
fewer than k of them.
"""


def distinct(rng, count):
    return rng.sample(range(-10 * count, 10 * count), count)


def split(rng, numbers, most):
    at = rng.randint(0, most)
    return numbers[:at], numbers[at:]


def cases(rng, group):
    if group == "sample":
        yield 2, [5, 1], [4, 9, 9, 0]
        yield 3, [], [7, -2, 7, 8]
        yield 1, [3, 6, 4], [5, 8]
    elif group == "values":
        for k in (1, 2, 3, rng.randint(4, 9)):
            numbers = distinct(rng, 40)
            yield k, numbers[: k + 6], numbers[k + 6 :]
            yield k, numbers[:k], numbers[k:]
            yield k, sorted(numbers[: k + 5]), sorted(numbers[k + 5 :], reverse=True)
            yield k, sorted(numbers[: k + 5], reverse=True), sorted(numbers[k + 5 :])
    elif group == "repeats":
        for k in (2, 3, rng.randint(4, 8)):
            numbers = [rng.randint(-2, 2) for _ in range(40)]
            yield k, numbers[:k], numbers[k:]
            top = rng.randint(10, 20)  # the largest, more often than k times
            yield k, [top] * k, [*distinct(rng, 5), top, top + 1, top + 1]
    elif group == "few":
        for k in (2, 5, rng.randint(6, 12)):
            numbers = distinct(rng, 2 * k)
            yield k, [], numbers
            yield k, numbers[: k - 1], numbers[k - 1 :]
            yield (k, *split(rng, numbers, k - 2))
        numbers = distinct(rng, 3)
        yield 4, numbers[:1], numbers[1:]
    elif group == "kept":
        for k in (1, rng.randint(10, 20)):
            numbers = distinct(rng, 600)
            yield k, numbers[: 3 * k], numbers[3 * k :], "kept"
            yield k, numbers[:k], sorted(numbers[k:]), "kept"
    elif group == "compared":
        k = rng.randint(90, 120)
        numbers = distinct(rng, 1500)
        yield k, numbers[: 2 * k], numbers[2 * k :], "compared"
        yield k, sorted(numbers[:k]), sorted(numbers[k:]), "compared"
    elif group == "purity":
        for k in (2, rng.randint(3, 6)):
            numbers = sorted(distinct(rng, 20), reverse=True)
            yield k, numbers[: k + 4], numbers[k + 4 :]
