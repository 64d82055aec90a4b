"""Facts of further questions on metrics and weighted losses: rankings, counts, minimised risks."""

import math
from typing import Any

import numpy as np

from tests.facts.convolution_counting import right_of
from tests.facts.evaluation import precision, table
from tests.facts.prose import says

Question = dict[str, Any]


def test_precision_recall_tradeoff(question: Question) -> None:
    labels = np.array([1, 1, 0, 1, 0, 1, 0, 0])
    scores = np.arange(8, 0, -1)
    points = []
    for t in scores:
        tp, fn, fp, _ = table(scores[labels == 1], scores[labels == 0], float(t))
        points.append((tp / (tp + fn), tp / (tp + fp)))
    for k in (2, 3, 4, 5):
        recall, right = points[k - 1]
        says(question, f"| {k} | {right:.2f} | {recall:.2f} |")
    alt = question["figures"][0]["alt"]
    for recall, right in points:
        for text in alt.values():
            assert f"({recall:g}, {float(f'{right:.2f}'):g})" in text
    (r3, p3), (r4, p4) = points[2:4]
    assert r3 < r4
    assert p3 < p4
    assert right_of(question) == [False, True, False, False]
    gains = np.diff([0.0, *(r for r, _ in points)])
    assert f"{float(gains @ [p for _, p in points]):.3f}" == "0.854"
    assert (4 / 5, 3 / 4) == (0.8, 0.75)
    says(question, "0.854", "3/4", "2/3", "2/4")


def test_useful_detector_accuracy(question: Question) -> None:
    total, frauds = 100_000, 100
    missed, false = round(0.1 * frauds), round(0.01 * (total - frauds))
    accuracy = [1 - frauds / total, 1 - (missed + false) / total]
    assert (missed, false, missed + false) == (10, 999, 1009)
    for name, row in zip(("99.900%", "98.991%"), accuracy, strict=True):
        assert f"{100 * row:.3f}%" == name
        says(question, name)
    assert accuracy[1] < accuracy[0]
    assert right_of(question) == [False, True]
    assert f"{0.001 * 0.9 / 0.999:.4f}" == "0.0009"
    assert (frauds * 1000, missed * 1000 + false * 5) == (100_000, 14_995)
    caught = frauds - missed
    assert f"{100 * caught / (caught + false):.1f}" == "8.3"
    assert round((caught + false) / caught) == 12
    says(question, "90/1089", "14995", "100000", "0.0009", "1009")


def test_weighted_loss_optimum(question: Question) -> None:
    q = np.linspace(1e-4, 1 - 1e-4, 200_001)
    for w, p in ((1, 0.3), (10, 0.0099), (10, 1 / 11), (10, 0.5), (4, 0.2)):
        best = float(q[(-w * p * np.log(q) - (1 - p) * np.log(1 - q)).argmin()])
        formula = w * p / (w * p + 1 - p)
        assert abs(best - formula) < 1e-4
        assert math.isclose(formula / (1 - formula), w * p / (1 - p))
        assert math.isclose(formula / (formula + w * (1 - formula)), p)
    for p, shown in ((0.0099, "0.091"), (0.0909, "0.500"), (0.5, "0.909")):
        assert f"{10 * p / (10 * p + 1 - p):.3f}" == shown
        says(question, f"| {p:g} | {shown} |")
    assert 4 * 2 == 1 * 8
    assert f"{1 / 11:.4f}" == "0.0909"
    says(question, "0.0909", "0.5")


def test_confusion_matrix_questions(question: Question) -> None:
    people = [90, 10, 495, 9405]
    ill, said = np.repeat([1, 1, 0, 0], people), np.repeat([1, 0, 1, 0], people)
    assert len(ill) == 10_000
    assert (ill.mean(), said[ill == 1].mean(), said[ill == 0].mean()) == (0.01, 0.9, 0.05)
    positive, negative = ill[said == 1].mean(), 1 - ill[said == 0].mean()
    assert (f"{positive:.3f}", f"{negative:.3f}") == ("0.154", "0.999")
    assert math.isclose(positive, precision(0.01, 0.9, 0.05))
    assert 1 - ill.mean() == 0.99
    asked = {
        "recall": ("TP", "FN"),
        "precision": ("TP", "FP"),
        "fpr": ("FP", "TN"),
        "npv": ("TN", "FN"),
    }
    for pair in question["pairs"]:
        top, other = asked[pair["id"]]
        for side in pair["right"].values():
            assert side == f"${top}/({top}+{other})$"
    says(question, "90/585", "9405/9415", "0.154", "0.999", "15%", "0.99")
