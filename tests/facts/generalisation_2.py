"""Facts of the questions on penalties and dropout: brute force, torch optimisers and masks."""

import itertools
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import nn

from tests.facts.convolution_counting import right_of
from tests.facts.initialisation import drawn
from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says, variants

Question = dict[str, Any]


def lowest(f: Callable[[np.ndarray], np.ndarray]) -> float:
    """Return where a function of one weight is smallest, on ever finer grids."""
    at, half = 0.0, 20.0
    for _ in range(14):
        grid = at + np.linspace(-half, half, 201)
        at, half = float(grid[np.argmin(f(grid))]), half / 10
    return at


def test_l1_gradient_sparsity(question: Question) -> None:
    assert right_of(question) == [True, False]

    def path(rate: float, steps: int) -> list[float]:
        w, seen = torch.tensor(0.5, dtype=torch.float64), [0.5]
        for _ in range(steps):
            at = w.clone().requires_grad_()
            (slope,) = torch.autograd.grad(at.square() / 2 + at.abs(), at)
            w = w - rate * slope
            seen.append(float(w))
        return seen

    assert [round(w, 3) for w in path(0.2, 4)] == [0.5, 0.2, -0.04, 0.168, -0.066]
    late = path(0.2, 200)
    assert [f"{abs(w):.3f}" for w in late[-2:]] == ["0.111", "0.111"]
    assert all(w * after < 0 for w, after in itertools.pairwise(late[1:]))
    assert all(0.8 * w - 0.2 < 0 for w in (0.01, 0.1, 0.249))
    assert f"{abs(path(0.02, 2000)[-1]):.3f}" == "0.010"
    w, seen = 0.5, []
    for _ in range(4):
        u = 0.8 * w
        w = math.copysign(max(abs(u) - 0.2, 0), u)
        seen.append(round(w, 9))
    assert seen == [0.2, 0, 0, 0]
    assert round(0.01 - 0.2, 2) == -0.19
    says(question, "0.5 | 0.2 | −0.04 | 0.168 | −0.066", "0.111", "−0.19")


def nearest(a: tuple[float, float], *, diamond: bool) -> np.ndarray:
    """Return the boundary point of the diamond or the circle that is nearest to a."""
    t = np.linspace(0, 2 * math.pi, 720_001)
    points = np.stack([np.cos(t), np.sin(t)], 1)
    if diamond:
        points /= np.abs(points).sum(1, keepdims=True)
    found: np.ndarray = points[np.argmin(((points - np.array(a)) ** 2).sum(1))]
    return found


def test_l1_lasso(question: Question) -> None:
    corner, disc = nearest((0.3, 1.5), diamond=True), nearest((0.3, 1.5), diamond=False)
    assert np.allclose(corner, [0, 1], atol=1e-4)
    assert np.allclose(disc, [0.196, 0.981], atol=6e-4)
    assert np.allclose(nearest((1.0, 1.5), diamond=True), [0.25, 0.75], atol=1e-4)
    right = next(o for o in question["options"] if o["correct"])
    assert right["text"]["en"] == "diamond (0, 1); disc (0.20, 0.98)"

    def away(*point: float) -> str:
        return f"{math.dist(point, (0.3, 1.5)):.3f}"

    assert (away(0, 1), away(*disc)) == ("0.583", "0.530")
    assert (away(0.1667, 0.8333), away(0.5, 0.5)) == ("0.680", "1.020")
    assert f"{math.hypot(0.3, 1.5):.3f}" == "1.530"
    says(question, "0.583", "0.530", "0.68", "1.530", "(0.196,0.981)", "(0.25,0.75)", "1.02")
    drawing = (QUESTIONS / "generalisation" / "l1-lasso.svg").read_text()
    dot = re.search(r'class="dot" cx="(\d+)" cy="(\d+)"', drawing)
    assert dot is not None
    assert ((int(dot[1]) - 140) / 100, (220 - int(dot[2])) / 100) == (0.3, 1.5)


def test_l1_soft_threshold(question: Question) -> None:
    def both(a: float, lam: float) -> tuple[float, float]:
        one = lowest(lambda w: (w - a) ** 2 / 2 + lam * np.abs(w))
        two = lowest(lambda w: (w - a) ** 2 / 2 + lam / 2 * w**2)
        return one, two

    for v, key in drawn(question, 12):
        for size in ("big", "small"):
            one, two = both(v[size], v["lam"])
            assert math.isclose(one, key["lone" + size], abs_tol=1e-5)
            assert math.isclose(two, key["ltwo" + size], abs_tol=1e-5)
    assert np.allclose([both(3, 1), both(-0.4, 1)], [(2, 1.5), (0, -0.2)], atol=1e-5)
    table = [both(a, 1) for a in (-2, -1, -0.5, 0.5, 1, 2)]
    assert np.allclose([row[0] for row in table], [-1, 0, 0, 0, 0, 1], atol=1e-5)
    assert np.allclose([row[1] for row in table], [-1, -0.5, -0.25, 0.25, 0.5, 1], atol=1e-5)
    assert (0.5**2 / 2, round(0.4**2 / 2 + 0.1, 2)) == (0.125, 0.18)
    says(question, "0.125", "0.18", "−0.2")
    figure = QUESTIONS / "generalisation" / question["figures"][0]["file"]
    for at, name in enumerate(("L1", "L2")):
        lines = [[(x - 170) / 44, (142 - y) / 44] for x, y in polyline(figure, name)]
        assert len(lines) == 7
        assert np.allclose([both(a, 1)[at] for a, _ in lines], [w for _, w in lines], atol=0.002)


def walked(kind: Callable[..., torch.optim.Optimizer], w: float, g: float, **more: float) -> float:
    """Let a torch optimiser take one step with the data gradient g; return the weight."""
    weight = nn.Parameter(torch.tensor(w, dtype=torch.float64))
    weight.grad = torch.tensor(g, dtype=torch.float64)
    kind([weight], **more).step()
    return float(weight.detach())


def test_l2_ridge(question: Question) -> None:
    for v, key in variants(question, 20):
        w = nn.Parameter(torch.tensor(float(v["w"]), dtype=torch.float64))
        sgd = torch.optim.SGD([w], lr=v["eta"], weight_decay=v["lam"])
        for _ in range(v["steps"]):
            w.grad = torch.zeros_like(w)
            sgd.step()
        assert math.isclose(float(w.detach()), key, rel_tol=1e-9)
        assert v["factor"] == round(1 - v["eta"] * v["lam"], 4)
    assert f"{0.99**69:.3f}" == "0.500"
    assert [round(0.9**n, 3) for n in (1, 2, 5, 10)] == [0.9, 0.81, 0.590, 0.349]
    assert [round(max(1 - 0.1 * n, 0), 1) for n in (1, 2, 5, 10)] == [0.9, 0.8, 0.5, 0]
    assert f"{math.log(2):.3f}" == "0.693"
    says(question, "0.693", "0.590", "0.349", r"$0.99^{69}\approx0.500$", "0.81")


def test_l2_vs_weight_decay(question: Question) -> None:
    for v, key in drawn(question, 8):
        w, g, eta, lam = v["w"], v["g"], v["eta"], v["lam"]
        rate = {"lr": eta, "weight_decay": lam}
        sgd = walked(torch.optim.SGD, w, g, **rate)
        adam = walked(torch.optim.Adam, w, g, eps=1e-12, **rate)
        adamw = walked(torch.optim.AdamW, w, g, eps=1e-12, **rate)
        assert np.allclose([sgd, adam, adamw], [key["sgd"], key["adam"], key["adamw"]], atol=1e-8)
        assert math.isclose(adam - adamw, v["shrink"], abs_tol=1e-5)
        scaled = walked(torch.optim.AdamW, w, 100 * g, eps=1e-12, **rate)
        assert math.isclose(scaled, adamw, abs_tol=1e-9)
    assert 0.1 / math.sqrt(1 + 0.1**2) > 0.099  # λw/√v of the first weight, in units of η
    assert 0.98 < 0.1 / math.sqrt(0.01**2 + 0.1**2) < 1
    says(question, r"$0.1\eta$", r"$\lambda=0.1$", "0.3")


def test_ridge_effective_parameters(question: Question) -> None:
    rng = np.random.default_rng(0)
    u, vt = np.linalg.qr(rng.normal(size=(9, 5)))[0], np.linalg.qr(rng.normal(size=(5, 5)))[0]

    def trace(sigma: list[float], lam: float) -> float:
        x = u @ np.diag(sigma) @ vt
        return float(np.trace(x @ np.linalg.inv(x.T @ x + lam * np.eye(5)) @ x.T))

    for v, key in variants(question, 30):
        sigma = [v[f"d{i}"] for i in range(1, 6)]
        assert math.isclose(trace(sigma, v["lam"]), key, rel_tol=1e-9)
        assert v["s1"] == round(sigma[0] ** 2 / (sigma[0] ** 2 + v["lam"]), 3)
    assert math.isclose(trace([5, 4, 3, 2, 1], 0), 5)
    factors = [f"{d * d / (d * d + 4):.2f}" for d in (10, 6, 3, 1, 0.5)]
    says(question, "  ".join(factors))
    assert np.linalg.svd(np.array([[1.0, 1.001], [2.0, 2.0], [3.0, 2.999]]))[1][1] < 0.01


def test_why_regularisation_works(question: Question) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=8)
    x *= math.sqrt(10 / float(x @ x))
    y = x + 2 * rng.normal(size=(200_000, 8))
    rows = []
    for lam in (0, 4, 40):
        w = y @ x / (10 + lam)
        squared, spread = (10 / (10 + lam) - 1) ** 2, 10 * 4 / (10 + lam) ** 2
        assert math.isclose(float((w.mean() - 1) ** 2), squared, abs_tol=0.003)
        assert math.isclose(float(w.var()), spread, rel_tol=0.02)
        rows.append((squared, spread, squared + spread))
    assert [[f"{n:.3f}" for n in row] for row in rows] == [
        ["0.000", "0.400", "0.400"],
        ["0.082", "0.204", "0.286"],
        ["0.640", "0.016", "0.656"],
    ]
    says(question, "| 4 | 0.082 | 0.204 | 0.286 |", "| 40 | 0.640 | 0.016 | 0.656 |")
    shrunk = np.array([3.0, -1.0]) / 4
    moved = [float(np.ptp(shrunk)), float(shrunk.mean()), float(shrunk.var() / np.var([3, -1]))]
    assert moved == [1, 0.25, 1 / 16]


def masks(n: int) -> Iterator[tuple[int, ...]]:
    """List all masks of n units with inverted scaling for p = 0.5."""
    return itertools.product((2, 0), repeat=n)


def test_dropout_average_over_masks(question: Question) -> None:
    for v, key in variants(question, 30):
        outputs = [max(v["a"] * m1 - v["b"] * m2, 0) for m1, m2 in masks(2)]
        assert outputs == [v["full"], v["only"], 0, 0]
        assert math.isclose(sum(outputs) / 4, key)
        assert max(v["a"] - v["b"], 0) == v["single"] <= key
        assert sum(v["a"] * m1 - v["b"] * m2 for m1, m2 in masks(2)) / 4 == v["single"]


def test_dropout_coadaptation(question: Question) -> None:
    def loss(h1: float, h2: float, t: float) -> float:
        return sum((m1 * h1 + m2 * h2 - t) ** 2 / 2 for m1, m2 in masks(2)) / 4

    assert (loss(1, 1, 2), loss(6, -4, 2)) == (1, 26)
    for h1, h2, t in ((0.3, 1.2, 2.0), (-1.0, 4.0, 1.5)):
        assert math.isclose(loss(h1, h2, t), (h1 + h2 - t) ** 2 / 2 + (h1**2 + h2**2) / 2)
    assert (2 * 1, 2 * 6) == (2, 12)
    says(question, "26", "12", "$t=2$")


def test_dropout_inverted_scaling(question: Question) -> None:
    torch.manual_seed(0)
    for v, key in drawn(question, 12):
        layer = nn.Dropout(v["p"])
        out = layer(torch.full((200_000,), float(v["x"])))
        kept = out[out > 0]
        assert math.isclose(float(kept[0]), key["kept"], rel_tol=1e-5)
        assert abs(kept.numel() / 200_000 * v["units"] - key["alive"]) < 0.02 * v["units"]
        assert math.isclose(float(out.var()), key["variance"], rel_tol=0.05)
        assert float(layer.eval()(torch.tensor(float(v["x"])))) == key["test"]
    assert [float(f(pair)) for pair in ([4, 0], [6, 0]) for f in (np.mean, np.var)] == [2, 4, 3, 9]
    says(question, "9")
    drawing = (QUESTIONS / "generalisation" / "dropout-masks.svg").read_text()
    cells = re.findall(r'x="(\d+)" y="[\d.]+\.5">([02])<', drawing)  # p = 0.5: survivors doubled
    for x, total in re.findall(r'x="(64|134|204)" y="238">(\d)<', drawing):
        column = [int(value) for at, value in cells if at == x]
        assert len(column) == 4
        assert sum(column) == int(total)


def test_dropout_model_averaging(question: Question) -> None:
    linear = [m1 * 3 - m2 * 2 for m1, m2 in masks(2)]
    assert sorted(linear) == [-4, 0, 2, 6]
    assert (sum(linear) / 4, 3 - 2) == (1, 1)
    assert sum(max(z, 0) for z in linear) / 4 == 2
    assert f"{1e5 / 2**100:.0e}" == "8e-26"
    says(question, r"$10^5/2^{100}\approx8\times10^{-26}$", "2^{100}")
    w = torch.randn(3, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    x = torch.tensor([1.0, -0.5, 2.0, 0.7], dtype=torch.float64)
    every = [(w @ (torch.tensor(m) * x)).log_softmax(0) for m in masks(4)]
    geometric = torch.stack(every).mean(0).softmax(0)  # normalised geometric mean
    assert torch.allclose(geometric, (w @ x).softmax(0))
    arithmetic = torch.stack(every).exp().mean(0)
    assert not torch.allclose(arithmetic, geometric, atol=1e-3)
