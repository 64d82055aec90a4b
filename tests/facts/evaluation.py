"""Facts of the questions on metrics, ROC and AUC: counted pairs, swept thresholds, samples."""

import math
from typing import Any

import numpy as np

from tests.facts.convolution_counting import right_of
from tests.facts.initialisation import drawn
from tests.facts.prose import says, variants

Question = dict[str, Any]
Array = np.ndarray[Any, Any]


def phi(z: float) -> float:
    """Return the distribution function of the normal distribution."""
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def table(positives: Array, negatives: Array, threshold: float) -> tuple[int, int, int, int]:
    """Return TP, FN, FP, TN: positive means a score of at least the threshold."""
    hit, false = int((positives >= threshold).sum()), int((negatives >= threshold).sum())
    return hit, len(positives) - hit, false, len(negatives) - false


def area(positives: Array, negatives: Array) -> float:
    """Return the area under the ROC curve by sweeping every threshold and adding trapezia."""
    thresholds = [math.inf, *sorted({*positives.tolist(), *negatives.tolist()}, reverse=True)]
    rates = [table(positives, negatives, t) for t in thresholds]
    tpr = [tp / len(positives) for tp, _, _, _ in rates]
    fpr = [fp / len(negatives) for _, _, fp, _ in rates]
    return float(np.trapezoid(tpr, fpr))


def precision(share: float, tpr: float, fpr: float) -> float:
    """Return the precision that a point of the ROC plane has at a share of positives."""
    return share * tpr / (share * tpr + (1 - share) * fpr)


def test_accuracy_paradox(question: Question) -> None:
    for v, key in variants(question, 40):
        truth = np.zeros(v["total"], dtype=bool)
        truth[: v["k"]] = True
        said = np.zeros_like(truth)
        assert abs(float((said == truth).mean()) * 100 - key) < 1e-9
        assert (said & truth).sum() == 0
        assert math.isclose(v["share"] + key, 100)
    assert round(100 * (1 - 1e-5), 9) == 99.999
    assert 10_000_000 // 100_000 == 100
    says(question, "99.999%", "99.9999%", "99999")


def test_confusion_matrix_metrics(question: Question) -> None:
    for v, key in drawn(question, 30):
        truth = np.repeat([1, 1, 0, 0], [v["tp"], v["fn"], v["fp"], v["tn"]])
        said = np.repeat([1, 0, 1, 0], [v["tp"], v["fn"], v["fp"], v["tn"]])
        p, r = truth[said == 1].mean(), said[truth == 1].mean()
        assert math.isclose(key["precision"], p)
        assert math.isclose(key["recall"], r)
        assert math.isclose(key["specificity"], 1 - said[truth == 0].mean())
        assert math.isclose(key["f1"], 2 / (1 / p + 1 / r))
        assert (round(v["p3"] - p, 3), round(v["r3"] - r, 3)) == (0, 0)
    assert round(2 / (1 / 0.5 + 1 / 0.8), 3) == 0.615
    assert round(2 / (1 + 1 / 0.01), 2) == 0.02
    assert (1 + 0.01) / 2 == 0.505
    says(question, "0.615", "0.65", "0.02", "0.505", "0.25")


def test_auc_from_scores(question: Question) -> None:
    for v, key in variants(question, 60):
        positives = np.array([v["p1"], v["p2"], v["p3"]])
        negatives = np.array([v["n1"], v["n2"], v["n3"], v["n4"]])
        assert math.isclose(area(positives, negatives), key)
        assert math.isclose(area(-positives, -negatives), 1 - key)
        squashed = [1 / (1 + np.exp(-(x - 50) / 20)) for x in (positives, negatives)]
        assert math.isclose(area(*squashed), key)
        assert v["losses"] == 11 - v["wins"]
    assert area(np.array([9, 6]), np.array([6, 2])) == 0.875
    assert area(np.ones(3), np.ones(4)) == 0.5
    assert area(np.array([5]), np.array([5, 3])) == 0.75
    says(question, "0.875", "3.5/4", "0.75", "1.5/2")


def test_roc_threshold(question: Question) -> None:
    assert right_of(question) == [True, False, False, False]
    points = []
    for t in (0.2, 0.5, 0.8):
        x = (math.log(t / (1 - t)) + 1.5**2 / 2) / 1.5  # where the posterior equals t
        odds = math.exp(-((x - 1.5) ** 2) / 2) / math.exp(-(x**2) / 2)
        assert math.isclose(odds / (1 + odds), t)
        points.append((1 - phi(x), phi(1.5 - x)))
        says(question, f"| {t} | {1 - phi(x):.3f} | {phi(1.5 - x):.3f} |")
    assert sorted(points, reverse=True) == points
    assert [f"{x:.2f}" for x in points[1]] == ["0.23", "0.77"]
    rng = np.random.default_rng(0)
    ranked = area(rng.normal(1.5, 1, 400), rng.normal(0, 1, 400))
    assert abs(ranked - phi(1.5 / math.sqrt(2))) < 0.03
    assert f"{phi(1.5 / math.sqrt(2)):.3f}" == "0.856"
    says(question, "0.856", "0.23", "0.77")


def test_imbalance_metrics(question: Question) -> None:
    rng = np.random.default_rng(1)
    positives = np.concatenate([rng.uniform(0.5, 1, 80), rng.uniform(0, 0.5, 20)])
    negatives = np.concatenate([rng.uniform(0.5, 0.9, 10), rng.uniform(0, 0.5, 90)])
    found = []
    for few in (negatives, np.repeat(negatives, 10)):
        tp, fn, fp, tn = table(positives, few, 0.5)
        found.append(
            {
                "recall": tp / (tp + fn),
                "precision": tp / (tp + fp),
                "auc": area(positives, few),
                "accuracy": (tp + tn) / (tp + tn + fp + fn),
                "f1": 2 * tp / (2 * tp + fp + fn),
                "balanced": (tp / (tp + fn) + tn / (tn + fp)) / 2,
            }
        )
    before, after = found
    for option in question["options"]:
        name = option["id"]
        assert option["correct"] == math.isclose(before[name], after[name]), name
    for name in ("recall", "balanced", "accuracy", "precision", "f1"):
        says(question, f"| {before[name]:.3f} | {after[name]:.3f} |")
    assert math.isclose(precision(1 / 11, 0.8, 0.1), after["precision"])
    assert (tp, tp + fp, tp + tn, 2 * tp + fp + fn) == (80, 180, 980, 280)
    says(question, "80/180", "980/1100", "160/280", "160/190", "170/200")


def test_roc_vs_pr_rare(question: Question) -> None:
    total, attacks = 1_000_000, 10
    caught, false = 0.9 * attacks, 0.001 * (total - attacks)
    assert (round(caught), round(false)) == (9, 1000)
    assert f"{caught / (caught + false):.4f}" == "0.0089"
    for share, shown in ((0.5, "0.999"), (0.01, "0.901"), (0.001, "0.474"), (1e-5, "0.0089")):
        digits = 4 if share < 1e-4 else 3
        assert f"{precision(share, 0.9, 0.001):.{digits}f}" == shown
        says(question, f"{shown} |")
    assert abs(precision(1e-5, 0.9, 9e-6) - 0.5) < 1e-4
    rng = np.random.default_rng(0)
    truth = rng.random(20_000) < 0.02  # random scores: the average precision is the prevalence
    ranked = truth[np.argsort(rng.random(20_000))]
    average = (np.cumsum(ranked) / np.arange(1, 20_001))[ranked].mean()
    assert abs(average - truth.mean()) < 0.005
    says(question, "9\\cdot10^{-6}", "999990", "1009", "0.9\\%")
