"""Facts of the questions on momentum, Nesterov, valleys and standing still."""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from tests.facts.optimisation import gap_keys, right
from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says, variants

Question = dict[str, Any]
Slope = Callable[[torch.Tensor], torch.Tensor]


def walk(optimiser: torch.optim.Optimizer, p: torch.Tensor, slope: Slope) -> Iterator[list[float]]:
    """Yield the point after each step of an optimiser of torch."""
    while True:
        p.grad = slope(p.detach())
        optimiser.step()
        yield p.detach().tolist()


def point(*at: float) -> torch.Tensor:
    """Return parameters at a place, in double precision."""
    return torch.tensor(at, dtype=torch.float64, requires_grad=True)


def sgd_path(
    start: tuple[float, ...], slope: Slope, steps: int, lr: float, momentum: float = 0
) -> np.ndarray:
    """Return the places that torch's SGD visits, the start first."""
    p = point(*start)
    walker = walk(torch.optim.SGD([p], lr=lr, momentum=momentum), p, slope)
    return np.array([list(start), *(next(walker) for _ in range(steps))])


def nesterov_path(start: float, lr: float, gamma: float, steps: int) -> list[float]:
    """Walk on half of a square, with the gradient taken by autograd at the point ahead."""
    places, theta, v = [start], start, 0.0
    for _ in range(steps):
        ahead = torch.tensor(theta - gamma * v, dtype=torch.float64, requires_grad=True)
        (g,) = torch.autograd.grad(0.5 * ahead**2, ahead)
        v = gamma * v + lr * g.item()
        theta -= v
        places.append(theta)
    return places


def test_gd_constant_step(question: Question) -> None:
    smooth = sgd_path((1.0,), lambda x: x, 200, 0.1)
    assert smooth[-1, 0] == pytest.approx(7e-10, rel=0.02)
    says(question, r"7\times10^{-10}", "0.23", "0.07")
    kink = sgd_path((1.0,), lambda x: torch.sign(x - 0.03), 201, 0.1)
    assert np.sort(np.abs(kink[-2:, 0] - 0.03)) == pytest.approx([0.03, 0.07])
    rng = np.random.default_rng(0)
    theta = np.ones(4000)
    for _ in range(60):
        theta -= 0.1 * (theta + rng.normal(size=theta.size))
    assert theta.std() == pytest.approx(0.23, abs=0.01)
    for lr, settles in ((1.99, True), (2.01, False)):  # curvature 1: the limit is 2
        assert bool(abs(sgd_path((1.0,), lambda x: x, 100, lr)[-1, 0]) < 1) is settles
    swing = sgd_path((0.03,), torch.sign, 2, 0.1)[:, 0]
    assert swing == pytest.approx([0.03, -0.07, 0.03])


def test_valley_paths(question: Question) -> None:
    scale = torch.tensor([1.0, 25.0], dtype=torch.float64)
    runs = {
        "A": sgd_path((-10, 1.2), lambda p: scale * p, 24, 0.076),
        "B": sgd_path((-10, 1.2), lambda p: scale * p, 24, 0.02, 0.9),
        "C": sgd_path((-10, 1.2), lambda p: scale * p, 24, 0.02),
        "D": np.array([[-10, 1.2], [0, 0]]),
    }
    figure = QUESTIONS / "optimisation" / question["figures"][0]["file"]
    shown = {"A": (102, 83), "B": (272, 83), "C": (102, 233), "D": (272, 233)}
    for name, run in runs.items():
        pixels = run * np.array([6.6, -24]) + np.array(shown[name])
        assert np.abs(polyline(figure, name) - pixels).max() < 0.06
    assert [round(float(runs[name][24, 0]), 2) for name in "ABC"] == [-1.5, 2.9, -6.16]
    says(question, "-1.50", "2.90", "-6.16", "1.2  −1.08   0.97  −0.87", "1.2   0.60  −0.24  −0.88")
    says(question, "1.2   0.60   0.30   0.15")
    first = [np.round(runs[name][:4, 1], 2).tolist() for name in "ABC"]
    assert first[0] == [1.2, -1.08, 0.97, -0.87]
    assert first[1] == [1.2, 0.6, -0.24, -0.88]
    assert first[2] == [1.2, 0.6, 0.3, 0.15]
    assert runs["C"][24, 0] / -10 == pytest.approx(0.62, abs=0.005)
    grown = sgd_path((-10, 1.2), lambda p: scale * p, 24, 0.085)
    assert abs(grown[24, 1]) > 10
    hessian = np.diag([1.0, 25.0])
    start = np.array([-10.0, 1.2])
    assert np.allclose(start - np.linalg.solve(hessian, hessian @ start), 0)


def test_escaping_local_optima(question: Question) -> None:
    assert right(question) == {"minibatch", "restart", "perturb"}
    still: list[tuple[type[torch.optim.Optimizer], dict[str, Any]]] = [
        (torch.optim.SGD, {"lr": 10.0}),
        (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}),
        (torch.optim.Adam, {"lr": 0.1}),
    ]
    samples = torch.tensor([-1.0, 1.0], dtype=torch.float64)  # the mean loss is lowest at 0
    for kind, settings in still:
        p = point(0.0)
        walker = walk(kind([p], **settings), p, lambda x: x - samples.mean())
        assert [next(walker) for _ in range(3)] == [[0.0]] * 3
    p = point(0.0)
    moved = next(walk(torch.optim.SGD([p], lr=0.1), p, lambda x: x - samples[0]))
    assert moved == [pytest.approx(-0.1)]
    assert 0.1 / math.sqrt(0.1 * 1.9) == pytest.approx(0.23, abs=0.001)
    says(question, "0.23")


def test_momentum_formula(question: Question) -> None:
    for v, key in gap_keys(question, 8):

        def flat(_: torch.Tensor, g: float = v["g"]) -> torch.Tensor:
            return torch.tensor([g], dtype=torch.float64)

        moves = -np.diff(sgd_path((0.0,), flat, 150, v["lr"], v["m"])[:, 0])
        assert [key["two"], key["three"], key["limit"]] == pytest.approx(
            [moves[1], moves[2], moves[-1]], rel=1e-3
        )
        assert key["times"] == pytest.approx(moves[-1] / (v["lr"] * v["g"]), rel=1e-3)
        averaged, ema = [], 0.0
        for _ in range(5):
            ema = v["m"] * ema + (1 - v["m"]) * key["ema"] * v["g"]
            averaged.append(ema)
        assert averaged == pytest.approx(moves[:5])
    table = -np.diff(sgd_path((0.0,), torch.ones_like, 50, 1.0, 0.9)[:, 0])
    assert [round(float(table[t - 1]), 2) for t in (1, 2, 3, 10, 50)] == [1, 1.9, 2.71, 6.51, 9.95]
    says(question, "| 1 | 1.9 | 2.71 | 6.51 | 9.95 |", "65%", "0.53")
    assert table[9] / 10 == pytest.approx(0.65, abs=0.005)
    flip, sign = 0.0, 1.0
    for _ in range(200):
        flip, sign = 0.9 * flip + sign, -sign
    assert abs(flip) == pytest.approx(0.53, abs=0.005)


def test_momentum_saddle_points(question: Question) -> None:
    def grow(gamma: float) -> tuple[int, float]:
        y, v, steps = 1e-6, 0.0, 0
        while y < 1:
            v = gamma * v - 0.01 * y
            y, before, steps = y - v, y, steps + 1
        return steps, y / before

    assert grow(0)[0] == 1389
    assert grow(0.9)[0] == 226
    assert grow(0.9)[1] == pytest.approx(1.065, abs=5e-4)
    assert max(np.roots([1, -1.91, 0.9])) == pytest.approx(grow(0.9)[1], abs=1e-6)
    says(question, "1.065", "1389", "226")
    for gamma in (0.0, 0.9):
        assert not sgd_path((0.0,), lambda y: -y, 10, 0.01, gamma).any()
    assert 2**10 == 1024


def test_momentum_drawback(question: Question) -> None:
    plain = sgd_path((1.0,), lambda x: x, 60, 0.1)[:, 0]
    heavy = sgd_path((1.0,), lambda x: x, 60, 0.1, 0.9)[:, 0]
    assert (plain > 0).all()
    assert (np.diff(plain) < 0).all()
    assert int(np.argmax(heavy < 0)) == 5
    assert int(heavy.argmin()) == 9
    shown = [0, 1, 3, 5, 9]
    assert np.round(plain[shown], 3).tolist() == [1, 0.9, 0.729, 0.59, 0.387]
    assert np.round(heavy[shown], 3).tolist() == [1, 0.9, 0.486, -0.029, -0.604]
    says(question, "| 0.9 | 0.729 | 0.590 | 0.387 |", "| 0.9 | 0.486 | $-0.029$ | $-0.604$ |")
    roots = np.roots([1, -1.8, 0.9])
    assert np.abs(roots) == pytest.approx([math.sqrt(0.9)] * 2)
    assert pytest.approx(-0.36) == 1.8**2 - 3.6
    assert math.sqrt(0.9) == pytest.approx(0.95, abs=0.002)
    assert [option["correct"] for option in question["options"]] == [False, True]


def test_momentum_lr_equivalence(question: Question) -> None:
    p = point(0.0)
    torch_form = torch.optim.SGD([p], lr=1.0, momentum=0.9)
    walker = walk(torch_form, p, torch.ones_like)
    v = 0.0
    for _ in range(400):
        next(walker)
        v = 0.9 * v + 1.0
    torch_form.param_groups[0]["lr"] = 0.1
    ratios = []
    before = p.item()
    for _ in range(40):
        after = next(walker)[0]
        v = 0.9 * v + 0.1
        ratios.append(v / (before - after))
        assert before - after == pytest.approx(1.0)  # a tenth of 10 at once
        before = after
    assert [round(ratios[k - 1], 2) for k in (1, 10, 20, 40)] == [9.1, 4.14, 2.09, 1.13]
    says(question, "| 9.1 | 4.14 | 2.09 | 1.13 |")
    assert right(question) == {"right"}


def test_momentum_vs_nesterov(question: Question) -> None:
    heavy = sgd_path((1.0,), lambda x: x, 60, 0.1, 0.9)[:, 0]
    ahead = np.array(nesterov_path(1.0, 0.1, 0.9, 60))
    odd = [3, 5, 7, 9]
    assert np.round(heavy[odd], 3).tolist() == [0.486, -0.029, -0.436, -0.604]
    assert np.round(ahead[odd], 3).tolist() == [0.518, 0.084, -0.229, -0.355]
    assert [heavy.min(), ahead.min()] == pytest.approx([-0.604, -0.355], abs=5e-4)
    assert heavy[1] == ahead[1]
    says(question, "| 0.486 | $-0.029$ | $-0.436$ | $-0.604$ |")
    says(question, "| 0.518 | 0.084 | $-0.229$ | $-0.355$ |")
    drawing = (QUESTIONS / "optimisation" / question["figures"][0]["file"]).read_text("utf-8")
    start, glide, scale = np.array([-3.0, 1.2]), np.array([2.4, -2.0]), np.array([1.0, 4.0])
    for name, at in (("momentum", start), ("nesterov", start + glide)):
        end = start + glide - 0.25 * scale * at
        dot = re.search(rf'id="{name}" class="\w+" cx="([\d.]+)" cy="([\d.]+)"', drawing)
        assert dot is not None
        pixels = np.array([262, 126]) + np.array([60, -60]) * end
        assert [float(n) for n in dot.groups()] == pytest.approx(pixels.tolist())
    p = point(1.0)  # torch stores the point ahead
    nag = torch.optim.SGD([p], lr=0.1, momentum=0.9, nesterov=True)
    walker = walk(nag, p, lambda x: x)
    stored = [1.0, *(next(walker)[0] for _ in range(9))]
    v = [0.0, *(-np.diff(ahead))]
    assert stored == pytest.approx([ahead[k] - 0.9 * v[k] for k in range(10)])


def test_nesterov_damping(question: Question) -> None:
    for v, key in variants(question, 30):
        theta, old = 0.7, 0.3
        new = v["m"] * old + v["lr"] * v["c"] * (theta - v["m"] * old)
        assert key * old + v["lr"] * v["c"] * theta == pytest.approx(new)
        assert v["shown"] == pytest.approx(1 - v["c"] * v["lr"])
    assert [round(0.9 * (1 - h), 3) for h in (0.01, 0.1, 0.5, 1)] == [0.891, 0.81, 0.45, 0]
    says(question, "| 0.891 | 0.81 | 0.45 | 0 |")
    assert abs(nesterov_path(1.0, 1.0, 0.9, 1)[1]) < 1e-12


def test_nesterov_nag(question: Question) -> None:
    for v, key in gap_keys(question, 25):
        ahead = torch.tensor(v["t"] - v["m"] * v["v"], dtype=torch.float64, requires_grad=True)
        (g,) = torch.autograd.grad(v["a"] / 2 * ahead**2, ahead)
        velocity = v["m"] * v["v"] + v["lr"] * g.item()
        expected = [ahead.item(), g.item(), velocity, v["t"] - velocity]
        assert [key[name] for name in ("ahead", "grad", "vel", "nag")] == pytest.approx(expected)
        p = point(v["t"])
        heavy = torch.optim.SGD([p], lr=v["lr"], momentum=v["m"])
        heavy.state[p]["momentum_buffer"] = torch.tensor([v["v"] / v["lr"]], dtype=torch.float64)
        walker = walk(heavy, p, lambda x, a=v["a"]: a * x)  # type: ignore[misc]
        assert key["cm"] == pytest.approx(next(walker)[0])
        gap = v["lr"] * v["a"] * v["m"] * v["v"]
        assert key["nag"] - key["cm"] == pytest.approx(gap)
    assert pytest.approx(-0.35) == 0.1 - 0.9 * 0.5


def test_nesterov_name(question: Question) -> None:
    h = torch.tensor([[2.0, 1.0], [1.0, 3.0]], dtype=torch.float64)

    def slope(x: torch.Tensor) -> torch.Tensor:
        leaf = x.clone().requires_grad_()
        (g,) = torch.autograd.grad(0.5 * leaf @ h @ leaf, leaf)
        return g

    theta, v = torch.tensor([1.0, -2.0]).double(), torch.tensor([0.3, 0.4]).double()
    assert torch.allclose(slope(theta - 0.9 * v), slope(theta) - 0.9 * h @ v)
    says(question, r"\nabla f(\theta)-\gamma Hv", "O(1/t^2)", "O(1/t)", "1983")
    # on a badly conditioned quadratic the rate t² against t shows as a shorter way
    scale = np.linspace(1e-3, 1, 50) ** 2
    plain = ahead = before = np.ones(50)
    for t in range(1, 101):
        plain = plain - scale * plain
        look = ahead + (t - 1) / (t + 2) * (ahead - before)
        before, ahead = ahead, look - scale * look
    assert (scale * ahead**2).sum() < 0.5 * (scale * plain**2).sum()
