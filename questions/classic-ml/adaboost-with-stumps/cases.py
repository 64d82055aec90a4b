"""Cases: (x, y, rounds, queries, part); part is what is compared: all, stumps, alphas or labels.

Draws are repeated until in every round the best stump is better than all others by far, except in
`ties`, which has a single round.
"""

import numpy as np


def table(x):
    """Every stump and what it says of every sample."""
    names, says = [], []
    for j in range(x.shape[1]):
        v = np.unique(x[:, j])
        for t in (v[1:] + v[:-1]) / 2:
            for sign in (1, -1):
                names.append((j, float(t), sign))
                says.append(np.where(x[:, j] > t, sign, -sign))
    return names, np.array(says)


def run(x, y, rounds):
    """The errors of the chosen stumps, the stumps, and how clear the closest choice was."""
    names, says = table(x)
    w, errors, chosen, clear = np.full(len(y), 1 / len(y)), [], [], 1.0
    for _ in range(rounds):
        e = (says != y) @ w
        best = e.argmin()
        clear = min(clear, np.partition(e, 1)[1] - e[best], 0.5 - e[best])
        errors.append(e[best])
        chosen.append(names[best])
        if e[best] < 1e-9 or clear < 1e-6:
            break
        w = w * np.exp(-0.5 * np.log((1 - e[best]) / e[best]) * y * says[best])
        w /= w.sum()
    return np.array(errors), chosen, clear


def draw(rng, m, d, rounds, wanted=lambda x, y, errors, chosen: True):
    while True:
        x = rng.normal(size=(m, d))
        y = np.where(x @ rng.normal(size=d) + 0.7 * rng.normal(size=m) > 0, 1, -1)
        errors, chosen, clear = run(x, y, rounds)
        if clear > 1e-6 and errors[0] > 1e-9 and wanted(x, y, errors, chosen):
            return x, y, rounds


def votes_matter(queries):
    """Equal votes of the stumps would decide otherwise."""

    def wanted(x, y, errors, chosen):
        votes = np.array([np.where(queries[:, j] > t, s, -s) for j, t, s in chosen])
        sums = np.log((1 - errors) / errors) @ votes
        differ = np.where(sums >= 0, 1, -1) != np.where(votes.sum(axis=0) >= 0, 1, -1)
        return np.any(differ) and both_ways(x, y, errors, chosen)

    return wanted


def both_ways(x, y, errors, chosen):
    return {sign for _, _, sign in chosen} == {1, -1}


def cases(rng, group):
    if group == "sample":
        x = np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [7.0]])
        y = np.array([1, 1, -1, -1, -1, 1])
        for rounds in (1, 3):
            yield x, y, rounds, np.array([[0.0], [2.5], [4.5], [6.5]]), "all"
        yield x[:4], y[:4], 3, np.array([[2.5], [2.6]]), "all"
        yield x[:1], y[:1], 3, np.array([[2.5]]), "all"
    elif group == "stump":
        for sign in (1, -1):
            x, y, rounds = draw(rng, 11, 3, 1, lambda x, y, e, chosen: chosen[0][2] == sign)
            yield x, y, rounds, x[:2], "stumps"
    elif group == "alpha":
        for m in (9, 14):
            x, y, rounds = draw(rng, m, 2, 1, lambda x, y, e, chosen: chosen[0][2] == 1)
            yield x, y, rounds, x[:2], "alphas"
    elif group == "rounds":
        for m, d, rounds in ((10, 2, 3), (13, 3, 6), (16, 2, 8)):
            x, y, rounds = draw(rng, m, d, rounds, both_ways)
            yield x, y, rounds, x[:2], "alphas"
    elif group == "vote":
        for m, d, rounds in ((10, 2, 4), (13, 3, 6)):
            queries = rng.normal(size=(80, d))
            x, y, rounds = draw(rng, m, d, rounds, votes_matter(queries))
            yield x, y, rounds, queries, "labels"
    elif group == "perfect":
        for sign in (1, -1):
            x = rng.normal(size=(8, 3))
            j = int(rng.integers(0, 3))
            v = np.sort(x[:, j])
            y = np.where(x[:, j] > v[3], 1, -1) * sign
            for k in range(3):
                if k != j:  # no other feature separates as well
                    x[:, k] = rng.permutation(np.concatenate([v[[0, 7]], v[1:7]]))
            names, says = table(x)
            if np.sum(np.all(says == y, axis=1)) > 1:
                x[:, [k for k in range(3) if k != j]] = 0.0
            yield x, y, 4, rng.normal(size=(6, 3)), "all"
    elif group == "hopeless":
        x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        y = np.array([-1, 1, 1, -1]) * int(rng.choice([-1, 1]))  # exclusive or
        yield x, y, 5, rng.normal(size=(3, 2)), "all"
        yield np.full((4, 2), float(rng.normal())), y, 5, rng.normal(size=(3, 2)), "all"
        # one sample of class -1 amid three of class +1, at the very same place
        yield np.zeros((4, 1)), np.array([1, -1, 1, 1]), 2, rng.normal(size=(3, 1)), "all"
    elif group == "ties":
        n = int(rng.integers(3, 6))
        column = np.arange(2.0 * n)
        y = np.repeat([-1, 1], n)
        y[[0, -1]] = 1, -1
        x = np.stack([rng.permutation(column), column, column**2], axis=1)
        yield x, y, 1, x[:2], "stumps"  # features 1 and 2 do equally well
        x = np.arange(6.0)[:, None] * 2 + 1
        yield x, np.array([1, -1, 1, 1, -1, 1]), 1, x[:2], "stumps"
        yield x, np.array([1, 1, -1, -1, 1, 1]), 1, x[:2], "stumps"
