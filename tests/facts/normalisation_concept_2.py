"""More numbers and claims of the questions on what batch normalisation is and does."""

import math
from fractions import Fraction

import numpy as np
import pytest
import torch

from tests.facts.normalisation_concept import Question, bn, column, keys
from tests.facts.prose import says, variants


def shown_as(values: torch.Tensor, digits: int = 3) -> list[float]:
    """Return the numbers of a tensor as the prose shows them."""
    return [round(value, digits) for value in values.flatten().tolist()]


def test_bn_output_not_gaussian(question: Question) -> None:
    x = np.random.default_rng(0).exponential(size=10**6)
    z = bn(torch.tensor(x)[:, None]).numpy()
    assert (z**3).mean() == pytest.approx(2.0, rel=0.02)
    assert (z < -1).sum() == 0
    assert z.min() == pytest.approx(-1, abs=0.01)
    assert (z > 3).mean() == pytest.approx(0.018, rel=0.03)
    below = torch.special.ndtr(torch.tensor([-1.0, -3.0])).tolist()
    assert below == pytest.approx([0.159, 0.0013], abs=5e-4)
    says(question, "15.9%", "1.8%", "0.13%", "2.0")
    assert shown_as(bn(column(0, 10, 0, 10))) == [-1, 1, -1, 1]


def test_bn_algorithm_four_steps(question: Question) -> None:
    x = column(1, 3, 5, 7)
    assert shown_as(bn(x)) == [-1.342, -0.447, 0.447, 1.342]
    assert shown_as(bn(x, 2, 1)) == [-1.683, 0.106, 1.894, 3.683]
    assert torch.allclose(bn(2 * x + 1), bn(x)), "scaled first, gamma and beta are lost"
    norm = torch.nn.BatchNorm1d(1, momentum=1.0, dtype=torch.float64)
    norm(x)
    assert norm.state_dict()["running_var"].item() == pytest.approx(20 / 3)
    assert np.var([1, 3, 5, 7]) == 5
    says(question, "(-1.342,-0.447,0.447,1.342)", "(-1.683,0.106,1.894,3.683)", "6.67")
    after = {item["id"]: item["after"] for item in question["items"]}
    assert after["running"] == after["standardise"] == ["mean", "variance"]


def test_bn_restore_distribution(question: Question) -> None:
    one, two = column(0, 2, 4), column(10, 12, 20)
    gamma, beta = math.sqrt(8 / 3), 2.0
    assert round(gamma, 3) == 1.633
    assert torch.allclose(bn(one, gamma, beta), one)
    out = bn(two, gamma, beta)
    assert shown_as(out, 2) == [0.49, 1.24, 4.27]
    assert shown_as((two - out)[[0, 2]], 1) == [9.5, 15.7]
    says(question, "1.633", "(0.49,1.24,4.27)", "9.5", "15.7")
    assert bn(two, 5.0, 3.0).mean().item() == pytest.approx(3)
    assert bn(two, 0.0, 3.0).flatten().tolist() == [3, 3, 3]
    pair = torch.randn(50, 2, dtype=torch.float64) @ torch.tensor([[1.0, 2], [0, 1]]).double()
    raw, cooked = (torch.corrcoef(t.T)[0, 1].item() for t in (pair, bn(pair, -2.0, 1.0)))
    assert raw == pytest.approx(cooked)
    assert torch.nn.BatchNorm2d(64).weight.numel() == 64
    mean, var = torch.tensor([7.0]).double(), torch.tensor([2.5]).double()
    fixed = torch.nn.functional.batch_norm(two, mean, var, (var + 1e-5).sqrt(), mean)
    assert torch.allclose(fixed, two), "at inference the identity is reached for every batch"


def test_bn_after_relu_claim(question: Question) -> None:
    z = torch.randn(10**6, 1, generator=torch.Generator().manual_seed(0)).double()
    old = torch.relu(bn(z))
    new = bn(torch.relu(z))
    assert old.mean().item() == pytest.approx(0.399, abs=2e-3)
    assert (old == 0).double().mean().item() == pytest.approx(0.5, abs=2e-3)
    assert old.var().item() == pytest.approx(0.341, abs=2e-3)
    assert old.std().item() == pytest.approx(0.584, abs=2e-3)
    assert new.mean().abs().item() < 1e-9
    assert new.min().item() == pytest.approx(-0.683, abs=2e-3)
    assert (new == new.min()).double().mean().item() == pytest.approx(0.5, abs=2e-3)
    assert [round(1 / math.sqrt(2 * math.pi), 3), round(0.5 - 0.5 / math.pi, 3)] == [0.399, 0.341]
    says(question, "0.399", "0.341", "0.584", "0.683", "50%")
    assert shown_as(bn(column(0, 0, 1, 3)))[0] < 0
    says(question, "0.499", "0.478", "0.603", "0.596")  # as the benchmark lists them
    shifted = bn(torch.relu(z + 1))
    assert not torch.allclose(shifted, new, atol=0.1), "here the bias is not redundant"


def test_bn_linear_nonlinear_balance(question: Question) -> None:
    def ratio(at: float) -> float:
        z = torch.tensor([at, 0.0], dtype=torch.float64, requires_grad=True)
        (slope,) = torch.autograd.grad(torch.sigmoid(z).sum(), z)
        return float(slope[0] / slope[1])

    for gap, name in (("low", "small"), ("high", "big")):
        for v, key in keys(question, gap, 20):
            assert ratio(v[name]) == pytest.approx(key)
    for gamma, shown in ((0.5, "0.940"), (1.0, "0.786"), (2.0, "0.420"), (5.0, "0.0266")):
        assert ratio(gamma) == pytest.approx(float(shown), rel=2e-3)
        assert ratio(gamma) == pytest.approx(math.cosh(gamma / 2) ** -2)
        says(question, shown)
    assert ratio(12.0) == pytest.approx(4 * math.exp(-12), rel=1e-4)
    sigmoid = torch.sigmoid(torch.tensor(0.2)).item()
    assert [round(0.5 + 0.2 / 4, 4), round(sigmoid, 4)] == [0.55, 0.5498]
    z = torch.randn(10**5, generator=torch.Generator().manual_seed(0)) * 5
    assert ((4 * torch.sigmoid(z) * torch.sigmoid(-z)) < 0.5).float().mean() > 0.7


def test_bn_defect(question: Question) -> None:
    for pair in ((3, 5), (3, 500), (10, 14)):
        assert shown_as(bn(column(*pair))) == [-1, 1]
    with pytest.raises(ValueError, match="more than 1 value per channel"):
        torch.nn.BatchNorm1d(4)(torch.randn(1, 4))
    rng = np.random.default_rng(0)
    for size, shown in ((2, "0.707"), (8, "0.354"), (32, "0.177"), (128, "0.088")):
        jitter = rng.standard_normal((8000, size)).mean(1).std()
        assert jitter == pytest.approx(float(shown), rel=0.03)
        says(question, shown)


def test_bn_significance(question: Question) -> None:
    x = column(2, 4, 4, 6)
    assert shown_as(bn(x)) == [-1.414, 0, 0, 1.414]
    assert torch.allclose(bn(10 * x), bn(x))
    assert (x.mean().item(), x.var(correction=0).item()) == (4, 2)
    says(question, "-1.414,0,0,1.414", "10")


def test_non_zero_mean_problem(question: Question) -> None:
    for v, key in variants(question, 30):
        d, mu, var = v["d"], v["mu"], v["v"]
        moments = np.full((d, d), mu * mu) + np.diag([float(var)] * d)
        values = np.linalg.eigvalsh(moments)
        assert values[-1] / values[0] == pytest.approx(key)
    x = np.random.default_rng(0).standard_normal((200000, 3)) * 2 + 3
    assert np.allclose(x.T @ x / len(x), np.full((3, 3), 9.0) + 4 * np.eye(3), atol=0.15)
    hessian = np.full((10, 10), 4.0) + np.eye(10)
    values = np.linalg.eigvalsh(hessian)
    assert values[-1] / values[0] == pytest.approx(41)
    rate = 2 / (values[0] + values[-1])
    error, steps = np.linalg.eigh(hessian)[1][:, 0], 0
    while np.linalg.norm(error) > 1e-3:
        error, steps = error - rate * hessian @ error, steps + 1
    assert steps == 142
    assert round((41 - 1) / (41 + 1), 3) == 0.952
    assert np.linalg.cond(np.diag([100.0, 1.0])) == pytest.approx(100)
    says(question, "0.952", str(steps), "41", r"\kappa=100")


def test_bn_with_dropout(question: Question) -> None:
    torch.manual_seed(0)
    z = torch.randn(10**6, 1).double()
    cases = ((z, 2.0, "0.707"), (torch.relu(z), 2.47, "0.637"))
    for x, ratio, shown in cases:
        dropped = torch.nn.functional.dropout(x, 0.5)
        assert dropped.mean().item() == pytest.approx(x.mean().item(), abs=5e-3)
        assert (dropped.var() / x.var()).item() == pytest.approx(ratio, rel=0.01)
        norm = torch.nn.BatchNorm1d(1, momentum=1.0, dtype=torch.float64)
        norm(dropped)
        assert norm.eval()(x).std().item() == pytest.approx(float(shown), rel=0.01)
        says(question, shown)
    assert torch.relu(z).mean().item() ** 2 == pytest.approx(0.159, abs=2e-3)
    two = torch.nn.functional.dropout(torch.full((10**6,), 2.0), 0.5)
    assert (two.mean().item(), two.var().item()) == pytest.approx((2, 4), rel=0.01)
    says(question, "2.47", "0.159", "0.71")


def network(weights: list[torch.Tensor], x: torch.Tensor, *, norm: bool) -> torch.Tensor:
    """Run linear, BN, ReLU once per weight matrix."""
    for w in weights:
        z = x @ w
        x = torch.relu((z - z.mean(0)) / z.std(0, correction=0) if norm else z)
    return x


def test_bn_benefits_explosion(question: Question) -> None:
    torch.manual_seed(1)
    x = torch.randn(64, 32, dtype=torch.float64, requires_grad=True)
    base = [torch.randn(32, 32, dtype=torch.float64) / 4 for _ in range(20)]
    head = torch.randn(32, dtype=torch.float64)
    seen = []
    for factor in (1, 3):
        weights = [(factor * w).requires_grad_() for w in base]
        loss = (torch.tanh(network(weights, x, norm=True) @ head) ** 2).mean()
        dx, *dw = torch.autograd.grad(loss, [x, *weights])
        seen.append((loss, dx, dw))
    (loss1, dx1, dw1), (loss3, dx3, dw3) = seen
    assert loss3.item() == pytest.approx(loss1.item(), rel=1e-9)
    assert ((dx3 - dx1).norm() / dx1.norm()).item() < 1e-9
    ratios = [(b.norm() / a.norm()).item() for a, b in zip(dw1, dw3, strict=True)]
    assert ratios == pytest.approx([1 / 3] * 20)
    bare = [network([f * w for w in base], x, norm=False).norm() for f in (1, 3)]
    assert (bare[1] / bare[0]).item() == pytest.approx(3.49e9, rel=2e-3)
    right = {o["id"] for o in question["options"] if o["correct"]}
    assert right == {"outputs", "loss", "input-gradient"}
    says(question, "0.3333", r"3.49\times10^9")


def test_batchnorm_drawbacks(question: Question) -> None:
    torch.manual_seed(0)
    batch = torch.randn(8, 6, 5, 5)
    other = torch.cat([batch[:1], torch.randn(7, 6, 5, 5) * 3 + 1])
    bn_layer, gn_layer = torch.nn.BatchNorm2d(6), torch.nn.GroupNorm(2, 6)
    with torch.no_grad():
        assert not torch.allclose(bn_layer(batch)[0], bn_layer(other)[0], atol=0.1)
        assert torch.equal(gn_layer(batch)[0], gn_layer(other)[0])
        before = bn_layer(batch), gn_layer(batch)
        after = bn_layer.eval()(batch), gn_layer.eval()(batch)
        assert not torch.allclose(before[0], after[0], atol=0.1)
        assert torch.equal(before[1], after[1])
        bright = torch.cat([batch[:1], 2 * batch[:1]])
        assert torch.allclose(gn_layer(bright)[0], gn_layer(bright)[1], atol=1e-3)
        one, two = bn_layer.train()(bright)
        assert not torch.allclose(one, two, atol=0.1)
    names = {o["id"] for o in question["options"] if o["correct"]}
    assert names == {"small-batch", "mode-gap", "leak", "rnn"}
    assert not list(gn_layer.buffers()), "nothing is stored per time step"
    lone = torch.randn(3, 6, 7)
    layer_norm = torch.nn.functional.layer_norm(lone, (6, 7))
    assert torch.allclose(torch.nn.GroupNorm(1, 6)(lone), layer_norm, atol=1e-5)
    says(question, "7")


def test_bn_lr_scale_invariance(question: Question) -> None:
    torch.manual_seed(0)
    u, direction = torch.randn(64, 6).double(), torch.randn(6).double()
    target = torch.randn(64, dtype=torch.float64)

    def loss_and_gradient(w: torch.Tensor) -> tuple[float, torch.Tensor]:
        leaf = w.clone().requires_grad_()
        z = u @ leaf
        loss = (((z - z.mean()) / z.std(correction=0) - target) ** 2).mean()
        (gradient,) = torch.autograd.grad(loss, leaf)
        return loss.item(), gradient

    for gap in ("loss", "newgrad", "relative", "newlr"):
        for v, key in keys(question, gap, 8):
            w = direction / direction.norm() * v["norm"]
            (loss, g), (scaled_loss, scaled) = (loss_and_gradient(f * w) for f in (1, v["a"]))
            unit = v["grad"] / g.norm().item()  # scale the loss so that |g| is as stated
            old = v["lr"] * v["grad"] / v["norm"]
            new = v["lr"] * unit * scaled.norm().item() / (v["a"] * v["norm"])
            got = {"loss": scaled_loss / loss, "newgrad": unit * scaled.norm().item()}
            got |= {"relative": new / old, "newlr": v["lr"] * old / new}
            assert got[gap] == pytest.approx(key)
    _, g = loss_and_gradient(direction)
    assert (g @ direction).abs().item() < 1e-12
    assert (direction - 5 * g).norm() > direction.norm()
    assert math.hypot(3, 4) == 5
    assert Fraction(1, 10) / 10 == Fraction(1, 100)
    says(question, "1/100", "1/10")
