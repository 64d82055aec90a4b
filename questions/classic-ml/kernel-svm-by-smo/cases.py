"""Cases: (what, c, kernel, sigma, x, y, ...), followed by queries or by alpha and b.

The linear kernel is asked for decision values only, as its alpha need not be unique. Bounded
support vectors occur in `overlap` and `bounded`; in `bounded` there are no others.
"""

import numpy as np


def spread(rng, m, d=2, room=0.8):
    """Points that keep some distance, so that the Gaussian kernel is well conditioned."""
    points = []
    while len(points) < m:
        p = rng.uniform(-2.0, 2.0, size=d)
        if all(np.linalg.norm(p - o) > room for o in points):
            points.append(p)
    return np.array(points)


def labels(rng, m):
    return rng.permutation(np.repeat([-1, 1], [m // 2, m - m // 2]))


def apart(rng, m, d=2):
    """Two groups with a gap between them."""
    y = labels(rng, m)
    x = rng.normal(size=(m, d))
    x[:, 0] = y * rng.uniform(0.7, 3.0, size=m) + 0.4
    return x @ np.linalg.qr(rng.normal(size=(d, d)))[0] + rng.normal(size=d), y


def solve(x, y, c):
    """Return alpha and the wanted values of b for the linear kernel, good enough to choose cases."""
    k, alpha, rest = x @ x.T, np.zeros(len(y)), y.astype(float)
    for _ in range(1000):
        up = np.where(y > 0, alpha < c, alpha > 0)
        low = np.where(y > 0, alpha > 0, alpha < c)
        i, j = np.where(up, rest, -np.inf).argmax(), np.where(low, rest, np.inf).argmin()
        if rest[i] - rest[j] < 1e-6:
            break
        step = (rest[i] - rest[j]) / max(k[i, i] + k[j, j] - 2 * k[i, j], 1e-12)
        room = [c - alpha[i] if y[i] > 0 else alpha[i], alpha[j] if y[j] > 0 else c - alpha[j]]
        step = min(step, *room)
        alpha[i] += y[i] * step
        alpha[j] -= y[j] * step
        alpha[alpha < 1e-12 * c] = 0.0
        alpha[alpha > (1 - 1e-12) * c] = c
        rest -= step * (k[i] - k[j])
    return alpha, rest, (rest[i] + rest[j]) / 2


def mixed(rng, m, c, copies=False):
    """Overlapping classes with samples on the margin and inside it, which would give another b."""
    while True:
        x, y = apart(rng, m)
        for s in (-1, 1):  # a label inside the hull of the other class: not separable
            x[np.flatnonzero(y == s)[0]] = x[y == -s][1:].mean(axis=0) + rng.normal(size=2) * 0.05
        if copies:
            twice = rng.permutation(np.append(np.arange(m), [0, 1, 1, 2]))
            x, y = x[twice], y[twice]
        alpha, wanted, b = solve(x, y, c)
        free = (alpha > 0.02 * c) & (alpha < 0.98 * c)
        if not free.any() or abs(wanted[alpha > 0].mean() - b) < 0.06:
            continue
        if c > 1:
            return x, y
        other = solve(x, y, 1.0)
        if np.abs((y - wanted + b) - (y - other[1] + other[2])).max() > 0.1:
            return x, y  # and C matters


def all_inside(rng, m, c):
    """Every sample is inside the margin, and b is free within an interval."""
    while True:
        y = labels(rng, m)
        x = rng.normal(size=(m, 2)) * 0.6 + y[:, None] * np.array([0.8, 0.0])
        x[np.flatnonzero(y == 1)[0], 0] -= 2.5  # one positive far on the other side
        x += np.array([6.0, -4.0])
        alpha, wanted, b = solve(x, y, c)
        if np.all(alpha == c) and abs(wanted.mean() - b) > 0.07 and abs(b) > 0.15:
            return x, y


def cases(rng, group):
    if group == "sample":
        x, y = np.array([[0.0], [1.0], [3.0], [6.0]]), np.array([-1, -1, 1, 1])
        queries = np.array([[0.0], [2.0], [5.0]])
        yield "decision", 10.0, "linear", 1.0, x, y, queries
        yield "decision", 0.1, "linear", 1.0, x, y, queries
        yield "fit", 2.0, "rbf", 2.0, x, y
        yield "check", 2.0, "linear", 1.0, x, y, np.array([0.0, 0.25, 0.5, 0.0]), -2.0
        yield "fit", 2.0, "rbf", 2.0, x, np.array([0, 0, 1, 1])
    elif group == "linear":
        for m, d in ((8, 2), (11, 3)):
            x, y = apart(rng, m, d)
            yield "decision", 1000.0, "linear", 1.0, x, y, rng.normal(size=(5, d)) * 2
    elif group == "overlap":
        for c in (0.2, 3.0):
            x, y = mixed(rng, 13, c)
            yield "decision", c, "linear", 1.0, x, y, rng.normal(size=(5, 2)) * 2
    elif group == "rbf":
        for sigma, c in ((0.6, 0.7), (0.9, 2.5)):
            x = spread(rng, 9)
            yield "fit", c, "rbf", sigma, x, labels(rng, 9)
            yield "decision", c, "rbf", sigma, x, labels(rng, 9), rng.uniform(-2, 2, size=(5, 2))
    elif group == "bounded":
        for m in (8, 12):
            x, y = all_inside(rng, m, 0.02)
            yield "decision", 0.02, "linear", 1.0, x, y, x[:3] + 0.5
    elif group == "copies":
        for c in (0.2, 3.0):
            x, y = mixed(rng, 8, c, copies=True)
            yield "decision", c, "linear", 1.0, x, y, rng.normal(size=(5, 2)) * 2
    elif group == "labels":
        x, y = apart(rng, 6)
        yield "fit", 1.0, "linear", 1.0, x, (y + 1) // 2
        yield "fit", 1.0, "linear", 1.0, x, np.ones_like(y)
        yield "fit", 1.0, "linear", 1.0, x, -np.ones_like(y)
        for other in (0, 2):
            # both labels occur, and one more
            third = y.copy()
            third[rng.integers(len(y))] = other
            yield "fit", 1.0, "linear", 1.0, x, third
    elif group == "check":
        for kernel, sigma in (("linear", 1.0), ("rbf", 1.3), ("rbf", 0.7)):
            for _ in range(2):
                c = float(rng.uniform(0.5, 3.0))
                x, y = spread(rng, 7), labels(rng, 7)
                alpha = rng.permutation([0.0, 0.0, c, c, *rng.uniform(0.1, 0.9, size=3) * c])
                b = float(rng.normal())
                yield "check", c, kernel, sigma, x, y, alpha, b
                yield "check", c, kernel, sigma, x, y, np.where(alpha < c, 0.0, c), b
                out = alpha + c * rng.permutation([-0.3, 0.4, 0.0, 0.0, 0.0, 0.0, 0.0])
                yield "check", c, kernel, sigma, x, y, out, b
            full = np.full(7, 0.01)  # all bounded and inside the margin: nothing is violated
            yield "check", 0.01, kernel, sigma, x, y, full, float(rng.uniform(-0.5, 0.5))
