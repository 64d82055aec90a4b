"""Makes learners, and the choice of targets, from their names."""


def bits(x):
    return bin(x).count("1")


def majority(n):
    def learn(xs, ys):
        most = int(2 * sum(ys) > len(ys))
        return [most] * 2**n

    return learn


def minority(n):
    def learn(xs, ys):
        return [1 - y for y in majority(n)(xs, ys)]

    return learn


def nearest(n):
    def learn(xs, ys):
        if not xs:
            return [0] * 2**n
        return [min(zip(xs, ys), key=lambda pair: bits(pair[0] ^ x))[1] for x in range(2**n)]

    return learn


def first_label(n):
    """Trusts the first training point, so the order of the points matters."""
    return lambda xs, ys: [ys[0]] * 2**n if ys else [1] * 2**n


def parity(n):
    return lambda xs, ys: [(bits(x) + sum(ys)) % 2 for x in range(2**n)]


def zero(n):
    return lambda xs, ys: [0] * 2**n


LEARNERS = {
    "majority": majority,
    "minority": minority,
    "nearest": nearest,
    "first-label": first_label,
    "parity": parity,
    "zero": zero,
}


def smooth(n):
    """Points that differ in the lowest bit have the same label."""
    return lambda target: all(target[x] == target[x ^ 1] for x in range(2**n))


def rare(n):
    return lambda target: sum(target) <= 2


def lively(n):
    """At least half of the points that differ in the lowest bit have other labels."""
    return lambda target: 2 * sum(target[x] != target[x ^ 1] for x in range(2**n)) >= 2**n


def not_constant(n):
    """Looks the target up in a set, as tuples can be."""
    constant = {(label,) * 2**n for label in (0, 1)}
    return lambda target: target not in constant


KEEP = {"smooth": smooth, "rare": rare, "lively": lively, "not-constant": not_constant}


def drive(solution, n, train, names, keep=None):
    learners = [LEARNERS[name](n) for name in names]
    return solution(n, train, learners, *([KEEP[keep](n)] if keep else []))
