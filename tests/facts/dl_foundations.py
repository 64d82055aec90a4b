"""Numbers and claims of the questions on back-propagation and automatic differentiation."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from tests.facts.prose import says, variants

Question = dict[str, Any]


def keys(question: Question, gap: str, count: int) -> list[tuple[dict[str, Any], Any]]:
    """Draw variants together with the key of one numeric gap of a cloze."""
    (found,) = [g for g in question["gaps"] if g["id"] == gap]
    return variants({**question, "answer": found["answer"]}, count)


def leaf(*values: float) -> torch.Tensor:
    """Return a parameter in double precision; one value makes a scalar."""
    data = torch.tensor(values if len(values) > 1 else values[0], dtype=torch.float64)
    return data.requires_grad_()


def gradient(of: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
    """Differentiate a scalar, keeping the graph for more."""
    (found,) = torch.autograd.grad(of, at, retain_graph=True)
    return found


def test_autodiff_computation_graph(question: Question) -> None:
    x = leaf(2.0)
    assert gradient(x**2 + 3 * x, x).item() == 7 == 4 + 3
    says(question, "4 + 3", "$2x+3$")
    sent: list[str] = []
    square, triple = x**2, 3 * x
    for name, tensor in (("x", x), ("square", square), ("triple", triple)):
        watched: Any = tensor  # register_hook has no types
        watched.register_hook(lambda g, of=name: sent.append(f"{of}:{g.item():.0f}"))
    total = square + triple
    torch.autograd.backward(total)
    assert sorted(sent[:2]) == ["square:1", "triple:1"]
    assert sent[2:] == ["x:7"], "one call with the sum"
    with pytest.raises(RuntimeError):
        torch.autograd.backward(total)
    five = leaf(5.0)
    assert gradient(five * five, five).item() == 10


def test_autodiff_branch_sum(question: Question) -> None:
    for v, key in variants(question, 40):
        x = leaf(float(v["x"]))
        u, w = v["a"] * x + v["b"], x * x
        out = u * w + v["c"] * x
        assert gradient(out, x).item() == key
        assert (u.item(), w.item()) == (v["u"], v["v"])
        direct = np.polyder(np.poly1d([v["a"], v["b"], v["c"], 0]))
        assert direct(v["x"]) == key == v["via_u"] + v["via_v"] + v["c"]


def multiplications(*sizes: tuple[int, int]) -> int:
    """Count the scalar multiplications of a matrix product, taken from left to right."""
    (rows, inner), *others = sizes
    count = 0
    for height, width in others:
        assert height == inner
        count += rows * height * width
        inner = width
    return count


def test_reverse_mode_cost(question: Question) -> None:
    reverse, forward = dict_of(question, "reverse"), dict_of(question, "forward")
    for index, (v, key) in enumerate(reverse):
        one, two, three = (v["h"], v["d"]), (v["m"], v["h"]), (1, v["m"])
        assert key == multiplications(three, two, one)
        assert forward[index][1] == multiplications(two, one) + multiplications(
            three, (v["m"], v["d"])
        )
    assert multiplications((1, 5), (5, 20), (20, 50)) == 1100
    assert multiplications((5, 20), (20, 50)) + multiplications((1, 5), (5, 50)) == 5250
    says(question, "1100", "5250")
    calls = 0

    def wide(x: torch.Tensor) -> torch.Tensor:
        nonlocal calls
        calls += 1
        return x.sum() * torch.arange(1000, dtype=torch.float64)

    point = torch.ones(3, dtype=torch.float64)
    forward_mode: Any = torch.autograd.functional.jvp  # has no types
    columns = [forward_mode(wide, point, e)[1] for e in torch.eye(3).double()]
    assert calls == 3, "forward mode: a pass per input"
    assert torch.stack(columns, dim=1).shape == (1000, 3)


def dict_of(question: Question, gap: str) -> list[tuple[dict[str, Any], Any]]:
    """Draw thirty variants of one gap."""
    return keys(question, gap, 30)


def stored(parameter: torch.Tensor) -> float:
    """Return the number in `.grad`."""
    assert parameter.grad is not None
    return parameter.grad.item()


def test_backward_twice(question: Question) -> None:
    w = torch.tensor(3.0, requires_grad=True)
    loss = w * w
    torch.autograd.backward(loss, retain_graph=True)
    assert stored(w) == 6
    torch.autograd.backward(loss)
    assert stored(w) == 12
    w.grad = None
    again = w * w
    torch.autograd.backward(again, retain_graph=True)
    w.grad = None
    torch.autograd.backward(again)
    assert stored(w) == 6
    with pytest.raises(RuntimeError, match="second time"):
        torch.autograd.backward(again)
    (first,) = torch.autograd.grad(w * w, w, create_graph=True)
    assert gradient(first, w).item() == 2, "the second derivative"
    says(question, "$$w.\\mathrm{grad}=6+6=12.$$")
    right = next(o for o in question["options"] if o["correct"])
    assert right["text"]["en"].startswith("12,")
    net, data = nn.Linear(3, 1), torch.randn(64, 3)
    whole = torch.autograd.grad(net(data).square().mean(), net.weight)[0]
    parts = [torch.autograd.grad(net(d).square().mean() / 4, net.weight)[0] for d in data.chunk(4)]
    assert torch.allclose(whole, torch.stack(parts).sum(0), atol=1e-6)


def test_backprop_by_hand(question: Question) -> None:
    w1 = torch.tensor([[1.0, 2.0], [0.0, -1.0]], dtype=torch.float64).requires_grad_()
    w2 = torch.tensor([[3.0, 1.0]], dtype=torch.float64).requires_grad_()
    x = torch.tensor([0.5, 0.25], dtype=torch.float64)
    z1 = w1 @ x
    z2 = w2 @ torch.tanh(z1)
    cost = 0.5 * (z2 - 1).square().sum()
    assert z1.tolist() == [1.0, -0.25]
    assert z2.item() == pytest.approx(2.040, abs=5e-4)
    d1, d2 = gradient(cost, z1), gradient(cost, z2)
    assert d2.item() == pytest.approx(1.040, abs=5e-4)
    assert d1.tolist() == pytest.approx([1.310, 0.978], abs=6e-4)
    assert gradient(cost, w1)[0].tolist() == pytest.approx([0.655, 0.328], abs=6e-4)
    assert torch.allclose(d1, (w2.T @ d2) * (1 - torch.tanh(z1) ** 2))
    assert torch.allclose(gradient(cost, w1), torch.outer(d1, x))
    says(question, "2.040", "1.040", "(1.310,0.978)", "(0.655,0.328)")
    batch = torch.randn(2, 7, dtype=torch.float64)
    z = w1 @ batch
    mean = (0.5 * (w2 @ torch.tanh(z) - 1) ** 2).mean()
    delta = 7 * gradient(mean, z)
    assert torch.allclose(gradient(mean, w1), delta @ batch.T / 7)
    sums = (2 * 0.1 - 5 * 0.3, 0.125**5)
    assert sums == pytest.approx((-1.3, 3e-5), rel=0.02)


def test_backprop_two_units(question: Question) -> None:
    drawn = {name: dict_of(question, name) for name in ("output", "dv1", "dw1", "dw2")}
    for index, (v, key) in enumerate(drawn["output"]):
        w1, w2 = leaf(float(v["w1"])), leaf(-float(v["w2"]))
        v1, v2 = leaf(float(v["v1"])), leaf(float(v["v2"]))
        h1, h2 = torch.relu(w1 * v["x"] + v["b1"]), torch.relu(w2 * v["x"] + v["b2"])
        y = v1 * h1 + v2 * h2
        loss = 0.5 * (y - v["t"]) ** 2
        assert y.item() == key == v["out"]
        assert h1.item() == v["h1"]
        assert h2.item() == 0 > v["z2"]
        assert gradient(loss, v1).item() == drawn["dv1"][index][1]
        assert gradient(loss, w1).item() == drawn["dw1"][index][1]
        assert gradient(loss, w2).item() == drawn["dw2"][index][1] == 0
        assert gradient(loss, v2).item() == 0
        assert y.item() - v["t"] == v["gap"] != 0


def test_linear_layer_gradient_x(question: Question) -> None:
    drawn = {name: dict_of(question, name) for name in ("weight", "bias", "input")}
    for index, (v, key) in enumerate(drawn["weight"]):
        w = torch.tensor([[v[f"w{i}{j}"] for j in (1, 2, 3)] for i in (1, 2)]).double()
        x = torch.tensor([v["x1"], v["x2"], v["x3"]]).double().requires_grad_()
        w.requires_grad_()
        b = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        delta = torch.tensor([v["d1"], v["d2"]]).double()
        value = (w @ x + b) @ delta
        assert gradient(value, w)[0, 1].item() == key
        assert gradient(value, b)[1].item() == drawn["bias"][index][1]
        assert gradient(value, x)[0].item() == drawn["input"][index][1]
        large = (w @ (v["k"] * x) + b) @ delta
        assert torch.allclose(gradient(large, w), v["k"] * gradient(value, w))
        assert gradient(value, w).shape == w.shape
    says(question, r"\frac{\partial L}{\partial W}=\delta x^\top")


def test_input_scale_and_step(question: Question) -> None:
    def change(x: torch.Tensor, delta: float, rate: float) -> float:
        layer = nn.Linear(2, 1, bias=False, dtype=torch.float64)
        before = layer(x).item()
        torch.autograd.backward((delta * layer(x)).sum())
        torch.optim.SGD(layer.parameters(), lr=rate).step()
        return float(layer(x).item() - before)

    small = change(torch.tensor([1.0, 2.0], dtype=torch.float64), 0.5, 0.1)
    large = change(torch.tensor([10.0, 20.0], dtype=torch.float64), 0.5, 0.1)
    assert (small, large) == pytest.approx((-0.25, -25))
    slower = change(torch.tensor([10.0, 20.0], dtype=torch.float64), 0.5, 0.001)
    assert slower == pytest.approx(small), "rate divided by 100"
    says(question, "-0.25", "-25", "η/100")
    assert [o["id"] for o in question["options"] if o["correct"]] == ["f"]


def test_backprop_mechanism(question: Question) -> None:
    m, n = 4, 6
    forward = multiplications((n, n), (n, m))
    backward = multiplications((n, n), (n, m)) + multiplications((n, m), (m, n))
    assert forward == m * n**2
    assert backward == 2 * forward
    layers = [nn.Linear(3, 3) for _ in range(10)]
    net, x = nn.Sequential(*layers), torch.ones(2, 3)
    grads = []
    for optimiser in (torch.optim.SGD, torch.optim.Adam):
        for p in net.parameters():
            p.grad = None
        torch.autograd.backward(net(x).square().sum())
        grads.append([p.grad.clone() for p in net.parameters() if p.grad is not None])
        assert optimiser(net.parameters(), lr=0.1).param_groups[0]["lr"] == 0.1
    assert all(torch.equal(a, b) for a, b in zip(*grads, strict=True))
    assert len(range(3, 11)) == 8
    says(question, "$mn^2$")


def test_forward_pass(question: Question) -> None:
    net = nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 2))
    optimiser = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    loss = nn.functional.cross_entropy(net(torch.randn(8, 4)), torch.zeros(8, dtype=torch.long))
    changed = {
        n.split(".")[-1] for n, v in net.state_dict().items() if not torch.equal(v, before[n])
    }
    assert changed == {"running_mean", "running_var", "num_batches_tracked"}
    says(question, *changed)
    assert loss.dim() == 0
    assert all(p.grad is None for p in net.parameters())
    assert not optimiser.state
    right = {o["id"] for o in question["options"] if o["correct"]}
    assert right == {"activations", "loss", "running"}
    kept = before["1.running_mean"].clone()
    with torch.no_grad():
        net(torch.randn(8, 4))
    assert not torch.equal(net.state_dict()["1.running_mean"], kept), "no_grad keeps BN updating"
    net.eval()
    kept = net.state_dict()["1.running_mean"].clone()
    net(torch.randn(8, 4))
    assert torch.equal(net.state_dict()["1.running_mean"], kept)


def test_loss_function_role(question: Question) -> None:
    x = torch.tensor([1.0, 2.0, -1.0, 0.5], dtype=torch.float64)
    label = torch.tensor([1.0, 1.0, 0.0, 0.0], dtype=torch.float64)
    for w, shown in ((1.0, "0.432"), (1.1, "0.421")):
        wrong = ((w * x > 0).double() != label).double().mean().item()
        loss = nn.functional.binary_cross_entropy_with_logits(w * x, label).item()
        assert wrong == 0.25
        assert f"{loss:.3f}" == shown
        says(question, f"| {w} | 0.25 | {shown} |")
    assert (f"{-math.log(0.7):.3f}", f"{-math.log(0.71):.3f}") == ("0.357", "0.342")
    says(question, "0.357", "0.342")
