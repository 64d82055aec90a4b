"""Facts of the questions on computing BatchNorm: every number and claim of their prose."""

import itertools
from typing import Any

import numpy as np
import pytest
import torch

from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says, variants

torch.set_num_threads(1)
F = torch.nn.functional
Question = dict[str, Any]
Floats = np.typing.NDArray[np.float64]
EPS0 = 1e-14  # for claims that ignore epsilon


def tensor(values: object) -> torch.Tensor:
    return torch.tensor(np.asarray(values), dtype=torch.float64)


def test_normalisation_general_form(question: Question) -> None:
    shown = ["(1,3)", "(15,35)", r"\mu=25", r"\sigma=10", "(-1,1)"]
    says(question, *shown)
    for values in ([1.0, 3.0], [15.0, 35.0]):
        out = F.layer_norm(tensor(values), (2,), eps=EPS0)
        assert out.tolist() == pytest.approx([-1, 1])
    assert np.mean([15, 35]) == 25
    assert np.std([15, 35]) == 10
    gaps = {gap["id"]: gap for gap in question["gaps"]}
    rng = np.random.default_rng(0)
    for v, _ in variants(question, 40):
        x = rng.normal(size=9) * 3 + 2

        def layer(x: Floats, v: dict[str, Any] = v, eps: float = EPS0) -> torch.Tensor:
            weight, bias = torch.full((9,), v["g"] + 0.0), torch.full((9,), v["be"] + 0.0)
            return F.layer_norm(tensor(x), (9,), weight.double(), bias.double(), eps)

        y = layer(x).numpy()
        assert y.mean() == pytest.approx(v["be"])
        assert y.std() == pytest.approx(v["g"])
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
    assert x[:, 0].mean() == 20
    assert x[:, 0].std(correction=0) == 10
    y = F.batch_norm(x, None, None, training=True, eps=EPS0)
    assert torch.allclose(y[0], tensor(-1.0))
    assert torch.allclose(y[1], tensor(1.0))
    assert F.instance_norm(x, eps=1e-5).abs().max() < 1e-9
    rng = np.random.default_rng(0)
    images = tensor(rng.exponential(size=(4, 3, 6, 7)) + rng.normal(size=(4, 3, 1, 1)))
    bn = F.batch_norm(images, None, None, training=True, eps=EPS0)
    assert bn.mean((0, 2, 3)).abs().max() < 1e-12
    assert bn.mean((2, 3)).abs().min() > 1e-3
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
    assert conv.bias is not None
    assert conv.bias.grad is not None
    assert z.grad is not None
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
        assert layer.running_var is not None
        assert layer.running_mean is not None
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
    assert layer.running_mean is not None
    assert layer.running_var is not None
    assert layer.running_mean.item() == 0
    assert layer.running_var.item() == 1
    seen = []
    for _ in range(44):
        layer(tensor([[0.5], [1.5]]))
        seen.append(layer.running_mean.item())
    assert [f"{seen[t - 1]:.2f}" for t in (1, 5, 10, 22, 44)] == [
        "0.10",
        "0.41",
        "0.65",
        "0.90",
        "0.99",
    ]
    for curve, rho in (("fast", 0.9), ("slow", 0.99)):
        picture = QUESTIONS / "normalisation" / question["figures"][0]["file"]
        t, y = ((polyline(picture, curve) - (36, 184)) / (1.18, -156)).T
        assert np.abs(1 - rho**t - y).max() < 0.001
    assert min(t for t in range(99) if 0.9**t < 0.1) == 22
    assert min(t for t in range(99) if 0.9**t < 0.01) == 44
    assert min(t for t in range(999) if 0.99**t < 0.1) == 230
    probe = torch.nn.BatchNorm1d(1).double()
    probe(tensor([[4.0], [6.0]]))
    assert probe.running_mean is not None
    assert probe.running_mean.item() == pytest.approx(0.5)
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


def orders(items: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Every order that respects the `after` of the items."""
    found: list[tuple[str, ...]] = [()]
    for _ in items:
        found = [
            (*done, item["id"])
            for done in found
            for item in items
            if item["id"] not in done and set(item["after"]) <= set(done)
        ]
    return found


def run_lines(lines: list[str], space: dict[str, Any]) -> dict[str, Any]:
    exec("\n".join(lines), space)  # noqa: S102 - lines of our own questions
    return space


def test_bn_forward_code(question: Question) -> None:
    says(question, "14")
    code = {i["id"]: i["text"]["en"].strip("`") for i in question["items"] + question["extra"]}
    accepted = orders(question["items"])
    assert len(accepted) == 14
    rng = np.random.default_rng(0)
    x, gamma, beta, eps = rng.normal(size=(5, 3)) * 2 + 4, np.array([2, -1, 0.5]), np.ones(3), 0.3
    running, var = torch.zeros(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
    want = F.batch_norm(
        tensor(x), running, var, tensor(gamma), tensor(beta), training=True, eps=eps
    )

    def run(order: tuple[str, ...]) -> dict[str, Any]:
        given = {"x": x, "gamma": gamma, "beta": beta, "eps": eps, "N": 5, "np": np}
        return run_lines([code[name] for name in order], {**given, "rmean": np.zeros(3)})

    for order in accepted:
        done = run(order)
        assert done["out"] == pytest.approx(want.numpy())
        assert done["rmean"] == pytest.approx(running.numpy())
        assert done["out"].mean(axis=0) == pytest.approx(beta)
        assert len(done["cache"]) == 4
    for extra, replaced in (("unbiased", "var"), ("row-mean", "mu"), ("eps-outside", "ivar")):
        changed = tuple(extra if n == replaced else n for n in accepted[0] if n != "running")
        assert np.abs(run(changed)["out"] - want.numpy()).max() > 1e-2, extra
    big = rng.normal(size=1000) + 1e8
    assert abs(big.var() - 1) < 0.2
    assert abs((big**2).mean() - big.mean() ** 2 - big.var()) > 0.2


def test_bn_backward_code(question: Question) -> None:
    says(question, "56")
    code = {i["id"]: i["text"]["en"].strip("`") for i in question["items"] + question["extra"]}
    accepted = orders(question["items"])
    assert len(accepted) == 56
    rng = np.random.default_rng(1)
    x, dout, eps = tensor(rng.normal(size=(5, 3)) * 2 + 4), tensor(rng.normal(size=(5, 3))), 0.3
    gamma, beta = tensor([2, -1, 0.5]).requires_grad_(), tensor([1.0, 1, 1]).requires_grad_()
    x.requires_grad_()
    y = F.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)
    gradients = torch.autograd.grad(y, (x, gamma, beta), dout)
    want = dict(zip(("dx", "dgamma", "dbeta"), (g.numpy() for g in gradients), strict=True))
    xmu = (x - x.mean(0)).detach().numpy()
    ivar = 1 / np.sqrt((xmu**2).mean(axis=0) + eps)
    left = {"xmu": xmu, "ivar": ivar, "xhat": xmu * ivar, "gamma": gamma.detach().numpy()}

    def run(order: tuple[str, ...]) -> dict[str, Any]:
        given = {**left, "dout": dout.numpy(), "N": 5, "np": np}
        return run_lines([code[name] for name in order], given)

    for order in accepted:
        done = run(order)
        for name, value in want.items():
            assert done[name] == pytest.approx(value), (order, name)
        assert np.abs(done["dx"].sum(axis=0)).max() < 1e-12
        assert done["dvar"] * 2 * xmu.sum(axis=0) == pytest.approx(0)  # drops out of dmu
    for extra, place, name in (
        ("constant-stats", "dx", "dx"),
        ("dgamma-xmu", "dgamma", "dgamma"),
        ("dxmu-single", "dxmu", "dx"),
    ):
        changed = run(tuple(extra if n == place else n for n in accepted[0]))
        assert np.abs(changed[name] - want[name]).max() > 1e-2, extra


def test_bn_train_test_phase(question: Question) -> None:
    says(question, "4")
    accepted = orders(question["items"])
    assert len(accepted) == 4
    torch.manual_seed(0)
    batch = torch.randn(6, 3, 4, 4, dtype=torch.float64) * 2 + 1
    image = torch.randn(1, 3, 4, 4, dtype=torch.float64)
    axes = (0, 2, 3)
    results = []
    for order in accepted:  # the steps by hand, beside nn.BatchNorm2d
        s: dict[str, Any] = {"rm": torch.zeros(3).double(), "rv": torch.ones(3).double()}
        s |= {"g": torch.ones(3).double().requires_grad_(), "b": torch.zeros(3).double()}
        view = (1, 3, 1, 1)

        def scale(x: torch.Tensor, m: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
            return (x - m.view(1, 3, 1, 1)) / torch.sqrt(v.view(1, 3, 1, 1) + 1e-5)

        for name in order:
            if name == "batch-stats":
                s["m"], s["v"] = batch.mean(axes), batch.var(axes, correction=0)
            elif name == "running":
                s["rm"] = 0.9 * s["rm"] + 0.1 * s["m"]
                s["rv"] = 0.9 * s["rv"] + 0.1 * s["v"] * 96 / 95
            elif name == "normalise":
                s["xhat"] = scale(batch, s["m"], s["v"])
            elif name == "affine":
                s["y"] = s["g"].view(view) * s["xhat"] + s["b"].view(view)
            elif name == "step":
                (grad,) = torch.autograd.grad(s["y"].pow(3).sum(), s["g"])
                s["g"] = (s["g"] - 0.01 * grad).detach()
            elif name == "test":
                s["out"] = s["g"].view(view) * scale(image, s["rm"], s["rv"]) + s["b"].view(view)
        results.append(s["out"])
    bn = torch.nn.BatchNorm2d(3).double().train()
    optimiser = torch.optim.SGD([bn.weight], lr=0.01)
    bn(batch).pow(3).sum().backward()
    optimiser.step()
    assert bn.num_batches_tracked is not None
    assert bn.num_batches_tracked.item() == 1
    bn.eval()
    want = bn(image)
    assert all(torch.equal(r, results[0]) and torch.allclose(r, want) for r in results)
    assert bn.num_batches_tracked.item() == 1
    bn.train()
    with torch.no_grad():  # no_grad does not switch the mode
        assert not torch.allclose(bn(image), want)
    assert bn.num_batches_tracked.item() == 2


def test_bn_code_running_stats_missing(question: Question) -> None:
    says(question, "1e-5")
    assert 300 < 1 / np.sqrt(1e-5) < 400  # "several hundred times"
    for v, _ in variants(question, 60):
        assert v["right"] not in (v["swapped"], v["halfway"])
        assert v["swapped"] != v["halfway"]
        layer = torch.nn.BatchNorm1d(1, momentum=v["rest"]).double()
        assert layer.running_mean is not None
        assert layer.running_var is not None
        layer.running_mean.fill_(v["r"])
        x = tensor([[v["mu"] - 1.5], [v["mu"] + 1.5]])
        mine, mine_var = float(v["r"]), 1.0
        for step in range(5):
            layer(x)
            mine = v["mom"] * mine + (1 - v["mom"]) * float(x.mean())
            mine_var = v["mom"] * mine_var + (1 - v["mom"]) * float(x.var(correction=0))
            assert layer.running_mean.item() == pytest.approx(mine)
            assert abs(layer.running_var.item() - mine_var) > 1e-3
            if step == 0:
                assert layer.running_mean.item() == pytest.approx(v["right"], abs=0.006)
    fresh = torch.nn.BatchNorm1d(2).double().eval()  # the lines forgotten: initial values
    x = torch.randn(4, 2, dtype=torch.float64)
    assert torch.allclose(fresh(x), x / np.sqrt(1 + 1e-5))


def test_bn_train_vs_test_stats(question: Question) -> None:
    torch.manual_seed(0)
    shape = (8, 3, 4, 4)
    batch, earlier, other = (torch.randn(shape, dtype=torch.float64) * 2 + 1 for _ in range(3))

    def first(change: str, mode: str) -> torch.Tensor:
        bn = torch.nn.BatchNorm2d(3).double().train()
        bn(other if change == "previous-batch" else earlier)
        assert bn.running_mean is not None
        if change == "running-mean":
            bn.running_mean.fill_(1000)
        bn.momentum = 0.5 if change == "momentum" else 0.1
        bn.eps = 0.1 if change == "eps" else 1e-5
        bn.train(mode == "train" and change != "eval-mode")
        x = batch.clone()
        if change == "other-image":
            x[1] = other[1]
        out: torch.Tensor = bn(x)[0]
        return out

    changes = [o["id"] for o in question["options"]]
    moved = {c for c in changes if not torch.equal(first(c, "train"), first("", "train"))}
    assert moved == {o["id"] for o in question["options"] if o["correct"]}
    moved = {c for c in changes if not torch.equal(first(c, "eval"), first("", "eval"))}
    assert moved == {"running-mean", "eps", "previous-batch"}  # in evaluation mode
