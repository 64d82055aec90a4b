"""Facts of the questions on regression losses and the triplet loss, from torch and search."""

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from tests.facts.activations_losses import plotted, slope
from tests.facts.activations_losses_3 import close, double, gradient
from tests.facts.convolution_counting import gap, right_of
from tests.facts.prose import says

Question = dict[str, Any]


def test_l1_loss_sparsity(question: Question) -> None:
    assert right_of(question) == [False, True, False, False]
    points = list(enumerate((2, 5, 3, 7, 7, 4, 8, 8, 20)))
    lines: dict[tuple[Fraction, Fraction], Fraction] = {}
    for (x0, y0), (x1, y1) in itertools.combinations(points, 2):
        w = Fraction(y1 - y0, x1 - x0)
        b = y0 - w * x0
        lines[w, b] = sum((abs(y - w * x - b) for x, y in points), start=Fraction(0))
    assert len(lines) == math.comb(9, 2) == 36  # so no three of them are on a line
    best = min(lines, key=lambda line: lines[line])
    assert [*best, lines[best]] == [Fraction(1), Fraction(2), Fraction(20)]
    residuals = [y - x - 2 for x, y in points]
    assert [x for x, residual in enumerate(residuals) if residual == 0] == [0, 6]
    assert sum(residuals) != 0
    says(question, r"$\hat{y}=x+2$", "$(0,2)$", "$(6,8)$", "36", "20")
    x, y = np.array(points).T
    slopes, shifts = np.meshgrid(np.linspace(0, 2, 161), np.linspace(0, 4, 161))
    assert np.abs(y - slopes[..., None] * x - shifts[..., None]).sum(-1).min() >= 20 - 1e-9
    squares = np.polyfit(x, y, 1)
    assert np.abs(y - np.polyval(squares, x)).min() > 0.01
    assert math.isclose(float((y - np.polyval(squares, x)).sum()), 0, abs_tol=1e-9)
    weights = np.linspace(-1, 1, 2001)
    proximal = (weights - 0.3) ** 2 / 2 + 0.5 * np.abs(weights)
    assert abs(weights[int(proximal.argmin())]) < 1e-12


def constant(loss: Callable[[Tensor, Tensor], Tensor], targets: Tensor, c: float) -> list[float]:
    """Return the absolute gradient that each sample sends to a constant prediction."""
    return [abs(gradient(lambda p, t=t: loss(p, t).sum(), c)[0]) for t in targets.reshape(-1, 1)]  # type: ignore[misc]


def test_l1_outlier_robust(question: Question) -> None:
    gaps = {n: gap(question, n, 30) for n in ("mean", "median", "share", "shareabs")}
    for index, (v, _) in enumerate(gaps["mean"]):
        key = {name: drawn[index][1] for name, drawn in gaps.items()}
        before = double(*(v[name] for name in "abcde"))
        after = before.clone()
        after[4] = float(str(v["e"]) + "0")
        assert float(after[4]) == v["typo"]
        assert close(float(after.mean() - before.mean()), key["mean"])
        assert float(after.median() - before.median()) == key["median"] == 0
        squares = constant(F.mse_loss, after, v["c"])
        assert close(100 * squares[4] / sum(squares), key["share"])
        signs = constant(F.l1_loss, after, v["c"])
        assert close(100 * signs[4] / sum(signs), key["shareabs"])
        assert signs.count(1) == 4
    targets = double(5, 6, 7, 8, 90)
    assert (float(double(5, 6, 7, 8, 9).mean()), f"{float(targets.mean()):.1f}") == (7, "23.2")
    assert [g / 2 for g in constant(F.mse_loss, targets, 7)] == [2, 1, 0, 1, 83]
    assert constant(F.l1_loss, targets, 7) == [1, 1, 0, 1, 1]
    assert f"{8300 / 87:.1f}" == "95.4"
    says(question, "$2:1:0:1:83$", "$83/87$", "95.4%", "23.2")
    million = 1e6
    assert float(double(5, 6, 7, 8, million).median()) == 7
    assert float(double(5, 6, million, million, million).median()) == million


def test_l1_vs_l2_loss(question: Question) -> None:
    names = ("absolute", "ga", "gs", "gr", "scale")
    gaps = {name: gap(question, name, 30) for name in names}
    losses: dict[str, Callable[[Tensor], Tensor]] = {
        "ga": lambda r: nn.L1Loss(reduction="sum")(r, torch.zeros_like(r)),
        "gs": lambda r: nn.MSELoss(reduction="sum")(r, torch.zeros_like(r)),
        "gr": torch.linalg.vector_norm,
    }
    for index, (v, absolute) in enumerate(gaps["absolute"]):
        r = (v["r1"], v["r2"], v["r3"])
        assert float(losses["ga"](double(*r))) == absolute
        for name, loss in losses.items():
            assert close(gradient(loss, *r)[0], gaps[name][index][1])
        tenfold = [10 * x for x in r]
        ratio = {n: gradient(f, *tenfold)[0] / gradient(f, *r)[0] for n, f in losses.items()}
        assert close(ratio["gr"], gaps["scale"][index][1])
        assert (round(ratio["ga"], 9), round(ratio["gs"], 9)) == (1, 10)
    example = double(-3, 4, 12)
    assert [float(f(example)) for f in losses.values()] == [19, 169, 13]
    unit = gradient(losses["gr"], -3, 4, 12)
    assert (f"{unit[0]:.3f}", round(math.hypot(*unit), 12)) == ("-0.231", 1)
    says(question, "$A=19$", "$S=169$", "$R=13$", "$-0.231$")
    one = [gradient(losses[name], -5)[0] for name in ("gs", "gr")]
    assert one == [-10, -1]
    assert float(nn.MSELoss()(example, 0 * example)) == 169 / 3  # the mean, without a root


def test_mae_mse(question: Question) -> None:
    y = np.array([0, 0, 1, 3, 11])
    errors: dict[str, Callable[[float], float]] = {
        "mse": lambda c: float(((y - c) ** 2).mean()),
        "mae": lambda c: float(np.abs(y - c).mean()),
        "worst": lambda c: float(np.abs(y - c).max()),
        "exact": lambda c: float((y != c).mean()),
    }
    grid = np.arange(0, 1101) / 100
    for pair in question["pairs"]:
        values = [errors[pair["id"]](c) for c in grid]
        best = grid[int(np.argmin(values))]
        assert pair["right"]["en"] == f"$c={best:g}$"
    rows = {
        "0": "26.2 | 3.0 | 11 | 0.6",
        "1": "21.2 | 2.8 | 10 | 0.8",
        "3": "17.2 | 3.2 | 8 | 0.8",
        "5.5": "23.45 | 4.7 | 5.5 | 1",
    }
    for c, row in rows.items():
        found = [error(float(c)) for error in errors.values()]
        assert [round(x, 9) for x in found] == [float(cell) for cell in row.split(" | ")]
        says(question, f"| {c} | {row} |")
    assert f"{math.sqrt((y**2).mean()):.2f}" == "5.12"
    assert int((y**2).sum()) == 131
    assert math.isclose(np.abs(y - 1.1).sum() - np.abs(y - 1).sum(), 0.1)
    centimetres = (((100 * y - 100) ** 2).mean(), np.abs(100 * y - 100).mean())
    assert np.allclose(centimetres, (1e4 * errors["mse"](1), 100 * errors["mae"](1)))


def test_regression_loss_choice(question: Question) -> None:
    minutes = np.array([20, 22, 25, 28, 30, 32, 35, 38, 40, 150])
    grid = np.arange(0, 1601) / 10
    r = minutes - grid[:, None]
    costs = {
        "squared": (r**2).sum(1),
        "absolute": np.abs(r).sum(1),
        "pinball": np.where(r > 0, 4 * r, -r).sum(1),
    }
    best = {name: grid[np.isclose(cost, cost.min(), rtol=1e-9)] for name, cost in costs.items()}
    assert best["squared"].tolist() == [42]
    assert (best["absolute"][0], best["absolute"][-1]) == (30, 32)
    assert (best["pinball"][0], best["pinball"][-1]) == (38, 40)
    assert int((minutes < 42).sum()) == 9
    assert float(np.median(minutes)) == 31
    for c in (31, 39, 42):
        cells = " | ".join(f"{cost[10 * c]:.0f}" for cost in costs.values())
        says(question, f"| {c} | {cells} |")
    assert np.mean(minutes < 39) == 4 / (4 + 1)
    times = np.random.default_rng(6).gamma(3, 10, 20_001)
    tried = np.linspace(30, 70, 81)
    steep = [np.where(times > c, 19 * (times - c), c - times).mean() for c in tried]
    assert abs(np.mean(times < tried[int(np.argmin(steep))]) - 0.95) < 0.01


def smooth(r: Tensor, beta: float = 1.0) -> Tensor:
    """Return smooth L1 of a residual."""
    return F.smooth_l1_loss(r, torch.zeros_like(r), beta=beta)


def test_smooth_l1_design(question: Question) -> None:
    for r, row in ((0.01, "0.02 | 1 | 0.01"), (0.5, "1 | 1 | 0.5"), (100.0, "200 | 1 | 1")):
        found = [slope(torch.square, r), slope(torch.abs, r), slope(smooth, r)]
        assert [round(g, 9) for g in found] == [float(cell) for cell in row.split(" | ")]
        says(question, f"| {r:g} | {row} |")
    for beta in (0.5, 1.0, 3.0):  # a from the slope, c from the value, at the seam
        a = slope(torch.abs, beta) / (2 * beta)
        c = a * beta**2 - beta
        assert (a, c) == (1 / (2 * beta), -beta / 2)
        for r in (0.4 * beta, 1.7 * beta):
            piece = a * r * r if r < beta else r + c
            assert close(float(smooth(double(r), beta)), piece)
    grid = torch.linspace(-3, 3, 61, dtype=torch.float64)
    assert torch.allclose(F.huber_loss(grid, 0 * grid, delta=1.0), smooth(grid))
    for curve, function in (("l2", torch.square), ("l1", torch.abs), ("smooth", smooth)):
        for r, y in (plotted(question, curve) - (86, 206)) / (25, -58):
            assert abs(float(function(double(r))) - y) < 0.003
    for r, y in (plotted(question, "dsmooth") - (254, 115)) / (25, -28):
        assert abs(slope(smooth, r) - y) < 0.001
    says(question, r"$a=\frac12$", r"$c=-\frac12$")


def test_smooth_l1_vs_l1_speed(question: Question) -> None:
    assert right_of(question) == [True, False]
    rate = Fraction(3, 10)
    walks: dict[str, list[Fraction]] = {"l1": [Fraction(10)], "smooth": [Fraction(10)]}
    for name, walk in walks.items():
        for _ in range(50):
            r = walk[-1]
            inner = name == "smooth" and abs(r) < 1
            walk.append(r - rate * (r if inner else (1 if r > 0 else -1)))
    assert [walk.index(Fraction(1)) for walk in walks.values()] == [30, 30]
    cells = {
        30: ("1.0", "1.0"),
        33: ("0.1", "0.343"),
        34: ("−0.2", "0.240"),
        35: ("0.1", "0.168"),
        50: ("−0.2", "0.0008"),
    }
    for number, shown in cells.items():
        for walk, cell in zip(walks.values(), shown, strict=True):
            digits = len(cell.split(".")[1])
            assert f"{float(walk[number]):.{digits}f}".replace("-", "−") == cell
        says(question, f"| {number} | {' | '.join(shown)} |")
    assert set(walks["l1"][33:]) == {Fraction(1, 10), Fraction(-1, 5)}
    for far in (10.0, 5.0, 1.5):
        assert slope(smooth, far) == slope(torch.abs, far) == 1
    assert (slope(torch.abs, 0.01), slope(smooth, 0.01)) == (1, 0.01)


def test_smooth_l1(question: Question) -> None:
    names = ("small", "gradsmall", "large", "gradlarge", "huber")
    gaps = {name: gap(question, name, 30) for name in names}
    for index, (v, _) in enumerate(gaps["small"]):
        key = {name: drawn[index][1] for name, drawn in gaps.items()}
        beta = v["beta"]
        assert abs(v["small"]) < beta < abs(v["large"])
        for size in ("small", "large"):
            assert close(float(smooth(double(v[size]), beta)), key[size])
            derivative = slope(lambda r, beta=beta: smooth(r, beta), v[size])  # type: ignore[misc]
            assert close(derivative, key[f"grad{size}"])
        huber = nn.HuberLoss(delta=beta)(double(v["large"]), double(0))
        assert close(float(huber), key["huber"])
    picture = ((-6, 5, -1), (-2, 1, -1), (-1, 0.25, -0.5), (0, 0, 0), (1, 0.25, 0.5), (6, 5, 1))
    for r, loss, derivative in picture:
        assert float(smooth(double(r), 2.0)) == loss
        assert slope(lambda t: smooth(t, 2.0), r) == derivative
    assert float(F.huber_loss(double(-6), double(0), delta=2.0)) == 10
    says(question, "0.25  0   0.25  1   5", "−0.5  0   0.5   1   1")
    some = double(0.7)
    assert close(float(smooth(some, 1e-9)), 0.7)
    assert float(smooth(some, 1e9)) < 1e-9
    assert close(float(F.huber_loss(some, 0 * some, delta=1e9)), 0.7**2 / 2)
    assert close(float(smooth(double(3), 3.0)), 1.5)


def triplet(a: Tensor, p: Tensor, n: Tensor, m: float) -> Tensor:
    """Return the triplet loss with squared distances."""
    loss: Tensor = nn.TripletMarginWithDistanceLoss(
        distance_function=lambda x, y: ((x - y) ** 2).sum(-1), margin=m
    )(a, p, n)
    return loss


def test_triplet_loss_training(question: Question) -> None:
    points = torch.zeros(3, 1, 2, dtype=torch.float64, requires_grad=True)
    same = points + double(1, 0)  # the network returns (1, 0) for everything
    for m in (1e-12, 0.2):
        loss = triplet(same[0], same[1], same[2], m)
        assert close(float(loss.detach()), m)
        (still,) = torch.autograd.grad(loss, points, retain_graph=True)
        assert still.abs().max() == 0
    t, width = np.linspace(-1, 1, 200_001, retstep=True)
    density = (1 - t**2) ** ((128 - 3) / 2)  # of the cosine between two random directions
    density /= density.sum() * width
    squared = 2 - 2 * t
    mean = (squared * density).sum() * width
    spread = math.sqrt(((squared - mean) ** 2 * density).sum() * width)
    assert (round(mean, 6), f"{spread:.2f}") == (2, "0.18")
    assert density[squared < 0.7].sum() * width < 1e-10
    assert squared.max() == 4
    random = torch.randn(2, 3000, 128, generator=torch.Generator().manual_seed(8))
    x, y = F.normalize(random, dim=-1)
    distances = ((x - y) ** 2).sum(-1)
    assert abs(float(distances.mean()) - 2) < 0.02
    assert abs(float(distances.std()) - spread) < 0.01
    says(question, r"$2\pm0.18$", "$10^{-10}$", r"$d=2-2\cos\theta$")
    a, p, n = (double(*row)[None] for row in ((0, 0), (0.3, 0), (0, 0.31)))
    assert triplet(a, p, n, 0.2) > 0 == triplet(10 * a, 10 * p, 10 * n, 0.2)  # why normalise


def test_triplet_loss(question: Question) -> None:
    gaps = {name: gap(question, name, 30) for name in ("pos", "loss", "enough", "gradn")}
    for index, (v, _) in enumerate(gaps["pos"]):
        key = {name: drawn[index][1] for name, drawn in gaps.items()}
        a, p, n = (double(v[f"{name}1"], v[f"{name}2"])[None] for name in "apn")
        near, far = float((a - p).square().sum()), float((a - n).square().sum())
        n.requires_grad_()
        loss = triplet(a, p, n, v["m"])
        (away,) = torch.autograd.grad(loss, n)
        assert (near, float(loss.detach())) == (key["pos"], key["loss"])
        assert float(away[0, 0]) == key["gradn"]
        assert near < far < key["enough"]  # semi-hard
        pushed = a + (n.detach() - a) * math.sqrt(key["enough"] / far)
        assert float(triplet(a, p, pushed, v["m"])) < 1e-9
        assert float(triplet(a, p, a + (pushed - a) * 0.99, v["m"])) > 0
    points = [double(*row)[None].requires_grad_() for row in ((0, 0), (1, 2), (-3, 1))]
    a, p, n = points
    loss = triplet(a, p, n, 6)
    gradients = torch.autograd.grad(loss, points)
    assert float(loss.detach()) == 1
    assert gradients[2].tolist() == [[6, -2]]
    assert sum(gradients).abs().max() == 0  # type: ignore[union-attr]
    unsquared = nn.TripletMarginLoss(margin=6.0, eps=0.0)(a.detach(), p.detach(), n.detach())
    assert f"{float(unsquared):.2f}" == "5.07"
    says(question, "$5-10+6=1$", "$5+6=11$", "5.07", r"$\partial L/\partial n=(6,-2)$")
