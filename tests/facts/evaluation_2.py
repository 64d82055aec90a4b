"""Facts of the questions on imbalance: simulated sampling, searched thresholds, PyTorch losses."""

import math
import re
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.facts.evaluation import phi, precision
from tests.facts.initialisation import drawn
from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says, variants

Question = dict[str, Any]
Array = np.ndarray[Any, Any]


def test_imbalance_resampling_smote(question: Question) -> None:
    for v, key in drawn(question, 40):
        x, near = torch.tensor([v["x1"], v["x2"]]), torch.tensor([v["y1"], v["y2"]])
        new = torch.lerp(x.double(), near.double(), v["u"]).tolist()
        assert np.allclose(new, [key["first"], key["second"]])
        assert v["few"] + key["count"] == v["many"]
        assert v["ratio"] == key["count"] / v["few"]
    assert torch.lerp(torch.tensor([1.0, 1]), torch.tensor([3.0, 5]), 0.25).tolist() == [1.5, 2]
    assert 10 + 0.25 * (30 - 10) == 15
    drawing = (QUESTIONS / "evaluation-imbalance" / question["figures"][0]["file"]).read_text()
    dots = re.findall(r'class="(bluef|open)" cx="([\d.]+)" cy="([\d.]+)"', drawing)
    at = [np.array([(float(x) - 36) / 46, (268 - float(y)) / 46]) for _, x, y in dots]
    assert np.allclose([at[0], at[1], at[-1]], [(1, 1), (3, 5), (1.5, 2)], atol=0.002)
    ends = re.findall(r'class="drop" d="M82 222 L([\d.]+) ([\d.]+)"', drawing)
    joined = {(float(x), float(y)) for x, y in ends}
    order = sorted(range(1, len(at) - 1), key=lambda i: float(np.linalg.norm(at[i] - at[0])))
    assert joined == {(float(dots[i][1]), float(dots[i][2])) for i in order[:5]}
    says(question, "(1.5,2)", "k=5", "15")


def nearest_recall(rng: np.random.Generator, *, split_first: bool) -> float:
    """Return the recall of 1-nearest-neighbour on noise, positives repeated tenfold."""
    x, y = rng.normal(size=(1000, 5)), np.arange(1000) < 100
    if split_first:
        test = rng.random(1000) < 0.2
        rows = np.concatenate([np.flatnonzero(~test), np.repeat(np.flatnonzero(~test & y), 9)])
        asked = np.flatnonzero(test & y)
    else:
        rows = np.concatenate([np.arange(1000), np.repeat(np.arange(100), 9)])
        test = rng.random(len(rows)) < 0.2
        asked, rows = rows[test], rows[~test]
        asked = asked[y[asked]]
    distance = ((x[asked][:, None] - x[rows][None]) ** 2).sum(2)
    return float(y[rows][distance.argmin(1)].mean())


def test_resample_after_split(question: Question) -> None:
    assert f"{1 - 0.2**9:.7f}" == "0.9999995"
    leaky = nearest_recall(np.random.default_rng(0), split_first=False)
    honest = [nearest_recall(np.random.default_rng(i), split_first=True) for i in range(12)]
    assert f"{leaky:.2f}" == "1.00"
    assert abs(float(np.mean(honest)) - 0.1) < 0.04
    says(question, "0.9999995", "1.00", "0.1")


def test_threshold_moving(question: Question) -> None:
    grid = np.linspace(0.0005, 0.9995, 1999)
    for v, key in variants(question, 30):
        positive = (1 - grid) * v["cfp"] <= grid * v["cfn"]  # the cheaper of two decisions
        assert abs(grid[positive.argmax()] - key) < 6e-4
        assert abs(v["prior"] - v["few"] / (v["few"] + v["many"])) < 1e-4
    # balanced accuracy on 1000 positives N(2,1) and 10000 negatives N(0,1)
    x = np.linspace(-2, 4, 6001)
    balanced = np.array([phi(2 - t) + phi(t) for t in x])
    best = x[balanced.argmax()]
    odds = 1000 * math.exp(-((best - 2) ** 2) / 2) / (10_000 * math.exp(-(best**2) / 2))
    assert abs(odds / (1 + odds) - 1000 / 11_000) < 2e-4
    assert f"{1000 / 11_000:.4f}" == "0.0909"
    assert math.isclose(1 / (1 + 10), 1000 / 11_000)
    assert (0.3 * 4, 0.7 * 1, 1 / 5) == (1.2, 0.7, 0.2)
    says(question, "0.0909", "1.2", "0.7", "0.2")


def test_imbalance_ensemble(question: Question) -> None:
    for v, key in drawn(question, 30):
        parts = np.array_split(np.arange(v["many"]), key["models"])
        assert {len(part) for part in parts} == {v["few"]}
        assert key["size"] == len(parts[0]) + v["few"]
        assert math.isclose(key["wasted"], 100 * (v["many"] - v["few"]) / v["many"])
    rng = np.random.default_rng(0)
    seen = np.zeros((40, 1000), dtype=bool)
    for row in seen:
        for _ in range(10):
            row[rng.choice(1000, 100, replace=False)] = True
    assert abs(100 * float((~seen).mean()) - 100 * 0.9**10) < 0.6
    assert f"{100 * 0.9**10:.1f}" == "34.9"
    assert abs((1 - 1 / 5000) ** 5000 - 1 / math.e) < 1e-4
    assert f"{1 / math.e:.3f}" == "0.368"
    says(question, "34.9%", "0.368", "90%", "2000", "0.25")


def test_imbalance_cost(question: Question) -> None:
    for v, key in drawn(question, 30):
        labels = torch.cat([torch.ones(v["few"]), torch.zeros(v["many"])]).double()
        logits = torch.zeros_like(labels)
        weight = torch.where(labels == 1, key["rare"], key["common"]).double()
        each = functional.binary_cross_entropy_with_logits(
            logits, labels, weight=weight, reduction="none"
        )
        assert torch.isclose(each[labels == 1].sum(), each[labels == 0].sum(), rtol=1e-6)
        assert math.isclose(float(weight.sum()), v["all"], rel_tol=1e-6)
        assert math.isclose(float(weight[labels == 1].sum()), key["total"], rel_tol=1e-6)
        factor = torch.tensor(float(key["pos"]), dtype=torch.float64)
        by_api = functional.binary_cross_entropy_with_logits(
            logits, labels, pos_weight=factor, reduction="none"
        )
        ratio = by_api / each
        assert torch.allclose(ratio, ratio[0].expand_as(ratio), rtol=1e-6)
    assert (11_000 / (2 * 1000), 11_000 / (2 * 10_000)) == (5.5, 0.55)
    says(question, "5.5", "0.55", "5500", "11000")


def test_undersampling_calibration(question: Question) -> None:
    for v, key in variants(question, 40):
        positives, negatives = v["q"], (1 - v["q"]) * v["times"]  # put the negatives back
        assert math.isclose(positives / (positives + negatives), key)
        assert abs(v["odds"] - v["q"] / (1 - v["q"])) < 6e-4
        restored = v["even"] / (v["even"] + v["times"] * (1 - v["even"]))
        assert abs(restored - 0.5) < 0.002
    rng = np.random.default_rng(0)
    truth = rng.random(400_000) < 1 / 11
    x = rng.normal(2.0 * truth, 1)
    near = np.abs(x - 1) < 0.05
    kept = truth | (rng.random(len(truth)) < 0.1)
    q, p = truth[near & kept].mean(), truth[near].mean()
    assert abs(0.1 * q / (0.1 * q + 1 - q) - p) < 0.01
    assert f"{0.05 / 0.55:.4f}" == f"{3 / 33:.4f}" == f"{2 / 22:.4f}" == "0.0909"
    says(question, "0.0909", "3/33", "2/8", "2/4", "2/22")


def test_imbalance_three_methods(question: Question) -> None:
    def cut(p: float) -> float:
        """Return where the posterior at 1:10 reaches p."""
        return 1 + math.log(10 * p / (1 - p)) / 2

    rows = (
        ("p\\ge0.5", cut(0.5)),
        ("p\\ge1/11", cut(1 / 11)),
        ("q\\ge1/2", 1.0),
        ("q\\ge1/11", 1 + math.log((1 / 11) / (10 / 11)) / 2),
    )
    for name, at in rows:
        recall, fpr = phi(2 - at), 1 - phi(at)
        shown = f"| {recall:.3f} | {fpr:.3f} | {precision(1 / 11, recall, fpr):.3f} |"
        says(question, f"| ${name}$ {shown}")
    assert math.isclose(cut(1 / 11), 1)
    assert math.isclose(cut(1 / 101), rows[3][1])
    says(question, "1/101", "0.0909")


def test_focal_loss_factor(question: Question) -> None:
    def focal(p: float, g: float) -> float:
        """Return the focal loss through the cross-entropy of PyTorch."""
        logits = torch.tensor([[math.log(p), math.log(1 - p)]], dtype=torch.float64)
        entropy = functional.cross_entropy(logits, torch.tensor([0]))
        return float((1 - torch.exp(-entropy)) ** g * entropy)

    for v, key in variants(question, 40):
        assert math.isclose(focal(v["hard"], v["g"]) / focal(v["easy"], v["g"]), key)
        assert abs(v["plain"] - focal(v["hard"], 0) / focal(v["easy"], 0)) < 6e-3
        assert abs(v["plain"] * v["factor"] / key - 1) < 2e-3
    for p, digits, row in ((0.1, 3, "1.865"), (0.5, 3, "0.173"), (0.9, 4, "0.0011")):
        assert f"{focal(p, 2):.{digits}f}" == row
        says(question, row, f"{-math.log(p):.3f}", f"{(1 - p) ** 2:.2f}")
    assert f"{1000 * focal(0.9, 2):.2f}" == "1.05"
    figure = QUESTIONS / "evaluation-imbalance" / question["figures"][0]["file"]
    for g in (0, 1, 2):
        curve = polyline(figure, f"g{g}")
        heights = [10 ** ((56 - y) / 46) for _, y in curve]
        wanted = [focal((x - 48) / 272, g) for x, _ in curve]
        assert np.allclose(heights, wanted, rtol=0.04)  # a tenth of a pixel, steep near 1
    grid = np.linspace(0.01, 0.99, 981)
    for p in (0.8, 0.9, 0.95):  # the output of least expected loss is more timid than the truth
        risk = -p * (1 - grid) ** 2 * np.log(grid) - (1 - p) * grid**2 * np.log(1 - grid)
        assert 0.5 < grid[risk.argmin()] < p - 0.05
    says(question, "1.05", "1.87")
