"""Facts of the questions on frameworks and federated learning: every number and claim."""

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from tests.facts.prose import QUESTIONS, says
from tests.facts.training_systems import gap_keys, right

Question = dict[str, Any]


def test_pytorch_vs_tensorflow(question: Question) -> None:
    def branch(x: torch.Tensor) -> torch.Tensor:
        return x**2 if x > 0 else -x

    graphs = []
    for at, slope in ((3.0, 6.0), (-3.0, -1.0)):
        x = torch.tensor(at, requires_grad=True)
        y = branch(x)
        graphs.append(type(y.grad_fn).__name__)
        (grad,) = torch.autograd.grad(y, x)
        assert grad.item() == slope
    assert graphs == ["PowBackward0", "NegBackward0"]
    # tracing runs the Python code once; what it printed is not part of the graph
    calls = []

    def noisy(x: torch.Tensor) -> torch.Tensor:
        calls.append(1)
        return x * 2

    traced = torch.fx.symbolic_trace(noisy)
    assert [traced(torch.tensor(3.0)).item() for _ in range(10)] == [6.0] * 10
    assert len(calls) == 1
    assert len(question["pairs"]) == 5
    says(question, "$x^2$", "6", "$-1$", "`tf.function`")


def test_autograd_graph_freed(question: Question) -> None:
    assert right(question) == {"error"}

    def twice(
        inner: Callable[[torch.Tensor], torch.Tensor], *, keep: bool
    ) -> tuple[float | None, bool]:
        w = torch.tensor(2.0, requires_grad=True)
        y = inner(w)
        a, b = 3 * y, 5 * y
        torch.autograd.backward(a, retain_graph=keep)
        try:
            torch.autograd.backward(b)
        except RuntimeError:
            return (None if w.grad is None else w.grad.item()), False
        return (None if w.grad is None else w.grad.item()), True

    assert twice(lambda w: w * w, keep=False) == (12, False)
    assert twice(lambda w: w * w, keep=True) == (32, True)
    assert twice(lambda w: w + 1, keep=False) == (8, True)
    w = torch.tensor(2.0, requires_grad=True)
    torch.autograd.backward(3 * (w * w) + 5 * (w * w))
    assert w.grad is not None
    assert w.grad.item() == 32
    says(question, "=12$", "=20$", "32", "$3+5=8$", "retain_graph=True")
    # without a backward pass a kept loss keeps what its graph has stored
    u = torch.tensor(2.0, requires_grad=True)
    total = torch.zeros(()) + u * u
    assert total.grad_fn is not None
    product = total.grad_fn.next_functions[1][0]
    assert getattr(product, "_saved_self") == 2  # noqa: B009 - of this kind of node only
    assert total.detach().grad_fn is None
    v = torch.tensor(2.0, requires_grad=True)
    for _ in range(2):
        torch.autograd.backward(v * v)
    assert v.grad is not None
    assert v.grad.item() == 8


def test_federated_learning(question: Question) -> None:
    for v, key in gap_keys(question, 40):
        sizes, held = [v[f"n{i}"] for i in (1, 2, 3)], [v[f"w{i}"] for i in (1, 2, 3)]
        assert key["mean"] == pytest.approx(np.average(held, weights=sizes))
        assert key["steps"] == sum(len(range(0, max(sizes), v["b"])) for _ in range(v["e"]))
        assert v["weighted"] == pytest.approx(np.dot(sizes, held), abs=0.06)
        assert v["plain"] == pytest.approx(np.mean(held), abs=6e-4)
        assert v["pool"] > v["used"] == sum(sizes)
    # one full-batch local step is one step of data parallelism
    data, w, lr = [np.array([1.0, 2.0, 5.0]), np.array([7.0])], 0.5, 0.1
    local = [w - lr * np.mean(w - part) for part in data]
    merged = np.average(local, weights=[3, 1])
    assert merged == pytest.approx(w - lr * np.mean(w - np.concatenate(data)))
    assert (30 * 1 + 10 * 5) / 40 == 2
    says(question, "(30 + 50)/40", "FedSGD")
    drawing = (QUESTIONS / "training-systems" / question["figures"][0]["file"]).read_text("utf-8")
    circle = r'id="(\w+)" class="\w+" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"'
    dots = {name: [float(n) for n in rest] for name, *rest in re.findall(circle, drawing)}
    counts = [600, 300, 100]
    ends = [dots[f"n{count}"] for count in counts]
    assert [end[2] ** 2 for end in ends] == pytest.approx(counts, rel=0.01)
    merged = np.average(ends, weights=counts, axis=0)
    assert dots["merged"][:2] == pytest.approx(merged[:2].tolist(), abs=0.11)
    assert dots["plain"][:2] == pytest.approx(np.mean(ends, axis=0)[:2].tolist(), abs=0.11)


def rest(
    a: tuple[float, float], b: tuple[float, float], steps: int, lr: float, rounds: int = 1500
) -> float:
    """Run FedAvg on two parabolas a(w-b)² until it comes to rest."""
    w = 0.0
    for _ in range(rounds):
        ends = []
        for curve, low in zip(a, b, strict=True):
            p = w
            for _ in range(steps):
                p -= lr * 2 * curve * (p - low)
            ends.append(p)
        w = sum(ends) / 2
    return w


def test_fedavg_client_drift(question: Question) -> None:
    for v, key in gap_keys(question, 4):
        a, b = (v["a1"], v["a2"]), (v["b1"], v["b2"])
        grid = np.linspace(0, 15, 150001)
        total = sum(c * (grid - low) ** 2 for c, low in zip(a, b, strict=True))
        assert key["best"] == pytest.approx(grid[np.argmin(total)], abs=1e-4)
        assert key["drift"] == pytest.approx(rest(a, b, 900, 0.05, 3))
        assert v["top"] / v["bottom"] == pytest.approx(key["best"])
    ends = [rest((1, 4), (0, 10), steps, 0.02) for steps in (1, 5, 20)]
    assert ends == pytest.approx([8, 7.59, 6.35], abs=0.006)
    far = 1 - (1 - 0.02 * 2) ** 2000, 1 - (1 - 0.02 * 8) ** 2000
    assert (far[0] * 0 + far[1] * 10) / (far[0] + far[1]) == pytest.approx(5)
    says(question, "7.59", "6.35")
    one = next(g for g in question["gaps"] if g["id"] == "one")
    assert right(one) == {"global"}


def test_federated_optimisation(question: Question) -> None:
    seconds = 10 / 1 * np.array([10000, 100])
    assert seconds[0] == 100_000
    assert round(seconds[0] / 3600, 1) == 27.8
    assert round(seconds[1] / 60) == 17
    assert [20 / 2 * 5000, 20 / 2 * 5000 / 50] == [50000, 1000]
    says(question, "27.8", "17", "50000", "1000")
    layer = torch.nn.Linear(4, 3)
    x = torch.randn(4)
    gw, gb = torch.autograd.grad(layer(x).square().sum(), list(layer.parameters()))
    assert torch.allclose(gw[1] / gb[1], x, atol=1e-5)
    assert math.isclose(sum(p["weight"] for p in question["rubric"]["points"]), 7)
