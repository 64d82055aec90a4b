"""Facts of the questions on gradient descent and batch size: every number and claim."""

import itertools
import math
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch

from app.domain.expressions import compile_expression
from tests.facts.prose import says, variants

torch.set_num_threads(1)
Question = dict[str, Any]


def gap_keys(question: Question, count: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return for each variant its parameters and the key of every numeric gap."""
    sources = {g["id"]: g["answer"]["value"] for g in question["gaps"] if g["kind"] == "numeric"}
    return [
        (v, {name: compile_expression(source).value(v) for name, source in sources.items()})
        for v, _ in variants(question, count)
    ]


def slope(loss: Callable[[torch.Tensor], torch.Tensor], at: float | list[float]) -> torch.Tensor:
    """Return the gradient of a loss at a point, by autograd."""
    p = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    (grad,) = torch.autograd.grad(loss(p), p)
    return grad


def right(question: Question) -> set[str]:
    """Return the ids of the right options."""
    return {option["id"] for option in question["options"] if option["correct"]}


def test_sgd_batch_gradient_estimate(question: Question) -> None:
    for v, key in gap_keys(question, 40):
        two = [v["ga"], v["gb"]]
        size = v["b"]
        weights = [math.comb(size, k) / 2**size for k in range(size + 1)]
        means = [(k * two[0] + (size - k) * two[1]) / size for k in range(size + 1)]
        expected = sum(w * m for w, m in zip(weights, means, strict=True))
        spread = math.sqrt(
            sum(w * (m - expected) ** 2 for w, m in zip(weights, means, strict=True))
        )
        assert key["mean"] == pytest.approx(expected)
        assert key["std"] == pytest.approx(spread)
        assert key["std"] / 2 == pytest.approx(v["d"] / math.sqrt(key["bigger"]))
        grads = torch.tensor(two * (size // 2))[:size]
        assert v["lr"] * grads.mean() == pytest.approx(key["lrsum"] * grads.sum().item())
    says(question, "| 1 | 0.5 | 0.25 | 0.125 |", r"\frac{N-B}{N-1}")
    assert [1 / math.sqrt(b) for b in (1, 4, 16, 64)] == [1, 0.5, 0.25, 0.125]
    data = np.array([1.0, 2.0, 5.0, 9.0, 11.0])
    for b in range(1, 6):  # every subset, drawn without replacement
        means = [float(np.mean(c)) for c in itertools.combinations(data, b)]
        assert np.var(means) == pytest.approx(np.var(data) / b * (5 - b) / 4)


def half_square(y: torch.Tensor, p: torch.Tensor) -> torch.Tensor:
    return (0.5 * (p - y) ** 2).mean()


def least_squares(x: torch.Tensor, y: torch.Tensor, p: torch.Tensor) -> torch.Tensor:
    return 0.5 * ((p[0] + p[1] * x - y) ** 2).mean()


def descend(theta: float, targets: list[float], lr: float) -> float:
    """Walk over the samples one by one with torch's SGD."""
    p = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    sgd = torch.optim.SGD([p], lr=lr)
    for y in targets:
        (p.grad,) = torch.autograd.grad(0.5 * (p - y) ** 2, p)
        sgd.step()
    return p.item()


def test_bgd_code(question: Question) -> None:
    for v, key in gap_keys(question, 12):
        data = [v["ya"], v["yb"], v["yc"]]
        mean = torch.tensor(data, dtype=torch.float64)
        g = slope(partial(half_square, mean), float(v["t"]))
        assert key["ta"] == pytest.approx(v["t"] - v["lr"] * g.item())
        assert key["tb"] == pytest.approx(descend(v["t"], data, v["lr"]))
        assert (key["na"], key["nb"]) == (v["e"], 3 * v["e"])
    steps = [descend(0, [3.0, 6.0, 9.0][:n], 0.1) for n in (1, 2, 3)]
    assert steps == pytest.approx([0.3, 0.87, 1.683])
    assert 0.1 * np.mean([3, 6, 9]) == pytest.approx(0.6)
    assert 0.1 * sum([3, 6, 9]) == pytest.approx(1.8)
    says(question, "0.87", "1.683", "0.6", "1.8")


def test_sgd_code(question: Question) -> None:
    for v, key in variants(question, 30):
        data = [0.0] * v["cnt"] + [1.0] * v["cnt"]
        assert key == pytest.approx(descend(0.5, data, v["lr"]))
    assert descend(0.5, [0.0] * 10 + [1.0] * 10, 0.1) == pytest.approx(0.712, abs=5e-4)
    rng = np.random.default_rng(0)
    ends = np.full(4000, 0.5)
    order = np.array([rng.permutation(20) >= 10 for _ in ends]).astype(float)
    for column in order.T:
        ends += 0.1 * (column - ends)
    assert ends.mean() == pytest.approx(0.5, abs=0.01)
    assert ends.std() == pytest.approx(0.06, abs=0.005)
    says(question, "0.712", "0.06")


def test_minibatch_code(question: Question) -> None:
    lines = {item["id"]: item["text"]["en"].strip("`") for item in question["items"]}
    program = (
        f"{lines['epoch']}\n {lines['shuffle']}\n {lines['loop']}\n  {lines['pick']}\n"
        f"  seen.append(b)\n  {lines['gradient']}\n  {lines['update']}\n"
    )
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(10, 2)), rng.normal(size=10)

    def grad(theta: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.asarray(a * (a @ theta - b)[:, None])

    seen: list[np.ndarray] = []
    state: dict[str, Any] = {"np": np, "rng": rng, "N": 10, "B": 4, "E": 2, "lr": 0.1}
    state |= {"x": x, "y": y, "grad": grad, "theta": np.zeros(2), "seen": seen}
    exec(program, state)  # noqa: S102 - the program of the question itself
    assert [len(b) for b in seen] == [4, 4, 2] * 2
    assert sorted(np.concatenate(seen[:3])) == list(range(10))
    assert not np.array_equal(seen[0], seen[3])
    sampler = torch.utils.data.BatchSampler(range(10), 4, drop_last=False)
    assert [len(b) for b in sampler] == [4, 4, 2]
    assert pytest.approx(0.37, abs=0.003) == (1 - 1 / 10000) ** 10000
    says(question, "37%", "0.37", "r=2")


def test_bgd_pros_cons(question: Question) -> None:
    def end(x: float) -> float:
        for _ in range(3000):
            x -= 0.02 * (4 * x**3 - 4 * x + 0.3)
        return x

    assert [round(end(2.0), 2), round(end(-2.0), 2)] == [0.96, -1.04]

    def f(x: float) -> float:
        return x**4 - 2 * x**2 + 0.3 * x

    assert f(end(-2.0)) < f(end(2.0))
    assert f(end(-2.0)) == pytest.approx(min(f(x) for x in np.linspace(-3, 3, 60001)), abs=1e-6)
    says(question, "0.96", "-1.04")
    assert right(question) == {"convex", "same", "doubled"}
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(20, 3)), rng.normal(size=20)
    one = x.T @ (x @ np.ones(3) - y) / 20
    xx, yy = np.vstack([x, x]), np.concatenate([y, y])
    assert np.allclose(one, xx.T @ (xx @ np.ones(3) - yy) / 40)
    # the descent lemma, on a convex quadratic with largest curvature L
    h = np.diag([1.0, 4.0])
    at, eta = np.array([3.0, -2.0]), 0.25
    step = at - eta * h @ at
    fall = 0.5 * at @ h @ at - 0.5 * step @ h @ step
    assert fall >= eta / 2 * np.sum((h @ at) ** 2) - 1e-12


def test_sgd_pros_cons(question: Question) -> None:
    theta = torch.tensor(1.0, requires_grad=True)
    slopes = [torch.autograd.grad(0.5 * (theta - y) ** 2, theta)[0].item() for y in (0.0, 2.0)]
    assert slopes == [1, -1]
    assert sorted(1 - 0.1 * s for s in slopes) == pytest.approx([0.9, 1.1])
    says(question, "0.9", "1.1")
    rng = np.random.default_rng(0)
    fixed, decayed = np.full(2000, 5.0), np.full(2000, 5.0)
    errors = {}
    for k in range(1, 1601):
        y = rng.choice([0.0, 2.0], size=2000)
        fixed -= 0.1 * (fixed - y)
        decayed -= (decayed - y) / (k + 1)
        if k in {400, 1600}:
            errors[k] = (((fixed - 1) ** 2).mean(), ((decayed - 1) ** 2).mean())
    assert errors[400][0] == pytest.approx(errors[1600][0], rel=0.2)  # the floor stays
    assert errors[400][1] / errors[1600][1] == pytest.approx(4, rel=0.25)  # 1/k


def test_sgd_noise_floor(question: Question) -> None:
    def settled(a: float, s: float, lr: float) -> float:
        v = 0.0
        for _ in range(20000):
            v = (1 - lr * a) ** 2 * v + lr**2 * s**2
        return math.sqrt(v)

    for v, key in variants(question, 12):
        assert key == pytest.approx(settled(v["a"], v["s"], v["lr"]))
    for lr, shown in ((0.5, "0.577"), (0.1, "0.229"), (0.01, "0.0709")):
        assert settled(1, 1, lr) == pytest.approx(float(shown), rel=3e-3)
        says(question, shown)
    rng = np.random.default_rng(0)
    theta = np.zeros(20000)
    for _ in range(60):
        theta -= 0.3 * (theta + rng.normal(size=theta.size))
    assert theta.std() == pytest.approx(0.3 / math.sqrt(0.3 * 1.7), rel=0.02)


def test_minibatch_iterations_example(question: Question) -> None:
    for v, key in variants(question, 25):
        sampler = torch.utils.data.BatchSampler(range(v["total"]), v["b"], v["drop"] == 1)
        assert key == len(sampler) * v["e"]
    assert 300_000 / 128 == 2343.75
    assert [math.ceil(300_000 / 128), 300_000 // 128, 300_000 // 100] == [2344, 2343, 3000]
    says(question, "2343.75", "2344", "2343", "3000")


def test_minibatch_pros(question: Question) -> None:
    def seconds(c0: float, c1: float, n: int, b: int) -> float:
        return sum(c0 + c1 * min(b, n - at) for at in range(0, n, b)) / 1000

    for v, key in gap_keys(question, 8):
        assert key["slow"] == pytest.approx(seconds(v["c0"], v["c1"], v["total"], 1))
        assert key["fast"] == pytest.approx(seconds(v["c0"], v["c1"], v["total"], v["b"]))
        whole = seconds(v["c0"], v["c1"], v["total"], v["total"])
        assert key["floor"] == pytest.approx(whole - v["c0"] / 1000)
        assert key["noise"] ** 2 * v["b"] == pytest.approx(1)
    shown = [seconds(4, 0.04, 20000, b) for b in (1, 10, 100, 1000)]
    assert shown == pytest.approx([80.8, 8.8, 1.6, 0.88])
    says(question, "| 80.8 | 8.8 | 1.6 | 0.88 |")


def test_batch_size_benefits(question: Question) -> None:
    assert right(question) == {"fewer", "noise", "activations"}
    assert pytest.approx(3.66, abs=0.005) == 10 * 0.99**100
    assert pytest.approx(7.78, abs=0.005) == 10 * 0.99**25
    assert [6400 // 64, 6400 // 256] == [100, 25]
    assert [round(100 * 0.99**100), round(100 * 0.99**25)] == [37, 78]
    says(question, "3.66", "7.78", "37%", "78%")
    kept = {}
    for size in (64, 256):
        sizes: list[int] = []

        def pack(t: torch.Tensor, sizes: list[int] = sizes) -> torch.Tensor:
            sizes.append(t.numel() if t.requires_grad or t.shape[0] > 8 else 0)
            return t

        net = torch.nn.Sequential(torch.nn.Linear(8, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
        with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
            net(torch.randn(size, 8)).sum().backward()
        kept[size] = sum(n for n in sizes if n > 64)
    assert kept[256] == 4 * kept[64]


def test_batch_size_too_large(question: Question) -> None:
    def updates(smin: float, bc: float, b: float) -> float:
        return smin * (1 + bc / b)

    for v, key in gap_keys(question, 30):
        one, two, four = (updates(v["smin"], v["bc"], b) for b in (v["b1"], v["b2"], 2 * v["b2"]))
        assert [key["s1"], key["s2"]] == pytest.approx([one, two])
        assert key["ratio"] == pytest.approx(two * v["b2"] / (one * v["b1"]))
        assert key["gain"] == pytest.approx(100 * (1 - four / two))
    table = [(updates(1, 1, b), b * updates(1, 1, b)) for b in (1 / 8, 1, 8)]
    assert table == [(9, 1.125), (2, 2), (1.125, 9)]
    says(question, "| 9 | 2 | 1.125 |", "| 1.125 | 2 | 9 |")


def test_batch_size_convergence(question: Question) -> None:
    assert [32, pytest.approx(3.2)] == [8192 // 256, 0.1 * 32]
    assert pytest.approx(0.8) == 0.1 * 2048 / 256
    says(question, "3.2", "0.8")
    g = np.random.default_rng(0).normal(size=4)
    assert 0.1 * g.sum() == pytest.approx(4 * 0.1 * g.mean())


def test_gd_linear_regression_derivation(question: Question) -> None:
    for v, key in gap_keys(question, 30):
        x = torch.tensor([1.0, 2.0, 4.0], dtype=torch.float64)
        y = torch.tensor([v["ya"], v["yb"], v["yc"]], dtype=torch.float64)
        p = [float(v["p"]), float(v["q"])]
        g = slope(partial(least_squares, x, y), p)
        assert [key["g0"], key["g1"]] == pytest.approx(g.tolist())
        new = (torch.tensor(p) - v["lr"] * g).tolist()
        assert [key["new0"], key["new1"]] == pytest.approx(new)
        best = np.polyfit(x.numpy(), y.numpy(), 1)
        rest = y.numpy() - np.polyval(best, x.numpy())
        assert abs(rest.sum()) + abs(rest @ x.numpy()) < 1e-8


def test_gradient_descent_principle(question: Question) -> None:
    at = torch.tensor([10.0, 1.0], dtype=torch.float64, requires_grad=True)
    (g,) = torch.autograd.grad(0.5 * (at[0] ** 2 + 10 * at[1] ** 2), at)
    assert g.tolist() == [10, 10]
    angles = np.linspace(0, 2 * np.pi, 3601)
    rates = 10 * np.cos(angles) + 10 * np.sin(angles)
    assert angles[rates.argmin()] == pytest.approx(1.25 * np.pi)
    assert rates.min() == pytest.approx(-14.14, abs=0.01)
    assert -110 / math.sqrt(101) == pytest.approx(-10.945, abs=1e-3)
    says(question, "-14.1", "-10.9", "(9,0)")
    path = [np.array([10.0, 1.0])]
    for _ in range(3):
        path.append(path[-1] * (1 - 0.15 * np.array([1, 10])))
    assert np.round(path, 3).tolist() == [[10, 1], [8.5, -0.5], [7.225, 0.25], [6.141, -0.125]]
    says(question, "7.22   6.14", "0.25  −0.125")


def test_learning_rate_choice_minibatch(question: Question) -> None:
    height = {lr: 0.5 * lr / (2 - lr) for lr in (0.1, 0.01)}
    assert height[0.1] == pytest.approx(0.026, abs=5e-4)
    assert height[0.01] == pytest.approx(0.0025, abs=5e-5)
    says(question, "0.026", "0.0025")
    rng = np.random.default_rng(0)
    theta = np.zeros(8000)
    for lr, steps in ((0.1, 150), (0.01, 400)):
        for _ in range(steps):
            theta -= lr * (theta + rng.normal(size=theta.size))
        assert 0.5 * (theta**2).mean() == pytest.approx(height[lr], rel=0.1)


def test_saddle_point_behaviour(question: Question) -> None:
    def steps(b: float, lr: float, delta: float) -> int:
        y, count = delta, 0
        while abs(y) < 1:
            y, count = y + lr * b * y, count + 1
        return count

    for v, key in variants(question, 40):
        assert key == steps(v["b"], v["lr"], 10.0 ** -v["d"])
    assert [steps(1, 0.1, 1e-6), steps(1, 0.1, 1e-9) - steps(1, 0.1, 1e-6)] == [145, 73]
    assert math.log(1000) / math.log(1.1) == pytest.approx(72.5, abs=0.1)
    says(question, "145", "73")
    shown = [1e-6 * 1.1**k for k in (50, 100, 145)]
    assert shown == pytest.approx([1.2e-4, 0.014, 1.0], rel=0.03)
    assert steps(1, 1, 1 / 1000) == 10


def test_saddle_point_name(question: Question) -> None:
    assert [2.0**-3, 2.0**-20 < 1e-6] == [1 / 8, True]
    h = np.diag([3.0, 1.0, -2.0])
    for direction, sign in ((np.eye(3)[0], 1), (np.eye(3)[2], -1)):
        assert np.sign(0.5 * direction @ h @ direction) == sign
    says(question, "-2", "1/8")


def test_same_lr_for_all_params(question: Question) -> None:
    for n, shown in ((100, 18.59), (10000, 198.5)):
        assert sum(1 / math.sqrt(k) for k in range(1, n + 1)) == pytest.approx(shown, abs=0.06)
    says(question, "18.59", "198.5", "| 1 | 0.5 | 0.1 | 0.01 |")
    for v, key in gap_keys(question, 20):
        exact = [sum(k**-0.5 for k in range(1, v[n] + 1)) for n in ("n2", "n1")]
        assert key["ada"] == pytest.approx(v["lr"] * exact[0], rel=0.25)
        assert key["adaratio"] == pytest.approx(exact[1] / exact[0], rel=0.25)
        assert [key["rare"], key["ratio"]] == pytest.approx([v["lr"] * v["n2"], v["n1"] / v["n2"]])
    p = torch.zeros(1, requires_grad=True)
    adagrad = torch.optim.Adagrad([p], lr=0.1)
    for _ in range(100):
        p.grad = torch.ones(1)
        adagrad.step()
    assert -p.item() == pytest.approx(0.1 * 18.59, abs=1e-3)


def test_minibatch_compare(question: Question) -> None:
    assert [300_000 // 100, 10**6 // 1000] == [3000, 1000]
    assert 1 / math.sqrt(100) == 0.1
    says(question, "3000", "300000", "1000")
    assert re.search(r"十分之一", question["explanation"]["zh"])
