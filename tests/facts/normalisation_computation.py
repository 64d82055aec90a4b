"""Facts of the questions on computing BatchNorm: every number and claim of their prose."""

import itertools
from typing import Any

import numpy as np
import pytest
import torch

from tests.facts.prose import says, variants

torch.set_num_threads(1)
F = torch.nn.functional
Question = dict[str, Any]
EPS0 = 1e-14  # for claims that ignore epsilon


def tensor(values: Any) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64)


def test_normalisation_general_form(question: Question) -> None:
    shown = ["(1,3)", "(15,35)", r"\mu=25", r"\sigma=10", "(-1,1)"]
    says(question, *shown)
    for values in ([1.0, 3.0], [15.0, 35.0]):
        out = F.layer_norm(tensor(values), (2,), eps=EPS0)
        assert out.tolist() == pytest.approx([-1, 1])
    assert np.mean([15, 35]) == 25 and np.std([15, 35]) == 10
    gaps = {gap["id"]: gap for gap in question["gaps"]}
    rng = np.random.default_rng(0)
    for v, _ in variants(question, 40):
        x = rng.normal(size=9) * 3 + 2

        def layer(x: Any, v: dict[str, Any] = v, eps: float = EPS0) -> torch.Tensor:
            weight, bias = torch.full((9,), v["g"] + 0.0), torch.full((9,), v["be"] + 0.0)
            return F.layer_norm(tensor(x), (9,), weight.double(), bias.double(), eps)

        y = layer(x).numpy()
        assert y.mean() == pytest.approx(v["be"]) and y.std() == pytest.approx(v["g"])
        assert layer(v["a"] * x + v["b"]).numpy() == pytest.approx(y)
        assert layer(np.full(9, 7.0), eps=1e-5).tolist() == [v["be"]] * 9
        for gap in ("mean", "std"):
            numbers = [o["text"]["zh"].strip("$") for o in gaps[gap]["options"]]
            filled = [n.replace("{{", "").replace("}}", "") for n in numbers]
            assert len({v.get(n, n) for n in filled}) == 3, v


def test_bn_channelwise_op(question: Question) -> None:
    says(question, r"\mu=20", r"\sigma=10", "10 10 10", "30 30 30", "−1 −1 −1", "+1 +1 +1")
    x = torch.ones(2, 3, 4, 5, dtype=torch.float64)
    x[0], x[1] = x[0] * 10, x[1] * 30
    assert x[:, 0].mean() == 20 and x[:, 0].std(correction=0) == 10
    y = F.batch_norm(x, None, None, training=True, eps=EPS0)
    assert torch.allclose(y[0], tensor(-1.0)) and torch.allclose(y[1], tensor(1.0))
    assert F.instance_norm(x, eps=1e-5).abs().max() < 1e-9
    rng = np.random.default_rng(0)
    images = tensor(rng.exponential(size=(4, 3, 6, 7)) + rng.normal(size=(4, 3, 1, 1)))
    bn = F.batch_norm(images, None, None, training=True, eps=EPS0)
    assert bn.mean((0, 2, 3)).abs().max() < 1e-12 and bn.mean((2, 3)).abs().min() > 1e-3
    before, after = images[:, 0].flatten(), bn[:, 0].flatten()
    assert torch.equal(before.argsort(), after.argsort())  # the shape is only shifted and scaled
    mine = (images.mean((2, 3)) - images.mean((0, 2, 3))) / images.std((0, 2, 3), correction=0)
    assert torch.allclose(bn.mean((2, 3)), mine)


def test_bn_learnable_params(question: Question) -> None:
    says(question, r"$10^{-12}$")
    torch.manual_seed(0)
    conv = torch.nn.Conv2d(8, 16, 3, bias=True).double()
    bn = torch.nn.BatchNorm2d(16).double()
    state = {
        "gamma": bn.weight,
        "beta": bn.bias,
        "running-mean": bn.running_mean,
        "running-var": bn.running_var,
        "conv-bias": conv.bias,
        "conv-weight": conv.weight,
    }
    assert {o["id"] for o in question["options"]} == set(state)
    start = {name: t.detach().clone() for name, t in state.items() if t is not None}
    step = torch.optim.SGD([*conv.parameters(), *bn.parameters()], lr=0.1)
    z = conv(torch.randn(4, 8, 6, 6, dtype=torch.float64))
    z.retain_grad()
    out = bn(z)
    (torch.randn_like(out) * out.tanh()).sum().backward()
    before = {name: t.detach().clone() for name, t in state.items() if t is not None}
    moved = {n for n in before if not torch.equal(before[n], start[n])}
    assert moved == {"running-mean", "running-var"}  # by the forward pass
    assert conv.bias is not None and conv.bias.grad is not None and z.grad is not None
    assert conv.bias.grad.abs().max() < 1e-12
    assert torch.allclose(z.grad.sum((0, 2, 3)), conv.bias.grad, atol=1e-12)
    step.step()
    changed = {n for n, t in state.items() if t is not None and (t - before[n]).abs().max() > 1e-9}
    assert changed == {o["id"] for o in question["options"] if o["correct"]}


def test_bn_param_count(question: Question) -> None:
    says(question, "73728", "256", "0.4%")
    assert torch.nn.Conv2d(64, 128, 3, bias=False).weight.numel() == 73728
    assert sum(p.numel() for p in torch.nn.BatchNorm2d(128).parameters()) == 256
    assert 256 / 73728 < 0.004
    for v, key in variants(question, 30):
        nets = [torch.nn.BatchNorm2d(v[c]) for c in ("c1", "c2", "c3")]
        if v["f"] == 2:
            count = sum(p.numel() for n in nets for p in n.parameters())
        else:
            tensors = [t for n in nets for t in n.state_dict().values()]
            count = sum(t.numel() for t in tensors if t.is_floating_point())
        assert count == key
        assert sum("num_batches_tracked" in n.state_dict() for n in nets) == 3


def test_bn_stat_update(question: Question) -> None:
    says(question, "0.1", "0.99", r"\frac{m-1}{m}\sigma^2")
    assert torch.nn.BatchNorm1d(1).momentum == 0.1
    for v, key in variants(question, 60):
        layer = torch.nn.BatchNorm1d(1, momentum=v["m"]).double()
        assert layer.running_var is not None and layer.running_mean is not None
        layer.running_var.fill_(v["r"])
        x = tensor([[v[f"x{i}"]] for i in range(1, 6)])
        layer(x)
        assert layer.running_var.item() == pytest.approx(key)
        assert x.var(correction=0).item() == pytest.approx(v["biased"])
        assert x.var().item() == pytest.approx(v["unbiased"])
        assert layer.running_mean.item() == pytest.approx(v["m"] * v["c"])
        gap = layer.running_var.item() - v["unbiased"]
        layer(x)
        assert layer.running_var.item() - v["unbiased"] == pytest.approx(gap * (1 - v["m"]))
        for _ in range(300):
            layer(x)
        assert layer.running_var.item() == pytest.approx(v["unbiased"])
    pairs = np.array(list(itertools.product([1.0, 2.0, 6.0], repeat=2)))  # all samples, m = 2
    assert pairs.var(axis=1).mean() == pytest.approx(np.var([1.0, 2.0, 6.0]) / 2)


def test_bn_running_buffers(question: Question) -> None:
    says(question, "| 0.10 | 0.41 | 0.65 | 0.90 | 0.99 |", "230", "22", "44")
    layer = torch.nn.BatchNorm1d(1).double()
    assert layer.running_mean is not None and layer.running_var is not None
    assert layer.running_mean.item() == 0 and layer.running_var.item() == 1
    seen = []
    for _ in range(44):
        layer(tensor([[0.5], [1.5]]))
        seen.append(layer.running_mean.item())
    assert [f"{seen[t - 1]:.2f}" for t in (1, 5, 10, 22, 44)] == "0.10 0.41 0.65 0.90 0.99".split()
    assert min(t for t in range(99) if 0.9**t < 0.1) == 22
    assert min(t for t in range(99) if 0.9**t < 0.01) == 44
    assert min(t for t in range(999) if 0.99**t < 0.1) == 230
    probe = torch.nn.BatchNorm1d(1).double()
    probe(tensor([[4.0], [6.0]]))
    assert probe.running_mean is not None and probe.running_mean.item() == pytest.approx(0.5)
    for v, key in variants(question, 60):
        value = 0.0
        for _ in range(v["t"]):
            if v["f"] == 1:  # PyTorch
                running = tensor([value])
                batch = tensor([[v["mu"] - 1.0], [v["mu"] + 1.0]])
                F.batch_norm(batch, running, tensor([1.0]), training=True, momentum=v["p"])
                value = running.item()
            else:  # Keras
                value = v["p"] * value + (1 - v["p"]) * v["mu"]
        assert value == pytest.approx(key)
