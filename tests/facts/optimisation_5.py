"""Facts of the questions on learning rates and on training that collapses."""

import itertools
import math
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from tests.facts.optimisation import gap_keys, right
from tests.facts.optimisation_2 import sgd_path
from tests.facts.prose import QUESTIONS, says, variants

Question = dict[str, Any]


def settles(rate: float, curvatures: list[float]) -> bool:
    """Tell whether gradient descent on a quadratic gets nearer to the minimum in the long run."""
    x = np.ones(len(curvatures))
    for _ in range(1500):
        x = x - rate * np.array(curvatures) * x
        if np.abs(x).max() > 1e6:
            return False
    return bool(np.abs(x).max() < 1)


def test_learning_rate_too_high(question: Question) -> None:
    for v, key in gap_keys(question, 10):
        curvatures = [v["a"], v["c"]]
        scale = torch.tensor(curvatures, dtype=torch.float64)
        assert settles(key["limit"] * 0.999, curvatures)
        assert not settles(key["limit"] * 1.001, curvatures)
        for name, rate in (("swing", v["mild"]), ("blow", v["wild"])):
            way = sgd_path((1.0, 1.0), lambda x, s=scale: s * x, 3, rate)  # type: ignore[misc]
            assert key[name] == pytest.approx(way[3, 1], rel=2e-3)
            assert (np.sign(way[:, 1]) == [1, -1, 1, -1]).all()
        assert abs(key["swing"]) < 1 < abs(key["blow"])
        rates = np.linspace(0.2, 1.999, 17991) / v["c"]
        slowest = np.abs(1 - np.outer(rates, curvatures)).max(axis=1)
        assert key["best"] == pytest.approx(rates[slowest.argmin()], rel=1e-3)
    for rate, shown in ((0.15, [1, -0.5, 0.25, -0.125]), (0.25, [1, -1.5, 2.25, -3.375])):
        assert sgd_path((1.0,), lambda x: 10 * x, 3, rate)[:, 0] == pytest.approx(shown)
    says(question, "-0.125", "-3.375")
    drawing = (QUESTIONS / "optimisation" / question["figures"][0]["file"]).read_text("utf-8")
    for rate, start, listed in (
        (0.5, 1.0, "1, 0.5, 0.25, 0.125"),
        (1.5, 1.0, "1, −0.5, 0.25, −0.125"),
        (2.0, 1.0, "1, −1, 1, −1"),
        (2.5, 0.3, "0.3, −0.45, 0.675, −1.01"),
    ):
        way = sgd_path((start,), lambda x: x, 3, rate)[:, 0]
        assert ", ".join(f"{x:.3g}" for x in way).replace("-", "−") == listed
        assert f">{listed}<" in drawing
    assert sgd_path((1.0,), lambda x: 4 * x, 3, 0.5)[1:, 0].tolist() == [-1, 1, -1]


def test_learning_rate_too_low(question: Question) -> None:
    def steps(rate: float) -> int | None:
        error = 1.0
        for k in range(10000):
            if abs(error) <= 0.01:
                return k
            error -= rate * error
            if abs(error) > 1e6:
                return None
        raise AssertionError(rate)

    assert [steps(rate) for rate in (0.001, 0.1, 1.9, 2.1)] == [4603, 44, 44, None]
    assert steps(0.01) == 459
    says(question, "| 4603 | 44 | 44 |", "4.6/", "459")
    assert math.log(100) == pytest.approx(4.6, abs=0.01)
    assert sgd_path((1.0,), lambda x: x, 2, 2.5)[:, 0].tolist() == [1, -1.5, 2.25]


def test_training_collapse_lr(question: Question) -> None:
    for limit, shown in ((np.finfo(np.float32).max, 236), (np.finfo(np.float16).max, 45)):
        error, count = 1e-3, 0
        while error < float(limit):
            error, count = 1.5 * error, count + 1
        assert count == shown
    says(question, "236", "45", "65504", r"3.4\times10^{38}")
    assert np.finfo(np.float16).max == 65504
    assert math.ceil(math.log(3.4e41) / math.log(1.5)) == 236
    assert pytest.approx([1.5**k for k in range(4)], abs=0.051) == [1.0, 1.5, 2.3, 3.4]
    says(question, "1.0 1.5 2.3 3.4")
    pair = [torch.zeros(2, requires_grad=True) for _ in range(2)]
    pair[0].grad, pair[1].grad = torch.ones(2), torch.tensor([math.nan, 1.0])
    torch.nn.utils.clip_grad_norm_(pair, 1.0)
    assert all(p.grad is not None and p.grad.isnan().all() for p in pair)


def test_training_collapse_eps(question: Question) -> None:
    programs = {
        "log-single": (lambda p: torch.log(p + 1e-8), 0.0, torch.float32),
        "log-half": (lambda p: torch.log(p + torch.tensor(1e-8).half()), 0.0, torch.float16),
        "one-plus": (lambda p: torch.log((1 + torch.tensor(1e-8)) - p), 1.0, torch.float32),
        "one-minus": (lambda p: torch.log(1 - p + 1e-8), 1.0, torch.float32),
        "root-outside": (lambda p: torch.sqrt(p) + 1e-8, 0.0, torch.float32),
        "root-inside": (lambda p: torch.sqrt(p + 1e-8), 0.0, torch.float32),
    }
    found = {}
    for name, (program, at, precision) in programs.items():
        x = torch.tensor(at, dtype=precision, requires_grad=True)
        value = program(x)  # type: ignore[no-untyped-call]
        (g,) = torch.autograd.grad(value, x)
        found[name] = (value.item(), g.item())
    finite = {name for name, pair in found.items() if all(map(math.isfinite, pair))}
    assert finite == right(question)
    assert found["log-single"] == pytest.approx((-18.42, 1e8), rel=1e-3)
    assert found["root-inside"] == pytest.approx((1e-4, 5000), rel=1e-3)
    assert found["root-outside"][0] == pytest.approx(1e-8)
    assert found["root-outside"][1] == math.inf
    says(question, "-18.4", "5000", r"5.96\times10^{-8}", r"2^{-23}\approx1.19\times10^{-7}")
    assert float(np.nextafter(np.float16(0), np.float16(1))) == 2.0**-24
    assert pytest.approx(5.96e-8, rel=1e-3) == 2.0**-24
    assert torch.finfo(torch.float32).eps == 2.0**-23 == pytest.approx(1.19e-7, rel=2e-3)
    for precision in (torch.float16, torch.bfloat16, torch.float32):
        assert (torch.tensor(1, dtype=precision) + torch.tensor(1e-8, dtype=precision)).item() == 1
    held = [torch.tensor(1e-8, dtype=p).item() for p in (torch.float16, torch.bfloat16)]
    assert held == [0, pytest.approx(1e-8, rel=0.01)]
    assert 1 + 1e-8 == 1.00000001
    cut = torch.tensor(0.0, requires_grad=True)
    assert torch.autograd.grad(torch.log(cut.clamp(min=1e-8)), cut)[0] == 0


def test_log_eps_gradient(question: Question) -> None:
    def pull(z: float, eps: float) -> tuple[float, float]:
        logit = torch.tensor(z, dtype=torch.float64, requires_grad=True)
        loss = -torch.log(torch.sigmoid(logit) + eps)
        (g,) = torch.autograd.grad(loss, logit)
        return loss.item(), abs(g.item())

    for v, key in variants(question, 40):
        assert key == pytest.approx(pull(-v["z"], 10.0 ** -v["e"])[1])
        assert v["ratio"] == pytest.approx(1 / (1 + math.exp(v["z"])) * 10 ** v["e"])
    table = [pull(z, 1e-8) for z in (-10.0, -15.0, -20.0, -25.0)]
    assert [round(loss, 1) for loss, _ in table] == [10, 15, 18.2, 18.4]
    assert [f"{g:.3g}" for _, g in table] == ["1", "0.968", "0.171", "0.00139"]
    says(question, "| 10.0 | 15.0 | 18.2 | 18.4 |", "| 1.00 | 0.968 | 0.171 | 0.00139 |")
    for z in (-10.0, -15.0, -20.0, -25.0):
        logit = torch.tensor(z, dtype=torch.float64, requires_grad=True)
        loss = binary_cross_entropy_with_logits(logit, torch.ones((), dtype=torch.float64))
        (g,) = torch.autograd.grad(loss, logit)
        assert (loss.item(), abs(g.item())) == pytest.approx((-z, 1), abs=1e-4)
    assert 6 * math.log(10) == pytest.approx(13.8, abs=0.05)


def test_training_collapse_data(question: Question) -> None:
    for v, key in gap_keys(question, 20):
        x = np.array(list(itertools.product((-1, 1), (-1, 1)))) * [v["big"], v["small"]]
        curvatures = np.linalg.eigvalsh(x.T @ x / len(x))
        assert key["kappa"] == pytest.approx(curvatures[1] / curvatures[0])
        assert key["limit"] == pytest.approx(2 / curvatures[1])
        error = np.ones(2)
        for _ in range(v["steps"]):
            error = error - (x.T @ (x @ error) / len(x)) / curvatures[1]
        assert key["left"] == pytest.approx(error[1])
        scaled = x / x.std(axis=0)
        ends = np.linalg.eigvalsh(scaled.T @ scaled / len(x))
        assert key["after"] == pytest.approx(ends[1] / ends[0])
    assert pytest.approx(0.366, abs=5e-4) == 0.99**100
    assert 1 - 0.1 * 10**2 == -9
    says(question, "0.366", "=-9", "10^4", r"\begin{pmatrix}1&10\\10&101\end{pmatrix}")
    raw = np.array([[1, 9.0], [1, 11.0]])  # an intercept and a feature of mean 10, std 1
    h = raw.T @ raw / 2
    assert h.tolist() == [[1, 10], [10, 101]]
    low, high = np.linalg.eigvalsh(h)
    assert high / low == pytest.approx(1e4, rel=0.05)


def test_standardise_sparse_feature(question: Question) -> None:
    for v, key in gap_keys(question, 15):
        column = np.zeros(v["rows"])
        column[: v["ones"]] = 1
        made = (column - column.mean()) / column.std()
        assert [key["one"], key["zero"]] == pytest.approx([made[0], made[-1]])
        assert key["stored"] == np.count_nonzero(made)
        assert v["mean"] == pytest.approx(column.mean(), abs=6e-6)
        assert np.count_nonzero(column / column.std()) == v["ones"]
    for q, one, zero in ((0.5, 1, -1), (0.01, 9.95, -0.101), (0.001, 31.6, -0.0316)):
        column = (np.arange(2000) < 2000 * q).astype(float)
        made = (column - column.mean()) / column.std()
        assert [made[0], made[-1]] == pytest.approx([one, zero], rel=6e-3)
        assert made[0] * made[-1] == pytest.approx(-1)
    says(question, "| 1 | 9.95 | 31.6 |", "| -1 | -0.101 | -0.0316 |", r"5\times10^7", "2000")
    assert [10**6 * 50, 10**6 * 10**5, 10**11 // (5 * 10**7)] == [5e7, 1e11, 2000]
