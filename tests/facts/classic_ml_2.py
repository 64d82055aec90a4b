"""Facts of the questions on boosting, the SVM dual, PCA, LDA and whitening: grids and samples."""

import math
import re
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.facts.initialisation import drawn
from tests.facts.prose import QUESTIONS, says, variants

Question = dict[str, Any]
Array = np.ndarray[Any, Any]


def test_gbdt_vs_adaboost(question: Question) -> None:
    alphas = np.linspace(0, 3, 30_001)
    for e in (0.1, 0.2, 0.4):
        best = alphas[((1 - e) * np.exp(-alphas) + e * np.exp(alphas)).argmin()]
        assert abs(best - math.log((1 - e) / e) / 2) < 2e-4
    assert f"{math.log(4) / 2:.3f}" == "0.693"
    score = torch.tensor([-1.3, 0.4, 2.0], dtype=torch.float64, requires_grad=True)
    y = torch.tensor([1.0, 0.0, 1.0], dtype=torch.float64)
    for loss, target in (
        ((y - score).square().sum() / 2, y - score),
        ((y - score).abs().sum(), torch.sign(y - score)),
        (
            functional.binary_cross_entropy_with_logits(score, y, reduction="sum"),
            y - torch.sigmoid(score),
        ),
    ):
        (slope,) = torch.autograd.grad(loss, score)
        assert torch.allclose(-slope, target)
    for u, exp, log in ((-4, "54.6", "0.98"), (0, "1", "0.50"), (4, "0.02", "0.02")):
        assert abs(float(exp) - math.exp(-u)) < 0.005 * max(1, math.exp(-u))
        assert f"{1 / (1 + math.exp(u)):.2f}" == log
        says(question, exp, log)
    says(question, "0.693")


def test_adaboost_round(question: Question) -> None:
    for v, key in drawn(question, 30):
        wrong = np.arange(v["count"]) < v["wrong"]
        weight = np.full(v["count"], 1 / v["count"])
        e = float(weight[wrong].sum())
        # the coefficient as the minimum of the exponential loss, by bisection on its slope
        low, high = 0.0, 10.0
        for _ in range(80):
            middle = (low + high) / 2
            slope = -(1 - e) * math.exp(-middle) + e * math.exp(middle)
            low, high = (middle, high) if slope < 0 else (low, middle)
        assert math.isclose(low, key["alpha"], rel_tol=1e-9)
        weight *= np.exp(np.where(wrong, low, -low))
        weight /= weight.sum()
        assert np.allclose([weight[0], weight[-1]], [key["up"], key["down"]])
        assert math.isclose(float(weight[wrong].sum()), 0.5)
        assert abs(v["error"] - e) < 1e-4
        assert abs(v["factor"] - math.exp(low)) < 6e-4
    assert 2 * 0.25 + 8 * 0.0625 == 1
    drawing = (QUESTIONS / "classic-ml" / question["figures"][0]["file"]).read_text("utf-8")
    cells = re.findall(r'<rect class="(rose|mint)" [^>]*width="([\d.]+)"', drawing)
    for row, factors in enumerate(((1, 1), (2, 1 / 2), (2 / 0.8, 1 / 2 / 0.8))):
        for kind, width in cells[10 * row : 10 * row + 10]:
            assert abs(float(width) / 300 - 0.1 * factors[kind == "mint"]) < 2e-4
    says(question, "0.693", "0.25", "0.0625")


def solve_dual(x: Array, y: Array, c: float) -> tuple[Array, Array, float]:
    """Return multipliers, normal and offset of a linear SVM by projected pairwise ascent."""
    gram = (y[:, None] * y) * (x @ x.T)
    alpha = np.zeros(len(y))
    for _ in range(60):
        for i in range(len(y)):
            for j in range(i):
                direction = np.zeros(len(y))
                direction[i], direction[j] = y[i], -y[j]
                curve = direction @ gram @ direction
                if curve < 1e-12:
                    continue
                step = direction @ (1 - gram @ alpha) / curve
                for k in (i, j):  # stay inside the box
                    bounds = sorted(((0 - alpha[k]) / direction[k], (c - alpha[k]) / direction[k]))
                    step = min(max(step, bounds[0]), bounds[1])
                alpha = alpha + step * direction
    w = x.T @ (alpha * y)
    free = (alpha > 1e-7) & (alpha < c - 1e-7)
    return alpha, w, float(np.mean(y[free] - x[free] @ w))


def test_svm_derivation(question: Question) -> None:
    x = np.array([[2.0, 1], [3, 3], [1, 3], [-1, 0], [0, -2], [-2, -1], [1.2, 1.2]])
    y = np.array([1.0, 1, 1, -1, -1, -1, -1])
    alpha, w, b = solve_dual(x, y, 1.0)
    margins = y * (x @ w + b)
    slack = np.maximum(0, 1 - margins)
    assert abs(alpha @ y) < 1e-9
    assert abs((w @ w / 2 + slack.sum()) - (alpha.sum() - w @ w / 2)) < 1e-3  # no gap
    for a, u in zip(alpha, margins, strict=True):
        if a < 1e-7:
            assert u > 1 - 1e-3
        elif a < 1 - 1e-7:
            assert abs(u - 1) < 1e-3
        else:
            assert u < 1 + 1e-3
    assert {bool(a < 1e-7) for a in alpha} == {True, False}
    two, normal, offset = solve_dual(np.array([[1.0], [-1]]), np.array([1.0, -1]), 100)
    assert np.allclose([*two, *normal, offset], [0.5, 0.5, 1, 0])
    says(question, "\\alpha=0.5", "w=1", "b=0")


def scatter(means: Array, within: Array) -> Array:
    """Return the between-class scatter of classes of equal size."""
    centred = means - means.mean(0)
    between: Array = centred.T @ centred / len(means)
    assert between.shape == within.shape
    return between


def test_pca_vs_lda(question: Question) -> None:
    within = np.diag([9.0, 1])
    means = np.array([[0.0, 2], [0, -2]])
    between = scatter(means, within)
    assert np.allclose(within + between, np.diag([9, 5]))
    pca = np.linalg.eigh(within + between)[1][:, -1]
    values, vectors = np.linalg.eig(np.linalg.inv(within) @ between)
    lda = vectors[:, values.argmax()]
    assert np.allclose(np.abs(pca), [1, 0])
    assert np.allclose(np.abs(lda), [0, 1])
    assert np.allclose([abs((means[0] - means[1]) @ d) for d in (pca, lda)], [0, 4])
    rng = np.random.default_rng(0)
    for classes in (2, 3, 4):
        many = rng.normal(size=(classes, 6))
        assert np.linalg.matrix_rank(scatter(many, np.eye(6))) == classes - 1
    s_w = np.cov(rng.normal(size=(5, 40)))
    s_b = scatter(rng.normal(size=(3, 5)), s_w)
    values, vectors = np.linalg.eig(np.linalg.inv(s_w) @ s_b)
    top = np.real(vectors[:, np.real(values).argmax()])
    ratio = (top @ s_b @ top) / (top @ s_w @ top)
    assert math.isclose(ratio, float(np.real(values).max()))
    tried = rng.normal(size=(300, 5))
    assert all((d @ s_b @ d) / (d @ s_w @ d) <= ratio + 1e-9 for d in tried)
    assert abs(np.real(vectors[:, 0]) @ np.real(vectors[:, 1])) > 1e-6  # need not be orthogonal
    says(question, "\\mathrm{diag}(9,1)", "\\mathrm{diag}(9,5)", "C-1")


def test_lda_direction(question: Question) -> None:
    angles = np.linspace(-math.pi / 2, math.pi / 2, 40_001)[1:-1]
    tried = np.stack([np.cos(angles), np.sin(angles)], 1)
    for v, key in variants(question, 25):
        s_w = np.array([[v["a"], v["b"]], [v["b"], v["c"]]])
        d = np.array([v["m1"], v["m2"]])
        fisher = (tried @ d) ** 2 / np.einsum("ni,ij,nj->n", tried, s_w, tried)
        best = angles[fisher.argmax()]
        assert abs(best - math.atan(key)) < 2e-4
        assert np.linalg.det(s_w) > 0
    w = np.linalg.solve(np.diag([9.0, 1]), np.array([3.0, 1]))
    assert np.allclose(w, [1 / 3, 1])
    assert np.allclose(np.linalg.solve(np.diag([4.0, 1]), np.array([2.0, 1])), [0.5, 1])
    says(question, "(1/3,1)", "1/3", "(0.5, 1)")


def test_whitening(question: Question) -> None:
    for v, key in drawn(question, 30):
        sigma = np.array([[v["v"], v["r"]], [v["r"], v["v"]]], dtype=float)
        x = np.array([v["x1"], v["x2"]], dtype=float)
        u = np.array([[1, 1], [1, -1]]) / math.sqrt(2)
        assert np.allclose(u @ u.T, np.eye(2))
        values = np.diag(u.T @ sigma @ u)
        assert math.isclose(values[0], key["lambda"])
        assert math.isclose(v["v"] + v["r"], key["lambda"])
        white = u.T @ x / np.sqrt(values)
        assert math.isclose(white[0], key["pca"])
        root = torch.linalg.inv(torch.tensor(sigma))
        eigen, basis = torch.linalg.eigh(root)
        zca = (basis * eigen.sqrt()) @ basis.T @ torch.tensor(x)
        assert math.isclose(float(zca[0]), key["zca"], abs_tol=1e-9)
        assert math.isclose(float(zca.norm()), float(np.linalg.norm(white)))
        assert math.isclose(float(zca.norm()) ** 2, float(x @ np.linalg.inv(sigma) @ x))
    says(question, "RIR^\\top=I", "\\sqrt{x^\\top\\Sigma^{-1}x}")


def test_classic_baseline_first(question: Question) -> None:
    net = torch.nn.Sequential(
        torch.nn.Linear(60, 256), torch.nn.Linear(256, 256), torch.nn.Linear(256, 1)
    )
    count = sum(p.numel() for p in net.parameters())
    linear = sum(p.numel() for p in torch.nn.Linear(60, 1).parameters())
    assert (count, linear) == (81_665, 61)
    assert f"{3000 / count:.3f}" == "0.037"
    assert round(3000 / linear) == 49
    assert math.isclose(3000 * 0.08, 240)
    # the best split of a stump takes the same samples before and after the logarithm
    rng = np.random.default_rng(0)
    x, y = rng.uniform(1, 100, 60), rng.random(60)
    sides = []
    for values in (x, np.log(x)):
        order = np.argsort(values)
        gains = [
            k * y[order[:k]].mean() ** 2 + (60 - k) * y[order[k:]].mean() ** 2 for k in range(1, 60)
        ]
        sides.append(set(order[: int(np.argmax(gains)) + 1].tolist()))
    assert sides[0] == sides[1]
    says(question, "81665", "0.037", "92%", "240")


def test_svm_alpha_meaning(question: Question) -> None:
    rng = np.random.default_rng(2)
    x = np.r_[rng.normal(0.9, 1, (12, 2)), rng.normal(-0.9, 1, (12, 2))]
    y = np.repeat([1.0, -1], 12)
    c = 0.7
    alpha, w, b = solve_dual(x, y, c)
    margins = y * (x @ w + b)
    assert {"out", "edge", "in", "wrong"} == {
        "out" if u > 1 + 1e-3 else "edge" if u > 1 - 1e-3 else "in" if u > 0 else "wrong"
        for u in margins
    }
    for a, u in zip(alpha, margins, strict=True):
        if u > 1 + 1e-3:
            assert a < 1e-6
        elif u < 1 - 1e-3:
            assert a > c - 1e-6
        assert a <= c + 1e-9
    for slack, value in ((0.4, 0.6), (1.7, -0.7)):
        assert math.isclose(1 - slack, value)
        says(question, str(slack), str(value))
    says(question, "y_if=1-\\xi_i", "0.7")


def test_kernel_trick_name(question: Question) -> None:
    def lifted(x: Array) -> Array:
        return np.array([x[0] ** 2, math.sqrt(2) * x[0] * x[1], x[1] ** 2])

    rng = np.random.default_rng(0)
    for _ in range(20):
        x, z = rng.normal(size=(2, 2))
        assert math.isclose(lifted(x) @ lifted(z), (x @ z) ** 2)
    x, z = np.array([1, 2]), np.array([3, 1])
    assert (x @ z, round(float(lifted(x) @ lifted(z))), 9 + 12 + 4) == (5, 25, 25)
    assert (x[0] * z[0]) ** 2 == 9
    assert 2 * x[0] * x[1] * z[0] * z[1] == 12
    assert math.comb(100 + 5 - 1, 5) == 91_962_520
    assert math.comb(2 + 2 - 1, 2) == len(lifted(x))
    says(question, "9+12+4=25", "91962520", "10^{10}")
