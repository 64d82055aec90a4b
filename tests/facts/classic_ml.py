"""Facts of the questions on linear models, SVMs and forests: autograd, grids, draws."""

import itertools
import math
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.facts.initialisation import drawn
from tests.facts.prose import says, variants

Question = dict[str, Any]
Array = np.ndarray[Any, Any]


def test_logistic_regression_loss_derivative(question: Question) -> None:
    for v, key in drawn(question, 30):
        x = torch.tensor([[v["a1"], v["a2"]], [v["c1"], v["c2"]]], dtype=torch.float64)
        y = torch.tensor([1.0, 0.0], dtype=torch.float64)
        for penalty in ("l2", "l1"):
            w = torch.tensor([v["w1"], v["w2"]], dtype=torch.float64, requires_grad=True)
            b = torch.zeros((), dtype=torch.float64, requires_grad=True)
            z = x @ w + b
            assert torch.allclose(torch.sigmoid(z), torch.full_like(z, 0.5))
            size = w.square().sum() / 2 if penalty == "l2" else w.abs().sum()
            (functional.binary_cross_entropy_with_logits(z, y) + v["lam"] / 2 * size).backward()
            assert w.grad is not None
            assert b.grad is not None
            assert math.isclose(float(w.grad[0]), key["g1" if penalty == "l2" else "l1"])
            assert float(b.grad) == key["gb"] == 0
        assert math.isclose(v["data"], key["g1"] - v["lam"] / 2 * v["w1"], abs_tol=1e-9)
    assert (0.75 - 1) * 2 == -0.5
    says(question, "(-\\infty,\\infty)", "-0.25\\cdot2", "-0.5", "h(1-h)\\,xx^\\top")


def test_lr_vs_svm(question: Question) -> None:
    for u, shown in ((-1, "−1 | 2 | 1.313"), (0, "0 | 1 | 0.693"), (1, "1 | 0 | 0.313")):
        says(question, f"| {shown} |")
        assert shown.split(" | ")[1:] == [f"{max(0, 1 - u)}", f"{math.log1p(math.exp(-u)):.3f}"]
    assert f"{math.log1p(math.exp(-4)):.3f}" == "0.018"
    assert f"{1 / (1 + math.exp(10)):.1e}" == "4.5e-05"
    # one dimension: negatives at -1 and -3, positives at 1 and `far`
    fitted = {}
    for lam, far in itertools.product((1.0, 0.01), (4.0, 8.0)):
        x = np.array([-3.0, -1, 1, far])
        y = np.array([-1.0, -1, 1, 1])
        grid = [(w, b) for w in np.linspace(0.5, 2, 61) for b in np.linspace(-1, 1, 81)]
        assert min((w, b) for w, b in grid if (y * (w * x + b) >= 1 - 1e-9).all()) == (1, 0)
        w, b = 0.0, 0.0
        for _ in range(100):  # Newton on the regularised log loss
            h = 1 / (1 + np.exp(-(w * x + b)))
            gradient = np.array([((h - (y > 0)) * x).sum() + lam * w, (h - (y > 0)).sum()])
            s = h * (1 - h)
            hessian = np.array([[(s * x * x).sum() + lam, (s * x).sum()], [(s * x).sum(), s.sum()]])
            step = np.linalg.solve(hessian, gradient)
            w, b = w - step[0], b - step[1]
        fitted[lam, far] = (-b / w, w * far + b)
    assert 15 < fitted[0.01, 4.0][1] < 16  # the score of the question
    assert 1e-8 < abs(fitted[0.01, 4.0][0] - fitted[0.01, 8.0][0]) < 1e-5
    assert abs(fitted[1.0, 4.0][0] - fitted[1.0, 8.0][0]) > 0.1  # a strong penalty
    assert f"{math.exp(-15):.0e}" == "3e-07"
    says(question, "e^{-15}", "3\\cdot10^{-7}")
    right = {"svm-same": True, "lr-same": False, "lr-small": True, "delete": True}
    right |= {"probability": False, "margin-grows": False}
    assert {o["id"]: o["correct"] for o in question["options"]} == right


def test_model_evaluate_optimise(question: Question) -> None:
    rng = np.random.default_rng(0)
    x = np.c_[rng.normal(size=(200, 2)), np.ones(200)]
    y = (rng.random(200) < 1 / (1 + np.exp(-x @ np.array([1.0, -1.5, 0.3])))).astype(float)

    def slope(w: Array, lam: float) -> Array:
        gradient: Array = x.T @ (1 / (1 + np.exp(-x @ w)) - y) / 200 + lam * w
        return gradient

    def newton(lam: float) -> tuple[Array, int]:
        w = np.zeros(3)
        for count in range(30):
            if np.abs(slope(w, lam)).max() < 1e-10:
                return w, count
            h = 1 / (1 + np.exp(-x @ w))
            hessian = (x * (h * (1 - h))[:, None]).T @ x / 200 + lam * np.eye(3)
            w = w - np.linalg.solve(hessian, slope(w, lam))
        raise AssertionError(lam)

    best, count = newton(0.0)
    assert count < 10
    w, steps = np.zeros(3), 0
    while np.abs(w - best).max() > 1e-6:
        w, steps = w - slope(w, 0.0), steps + 1
    assert 100 < steps < 1000
    assert np.linalg.norm(newton(0.1)[0]) < np.linalg.norm(best)
    says(question, "10^{-6}", "200")


def bagged_errors(leaf: int, trees: int) -> float:
    """Return the error of bagged one-dimensional trees on fresh labels with 20% flipped."""
    rng = np.random.default_rng(3)
    x = np.sort(rng.random(2000))
    y = (x > 0.5) ^ (rng.random(2000) < 0.2)
    at = rng.random(2000)
    truth = (at > 0.5) ^ (rng.random(2000) < 0.2)
    votes = np.zeros(2000)
    for _ in range(trees):
        rows = np.sort(rng.integers(0, 2000, 2000))
        if leaf == 1:
            near = np.searchsorted(x[rows], at).clip(1, 1999)
            left = at - x[rows][near - 1] < x[rows][near] - at
            votes += y[rows][np.where(left, near - 1, near)]
        else:
            means = y[rows].reshape(-1, leaf).mean(1)
            cuts = x[rows].reshape(-1, leaf)[1:, 0]
            votes += means[np.searchsorted(cuts, at)] > 0.5
    return float(((votes > trees / 2) != truth).mean())


def test_random_forest_overfitting(question: Question) -> None:
    assert math.isclose(2 * 0.2 * 0.8, 0.32)
    assert abs(bagged_errors(1, 100) - 0.32) < 0.02
    assert abs(bagged_errors(25, 100) - 0.20) < 0.025
    assert abs(bagged_errors(1, 400) - bagged_errors(1, 100)) < 0.01
    assert f"{1 - 1 / math.e:.3f}" == "0.632"
    right = [o["id"] for o in question["options"] if o["correct"]]
    assert right == ["leaf", "depth"]
    says(question, "0.32", "0.20", "0.632", "63%")


def test_out_of_bag_share(question: Question) -> None:
    for v, key in variants(question, 30):
        n = v["n_train"]
        if n <= 5:  # every bootstrap sample there is
            every = list(itertools.product(range(n), repeat=n))
            share = sum(0 not in one for one in every) / len(every)
        else:
            share = math.prod((n - 1) / n for _ in range(n))
        assert math.isclose(key, v["trees"] * share)
        assert abs(v["each"] - share) < 6e-4
    assert f"{(1 - 1 / 1000) ** 1000:.4f}" == "0.3677"
    assert f"{1 / math.e:.4f}" == "0.3679"
    says(question, "0.3677", "0.3679", "0.368", "1/4")


def test_svm_margin(question: Question) -> None:
    for v, key in drawn(question, 30):
        plus, minus = np.array([v["p1"], v["p2"]]), np.array([v["m1"], v["m2"]])
        # the dual with two equal multipliers: a parabola, maximised on a fine grid
        alphas = np.linspace(0, 1, 200_001)
        dual = 2 * alphas - alphas**2 * float((plus - minus) @ (plus - minus)) / 2
        alpha = alphas[dual.argmax()]
        assert abs(alpha - key["alpha"]) < 1e-5
        w = key["alpha"] * (plus - minus)
        b = 1 - w @ plus
        assert math.isclose(w @ minus + b, -1)
        assert math.isclose(w[0], key["w1"])
        assert math.isclose(2 / np.linalg.norm(w), key["width"])
        assert math.isclose(dual.max(), w @ w / 2, rel_tol=1e-6)
        assert v["sq"] == (plus - minus) @ (plus - minus)
    d = np.array([2, 0])
    assert (2 / (d @ d), 2 * d[0] / (d @ d), 2 * 0.5 - 0.25 * (d @ d) / 2) == (0.5, 1, 0.5)
    says(question, "w=(1,0)", "0.5")


def test_lr_svm_comparison(question: Question) -> None:
    f = np.linspace(-3, 3, 60_001)
    for p in (0.2, 0.8):
        hinge = p * np.maximum(0, 1 - f) + (1 - p) * np.maximum(0, 1 + f)
        log = p * np.log1p(np.exp(-f)) + (1 - p) * np.log1p(np.exp(f))
        assert abs(f[hinge.argmin()] - np.sign(p - 0.5)) < 2e-4
        assert abs(f[log.argmin()] - math.log(p / (1 - p))) < 2e-4
    assert f"{math.log(0.8 / 0.2):.3f}" == "1.386"
    assert f"{1 / (1 + math.exp(-1.386)):.3f}" == "0.800"
    assert f"{math.log1p(math.exp(-2)):.3f}" == "0.127"
    rng = np.random.default_rng(0)  # the slack of the best soft margin is the hinge loss
    for value in rng.normal(size=20):
        slack = np.linspace(0, 6, 6001)
        feasible = slack[value >= 1 - slack - 1e-9]
        assert abs(feasible.min() - max(0, 1 - value)) < 2e-3
    says(question, "1.386", "0.127", "0.8")
