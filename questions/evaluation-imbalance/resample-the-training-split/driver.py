"""Says what is true of a resampled set; the rows themselves are random.

Bounds on random counts lie six standard deviations out.
"""

from collections import Counter

import numpy as np


def rows_of(x):
    return Counter(map(tuple, x.tolist()))


def apart(x):
    return ((x[:, None] - x) ** 2).sum(axis=-1) ** 0.5


def level(counts, shares):
    """Do counts agree with the probabilities? Judged only where every count should reach 50."""
    n, shares = sum(counts), np.asarray(shares)
    if not len(shares) or n * shares.min() < 50:
        return True
    return bool(np.all(np.abs(counts - n * shares) <= 6 * np.sqrt(n * shares)))


def drawn_anew(counts, shares):
    """Do counts scatter as independent draws do? Dealt out in turn, they would be too much alike."""
    n, m = sum(counts), len(counts)
    if n <= m:  # without any repeat?
        return max(counts, default=0) > 1 or np.log1p(-np.arange(n) / m).sum() > np.log(1e-12)
    expected = n * np.asarray(shares)
    if expected.min() < 10:
        return True
    part = 2 / 9 / (m - 1) if m > 1 else 1.0  # chi-square by Wilson and Hilferty
    least = 1 - part - 6 * part**0.5
    return bool(least <= 0 or ((counts - expected) ** 2 / expected).sum() >= (m - 1) * least**3)


def drawn_fairly(kept, rows):
    """Is the mean place of the kept rows what chance gives?"""
    places = {row: i for i, row in enumerate(map(tuple, rows.tolist()))}
    n, total = len(kept), len(rows)
    if n < 30 or len(places) < total:
        return True
    mean = np.mean([places[tuple(row)] for row in kept.tolist()])
    spread = np.sqrt((total**2 - 1) / 12 / n * max(1 - n / total, 1 / total))
    return bool(abs(mean - (total - 1) / 2) <= 6 * spread)


def on_segments(new, mine, k):
    """Does every new row lie between a row and a near neighbour, and are all of them used alike?"""
    m = len(mine)
    distance = apart(mine)
    np.fill_diagonal(distance, np.inf)
    k = min(k, m - 1)
    reach = np.sort(distance, axis=1)[:, k - 1]
    near = distance <= reach[:, None] * (1 + 1e-12)
    edges = [(i, j) for i in range(m) for j in range(i + 1, m) if near[i, j] or near[j, i]]
    a, b = mine[[i for i, _ in edges]], mine[[j for _, j in edges]]
    way = b - a
    length = (way**2).sum(axis=-1)
    u = ((new[:, None] - a) * way).sum(axis=-1) / np.where(length > 0, length, 1.0)
    gap = np.abs(new[:, None] - a - u.clip(0, 1)[..., None] * way).max(axis=-1)
    at = gap.argmin(axis=1)
    valid = bool(np.all(gap.min(axis=1) <= 1e-9))
    if length.min() == 0:
        return valid, True
    known = rows_of(mine)
    valid = valid and not any(tuple(row) in known for row in new.tolist())
    shares = [(int(near[i, j]) + int(near[j, i])) / (m * k) for i, j in edges]
    if not valid or len(new) < 1000:
        return valid, True
    where = u[np.arange(len(new)), at]
    counts = np.bincount(at, minlength=len(edges))
    even = level(counts, shares) and drawn_anew(counts, shares)
    # from the row that was drawn, where only one of the two is a neighbour of the other
    one_way = np.array([near[i, j] != near[j, i] for i, j in edges])[at]
    from_a = np.array([near[i, j] for i, j in edges])[at]
    start = np.where(from_a, u[np.arange(len(new)), at], 1 - u[np.arange(len(new)), at])[one_way]
    if len(start) >= 30:
        even = even and abs(start.mean() - 0.5) <= 6 * np.sqrt(1 / 12 / len(start))
    even = even and abs(where.mean() - 0.5) <= 6 * np.sqrt(1 / 12 / len(new))
    return valid, bool(even and abs(where.var() - 1 / 12) <= 6 * np.sqrt(1 / 180 / len(new)))


def facts(method, x, y, train, k, x_new, y_new):
    told = {"shapes and types": False, "counts": [], "common class": False, "rare class": False}
    told |= {"new rows": False, "fair draws": False}
    if not (isinstance(x_new, np.ndarray) and isinstance(y_new, np.ndarray)):
        return told
    shapes = x_new.shape[1:] == x.shape[1:] and y_new.shape == x_new.shape[:1]
    told["shapes and types"] = shapes and x_new.dtype == x.dtype and y_new.dtype == y.dtype
    if not told["shapes and types"] or not set(y_new.tolist()) <= {0, 1}:
        return told
    told["counts"] = np.bincount(y_new, minlength=2).tolist()
    counts = np.bincount(y[train], minlength=2)
    rare = int(counts.argmin())
    mine, others = x[train][y[train] == rare], x[train][y[train] != rare]
    kept, new_rare = x_new[y_new != rare], x_new[y_new == rare]
    if method == "under":
        told["common class"] = rows_of(kept) <= rows_of(others)
    else:
        told["common class"] = rows_of(kept) == rows_of(others)
    told["rare class"] = rows_of(mine) <= rows_of(new_rare)
    if not told["common class"] or not told["rare class"]:
        return told
    made = rows_of(new_rare) - rows_of(mine)
    new = np.array(list(made.elements())).reshape(-1, x.shape[1])
    told["new rows"] = told["fair draws"] = True
    if method == "under":
        in_order = np.sort(train)
        in_order = x[in_order][y[in_order] != rare]
        told["fair draws"] = drawn_fairly(kept, others) and drawn_fairly(kept, in_order)
    elif method == "over" or len(mine) == 1:
        told["new rows"] = set(made) <= set(rows_of(mine))
        real = rows_of(mine)
        counts, shares = [made[r] for r in real], [n / len(mine) for n in real.values()]
        told["fair draws"] = level(counts, shares) and bool(drawn_anew(counts, shares))
    elif len(new):
        told["new rows"], told["fair draws"] = on_segments(new, mine, k)
    return told


def drive(solution, method, x, y, train, k, seed, what):
    clean = x.copy(), y.copy(), train.copy()
    x_new, y_new = solution(method, x, y, train, k, np.random.default_rng(seed))
    if what == "rows":
        return facts(method, *clean, k, x_new, y_new)
    again, _ = solution(method, *(a.copy() for a in clean), k, np.random.default_rng(seed))
    other, _ = solution(method, *(a.copy() for a in clean), k, np.random.default_rng(seed + 1))
    return {
        "same seed, same rows": np.array_equal(x_new, again),
        "other seed, other rows": not np.array_equal(x_new, other),
    }
