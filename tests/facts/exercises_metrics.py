"""Exercises on metrics and imbalance, against counting by hand, all pairs and brute force.

scikit-learn and imbalanced-learn are not installed; what they would say is counted out here.
"""

import itertools
from fractions import Fraction
from typing import Any

import numpy as np

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def close(got: object, wanted: object) -> None:
    """Assert that numbers or arrays agree, NaN with NaN."""
    np.testing.assert_allclose(np.array(got), np.array(wanted), rtol=1e-9, atol=1e-12)


def counted(y: Any, p: Any, k: int, weights: Any) -> list[dict[str, Fraction]]:  # noqa: ANN401
    """Return TP, FP and FN of every class, sample by sample."""
    table = [{"tp": Fraction(0), "fp": Fraction(0), "fn": Fraction(0)} for _ in range(k)]
    for i, (truth, claim) in enumerate(zip(y.tolist(), p.tolist(), strict=True)):
        w = Fraction(1 if weights is None else float(weights[i]))
        if truth == claim:
            table[truth]["tp"] += w
        else:
            table[truth]["fn"] += w
            table[claim]["fp"] += w
    return table


def share(a: Fraction, b: Fraction) -> Fraction:
    """Divide, with 0/0 = 0."""
    return a / b if b else Fraction(0)


def scores_of(counts: dict[str, Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Return precision, recall and F1 from TP, FP and FN."""
    tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
    precision, recall = share(tp, tp + fp), share(tp, tp + fn)
    return precision, recall, share(2 * precision * recall, precision + recall)


def test_confusion_matrix_averages(question: Question) -> None:
    programs = Programs(question)
    for _, (y, p, k, average, weights, _part) in programs.cases(3):
        table = counted(y, p, k, weights)
        each = [scores_of(row) for row in table]
        wanted: Any = list(zip(*each, strict=True))
        if average == "micro":
            total = {key: sum((row[key] for row in table), Fraction(0)) for key in table[0]}
            wanted = scores_of(total)
            assert total["fp"] == total["fn"]  # hence all three are the accuracy
            assert len(set(wanted)) == 1
        elif average != "none":
            support = [row["tp"] + row["fn"] if average == "weighted" else 1 for row in table]
            wanted = [
                share(sum((s * v for s, v in zip(support, column, strict=True)), Fraction(0)),
                      Fraction(sum(support)))
                for column in wanted
            ]  # fmt: skip
        for solve in programs.solutions():
            matrix, *scores = solve(y, p, k, average, weights)
            assert matrix.dtype == np.float64
            close(np.diag(matrix), [float(row["tp"]) for row in table])
            close(matrix.sum(axis=1), [float(row["tp"] + row["fn"]) for row in table])
            for got, want in zip(scores, wanted, strict=True):
                close(got, [float(v) for v in want] if average == "none" else float(want))
    sample = next(iter(programs.cases(1)))[1]
    matrix, *scores = programs.reference(*sample[:3], "none")
    assert matrix.tolist() == [[1, 3, 0], [0, 2, 0], [0, 2, 0]]
    close(scores, [[1, 2 / 7, 0], [0.25, 1, 0], [2 / 5, 4 / 9, 0]])
    macro, micro, weighted = (
        programs.reference(*sample[:3], average)[1:] for average in ("macro", "micro", "weighted")
    )
    assert micro == (0.375, 0.375, 0.375)
    assert weighted[1] == 0.375
    p, r = macro[:2]
    rounded = [round(float(v), 3) for v in (p, r, macro[2], 2 * p * r / (p + r))]
    assert rounded == [0.429, 0.417, 0.281, 0.423]
    assert 1 - Fraction(1, 100_000) == Fraction(99_999, 100_000)
    says(question, "99.999", "0.281", "0.429", "0.417", "0.423", "3/8")


def test_roc_curve_and_auc(question: Question) -> None:
    programs = Programs(question)
    for group, (y, s, weights, _part) in programs.cases(3):
        if group == "large":
            ours, other = (solve(y, s, weights)[3] for solve in programs.solutions())
            close(ours, other)
            continue
        w = np.ones(len(y)) if weights is None else weights
        n1, n0 = w[y == 1].sum(), w[y == 0].sum()
        thresholds = [np.inf, *sorted(set(s.tolist()), reverse=True)]
        tp = np.array([w[(s >= t) & (y == 1)].sum() for t in thresholds])
        fp = np.array([w[(s >= t) & (y == 0)].sum() for t in thresholds])
        tpr = tp / n1 if n1 else tp * np.nan
        fpr = fp / n0 if n0 else fp * np.nan
        auc = ap = best = np.nan
        if n1 and n0:
            pairs = itertools.product(np.flatnonzero(y == 1), np.flatnonzero(y == 0))
            wins = sum(w[i] * w[j] * ((s[i] > s[j]) + 0.5 * (s[i] == s[j])) for i, j in pairs)
            auc = wins / (n1 * n0)
            lift = (tpr - fpr)[1:]
            best = thresholds[1 + int(np.argmax(lift))]
            assert np.sum(lift > lift.max() - 1e-9) == 1 or group == "ties"
        if n1:
            ap = sum((tpr[1:] - tpr[:-1]) * tp[1:] / (tp[1:] + fp[1:]))
        for solve in programs.solutions():
            wanted = (fpr, tpr, thresholds, auc, ap, best)
            for got, want in zip(solve(y, s, weights), wanted, strict=True):
                close(got, want)
    (y, s, _, _) = next(iter(programs.cases(1)))[1]
    fpr, tpr, _, auc, ap, _ = programs.reference(y, s)
    close(auc, 5.5 / 6)
    close(ap, 0.5 + 0.5 * 2 / 3)
    close(tpr, [0, 0.5, 1, 1, 1])
    close(fpr, [0, 0, 1 / 3, 2 / 3, 1])
    close(programs.reference(y, np.exp(s))[3:5], (auc, ap))
    close(programs.reference(y, -s)[3], 1 - auc)
    assert round(auc, 3) == 0.917
    assert round(ap, 3) == 0.833
    assert 20_000**2 * 8 == 3.2e9
    says(question, "5.5/6", "0.917", "0.833", "3.2 GB")


def test_choose_a_threshold(question: Question) -> None:
    programs = Programs(question)

    def f1(y: Any, labels: Any) -> Fraction:  # noqa: ANN401
        tp, wrong = int(np.sum(y * labels)), int(np.sum(y != labels))
        return share(Fraction(2 * tp), Fraction(2 * tp + wrong))

    for _, (rule, s, y, c_fp, c_fn) in programs.cases(3):
        for solve in programs.solutions():
            t, labels = solve(rule, s, y, c_fp, c_fn)
            assert labels.dtype == np.int64
            assert labels.tolist() == [int(v >= t) for v in s.tolist()]
            if rule == "prior":
                close(t, sum(y.tolist()) / len(y))
            elif rule == "cost":  # at t both decisions cost the same
                close((1 - t) * c_fp, t * c_fn)
            else:
                every = [(f1(y, (s >= v).astype(int)), -v) for v in s.tolist()]
                assert (f1(y, labels), -t) == max(every)
    for n1, n0 in ((1000, 10_000), (7, 30)):  # balanced accuracy is the rule of these costs
        y = np.repeat([1, 0], [n1, n0])
        prior = programs.reference("prior", y * 1.0, y, 1.0, 1.0)[0]
        close(prior, programs.reference("cost", y * 1.0, y, 1 / (2 * n0), 1 / (2 * n1))[0])
    assert round(1000 / 11_000, 4) == 0.0909
    first, *_, last = (args for group, args in programs.cases(1) if group == "sample")
    swept = [f1(first[2], (first[1] >= v).astype(int)) for v in first[1]]
    assert [f"{float(v):.2f}"[1:] for v in swept[:4]] == [".67", ".50", ".80", ".67"]
    assert [f"{float(v):.2f}"[1:] for v in swept[4:]] == [".57", ".50", ".44", ".40"]
    says(question, ".67 .50 .80 .67 .57 .50 .44 .40", "1/11", "0.0909")
    assert programs.reference("prior", *first[1:])[0] == 0.25
    assert programs.reference("cost", *first[1:])[0] == 0.2
    assert programs.reference("f1", *first[1:])[0] == 0.5
    t, labels = programs.reference(*last)
    assert t == 0.4
    assert f1(last[2], labels) == Fraction(1, 2)


def test_balanced_bags(question: Question) -> None:
    programs = Programs(question)
    for _, (y, n_models, seed, what) in programs.cases(3):
        counts = [y.tolist().count(c) for c in range(int(y.max()) + 1)]
        r = min(counts)
        for solve in programs.solutions():
            weights, bags = solve(y, n_models, np.random.default_rng(seed))
            close(weights, [len(y) / (len(counts) * n) for n in counts])
            close(
                [w * n for w, n in zip(weights, counts, strict=True)],
                [len(y) / len(counts)] * len(counts),
            )
            used = [0] * len(y)
            for bag in bags:
                assert len(set(bag.tolist())) == len(bag)
                assert [y[bag].tolist().count(c) for c in range(len(counts))] == [r] * len(counts)
                for i in bag.tolist():
                    used[i] += 1
            for c, n in enumerate(counts):
                turns = {used[i] for i in range(len(y)) if y[i] == c}
                assert turns <= {n_models * r // n, -(-n_models * r // n)}
            if what == "bags":
                told = programs.drive(solve, y, n_models, seed, what)
                assert told == programs.drive(programs.reference, y, n_models, seed, what)
    y = np.repeat([0, 1], [10_000, 1000])
    weights, bags = programs.reference(y, 10, np.random.default_rng(0))
    close(weights, [0.55, 5.5])
    assert [len(bag) for bag in bags] == [2000] * 10
    assert sorted(np.concatenate([bag[y[bag] == 0] for bag in bags]).tolist()) == list(
        range(10_000)
    )
    assert round(100 * 0.9**10) == 35
    sample = next(iter(programs.cases(1)))[1][0]
    close(programs.reference(sample, 1, np.random.default_rng(0))[0], [2 / 3, 2])
    says(question, "5.5", "0.55", r"0.9^{10}\approx35", "(2/3,\\,2)")


def test_resample_the_training_split(question: Question) -> None:
    programs = Programs(question)
    for group, (method, x, y, train, k, seed, what) in programs.cases(1):
        large = group in ("smote", "few")
        solutions = programs.solutions()[: 1 if large else 2]
        for solve in solutions:
            told = programs.drive(solve, method, x, y, train, k, seed, what)
            assert all(value is True or isinstance(value, list) for value in told.values())
        for solve in solutions if what == "rows" else ():
            x_new, y_new = solve(method, x, y, train, k, np.random.default_rng(seed))
            sizes = np.bincount(y[train])
            wanted = sizes.min() if method == "under" else sizes.max()
            assert np.bincount(y_new).tolist() == [wanted, wanted]
            known = {tuple(row) for row in x[train].tolist()}
            made = np.array([row for row in x_new.tolist() if tuple(row) not in known])
            assert method == "smote" or not len(made)
            mine = x[train][y[train] == sizes.argmin()]
            apart = np.linalg.norm(mine[:, None] - mine, axis=-1) + np.eye(len(mine)) * 1e9
            for row in made:  # a sum of distances equals the length only on the segment
                away = np.linalg.norm(mine - row, axis=-1)
                assert np.abs(away[:, None] + away - apart).min() < 1e-9
    args = next(args for group, args in programs.cases(1) if args[0] == "smote")
    x_new, y_new = programs.reference(*args[:5], np.random.default_rng(args[5]))
    (new,) = [row for row in x_new[y_new == 1].tolist() if row not in ([0, 0], [4, 0])]
    assert new[1] == 0
    assert 0 <= new[0] <= 4
    u = np.random.default_rng(1).random(200_000)
    assert abs(u.var() - 1 / 12) < 1e-3
    says(question, "$(4u,0)$", "$(9,9)$", "$v^2/12$")
