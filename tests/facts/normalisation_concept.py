"""Numbers and claims of the questions on what batch normalisation is and does."""

import math
from typing import Any

import numpy as np
import pytest
import torch

from tests.facts.prose import says, variants

Question = dict[str, Any]


def keys(question: Question, gap: str, count: int) -> list[tuple[dict[str, Any], Any]]:
    """Draw variants together with the key of one numeric gap of a cloze."""
    (found,) = [g for g in question["gaps"] if g["id"] == gap]
    return variants({**question, "answer": found["answer"]}, count)


def bn(x: torch.Tensor, gamma: float = 1.0, beta: float = 0.0, eps: float = 1e-12) -> torch.Tensor:
    """Run torch's BatchNorm1d in training mode over the batch axis of (N, C)."""
    layer = torch.nn.BatchNorm1d(x.shape[1], eps=eps, dtype=x.dtype)
    with torch.no_grad():
        layer.weight.fill_(gamma)
        layer.bias.fill_(beta)
    out: torch.Tensor = layer(x)
    return out.detach()


def column(*values: float) -> torch.Tensor:
    """Return the values as one channel of a batch."""
    return torch.tensor(values, dtype=torch.float64)[:, None]


def test_batchnorm_definition(question: Question) -> None:
    for gap in ("means", "count", "mean", "sd"):
        for v, key in keys(question, gap, 5):
            x = torch.rand(v["batch"], v["c"], v["h"], v["w"], dtype=torch.float64) ** 3
            layer = torch.nn.BatchNorm2d(v["c"], eps=1e-12, dtype=torch.float64)
            torch.nn.init.constant_(layer.weight, v["g"])
            torch.nn.init.constant_(layer.bias, v["b"])
            one = layer(x)[:, 3].flatten()
            got = {"means": layer.num_features, "count": one.numel()}
            got |= {"mean": one.mean().item(), "sd": one.std(correction=0).item()}
            assert got[gap] == pytest.approx(key)
    x = column(1, 2, 3, 6)
    y = bn(x, gamma=-2, beta=3).flatten()
    assert x.var(correction=0).item() == 3.5
    assert [round(value, 3) for value in y.tolist()] == [5.138, 4.069, 3.0, -0.207]
    assert (y.mean().item(), y.std(correction=0).item()) == pytest.approx((3, 2))
    gaps = -y.diff()
    assert (gaps / gaps[0]).tolist() == pytest.approx([1, 1, 3])
    says(question, "3.5", "5.138", "4.069", "−0.207", "1:1:3", "1.871")
    assert round(math.sqrt(3.5), 3) == 1.871


def test_bn_why_affine(question: Question) -> None:
    z = torch.randn(10**6, generator=torch.Generator().manual_seed(0))
    for beta, share in ((0.0, "50%"), (1.0, "15.9%"), (-1.0, "84.1%")):
        assert (z + beta <= 0).float().mean().item() * 100 == pytest.approx(
            float(share.rstrip("%")), abs=0.2
        )
        says(question, share)
    x = torch.randn(32, 5, dtype=torch.float64)
    gamma, beta_vector = torch.rand(5, dtype=torch.float64) + 0.5, torch.randn(5).double()
    w, b, hat = torch.randn(3, 5).double(), torch.randn(3).double(), bn(x)
    merged = hat @ (w * gamma).T + (w @ beta_vector + b)
    assert torch.allclose((hat * gamma + beta_vector) @ w.T + b, merged)
    assert torch.allclose(torch.relu(gamma * hat), gamma * torch.relu(hat))
    assert not torch.allclose(torch.relu(-gamma * hat), -gamma * torch.relu(hat))
    kernel = torch.rand(1, 1, 3, 3)
    shift = torch.nn.functional.conv2d(torch.ones(1, 1, 5, 5), kernel, padding=1)
    assert torch.allclose(shift[..., 1:-1, 1:-1], kernel.sum()), "a bias can do this inside"
    assert shift[0, 0, 0, 0] < kernel.sum() - 0.1, "but not at the zero-padded border"
    layer = torch.nn.Sequential(
        torch.nn.Linear(2, 16), torch.nn.BatchNorm1d(16, affine=False), torch.nn.ReLU()
    )
    net = torch.nn.Sequential(layer, torch.nn.Linear(16, 1))
    torch.manual_seed(0)
    data = torch.randn(256, 2)
    target = (data[:, :1] * data[:, 1:] > 0).float()
    optimiser = torch.optim.Adam(net.parameters(), lr=0.05)
    losses = []
    for _ in range(150):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(net(data), target)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.3 * losses[0], "BN without gamma and beta does learn"


def test_bn_recover_identity(question: Question) -> None:
    for v, key in variants(question, 30):
        x = column(v["x1"], v["x2"], v["x3"], v["x4"])
        assert torch.allclose(bn(x, gamma=key, beta=v["mean"], eps=v["eps"]), x)
        assert x.var(correction=0).item() == pytest.approx(v["var"])
    x = column(1, 2, 3, 6)
    assert torch.allclose(bn(x, gamma=2, beta=3, eps=0.5), x)
    wrong = bn(x, gamma=math.sqrt(3.5), beta=3, eps=0.5)
    assert round(wrong[0].item(), 3) == 1.129
    says(question, "1.871", "1.129", "3.5")
    other = column(0, 4, 5, 9)
    assert not torch.allclose(bn(other, gamma=2, beta=3, eps=0.5), other)


def test_bn_position_before_activation(question: Question) -> None:
    torch.manual_seed(0)
    conv = torch.nn.Conv2d(64, 128, 3, dtype=torch.float64)
    norm = torch.nn.BatchNorm2d(128, dtype=torch.float64)
    x = torch.randn(2, 64, 6, 6, dtype=torch.float64)
    before = torch.relu(norm(conv(x)))
    torch.autograd.backward((before * torch.randn_like(before)).sum())
    assert conv.bias is not None
    assert conv.bias.grad is not None
    assert conv.weight.grad is not None
    assert conv.bias.grad.abs().max() < 1e-10
    assert conv.weight.grad.abs().max() > 1e-2
    assert conv.bias.numel() == 128
    with torch.no_grad():
        late = norm(torch.relu(conv(x)))
        conv.bias += 7
        assert torch.allclose(torch.relu(norm(conv(x))), before)
        assert not torch.allclose(norm(torch.relu(conv(x))), late, atol=0.1)
    says(question, "128", "7")


def test_bn_and_whitening(question: Question) -> None:
    rng = np.random.default_rng(0)
    for v, key in variants(question, 30):
        sigma = np.array([[v["v1"], v["cov"]], [v["cov"], v["v2"]]], dtype=float)
        raw = rng.standard_normal((50, 2))
        raw = np.linalg.solve(np.linalg.cholesky(np.cov(raw.T, bias=True)), (raw - raw.mean(0)).T).T
        x = raw @ np.linalg.cholesky(sigma).T
        assert np.allclose(np.cov(x.T, bias=True), sigma)
        out = bn(torch.tensor(x)).numpy()
        assert np.cov(out.T, bias=True)[0, 1] == pytest.approx(key)
    sigma = np.array([[4.0, 3.0], [3.0, 9.0]])
    scale = np.diag(sigma) ** -0.5
    after = sigma * np.outer(scale, scale)
    assert after[0, 1] == pytest.approx(0.5)
    assert sorted(np.linalg.eigvalsh(after)) == pytest.approx([0.5, 1.5])
    values, vectors = np.linalg.eigh(sigma)
    root = vectors @ np.diag(values**-0.5) @ vectors.T
    assert np.allclose(root @ sigma @ root, np.eye(2))
    assert np.triu(np.ones((256, 256))).sum() == 32896
    assert np.linalg.matrix_rank(np.cov(rng.standard_normal((64, 512)).T)) == 63
    says(question, "32896", "0.5", "1.5", "63")


def test_bn_absolute_vs_relative_difference(question: Question) -> None:
    for v, key in variants(question, 30):
        mu, var, g, b = (
            torch.tensor([float(v[name])]).double() for name in ("mu", "var", "g", "b")
        )
        x = column(v["xa"], v["xb"])  # eval mode takes the statistics of the statement
        y = torch.nn.functional.batch_norm(x, mu, var, g, b, eps=v["eps"])
        assert (y[0] - y[1]).item() == pytest.approx(key)
    three = [-(x - 5) / math.sqrt(4) + 7 for x in (2, 4, 10)]
    assert three == [8.5, 7.5, 4.5]
    assert (10 - 4) / (4 - 2) == (three[1] - three[2]) / (three[0] - three[1]) == 3
    says(question, "8.5", "7.5", "4.5", "3:1")
    a, b = torch.rand(1, 1, 4, 4), 3 * torch.rand(1, 1, 4, 4) + 1
    single = torch.nn.functional.instance_norm(torch.cat([a, b]))
    ratio = (single[0] - single[1]) / (a - b)[0]
    assert ratio.std() > 0.1, "under InstanceNorm there is no common factor"


def test_bn_motivation_distribution_shift(question: Question) -> None:
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(64, 4, generator=generator)
    target = torch.randn(64, 1, generator=generator)
    for normalised in (False, True):
        w1 = torch.randn(4, 3, generator=generator).requires_grad_()
        w2 = torch.randn(3, 1, generator=generator).requires_grad_()
        spread = []
        for _ in range(20):
            hidden = x @ w1
            if normalised:
                hidden = (hidden - hidden.mean(0)) / hidden.std(0, correction=0)
            spread.append(hidden[:, 0].std(correction=0).item())
            loss = ((hidden @ w2 - target) ** 2).mean()
            g1, g2 = torch.autograd.grad(loss, (w1, w2))
            w1 = (w1 - 0.1 * g1).detach().requires_grad_()
            w2 = (w2 - 0.1 * g2).detach().requires_grad_()
        if normalised:
            assert spread == pytest.approx([1.0] * 20, abs=1e-4)
        else:
            assert len({round(value, 6) for value in spread}) == 20
    z = np.random.default_rng(0).standard_normal(10**6)
    assert (1.5 * z).var() == pytest.approx(2.25, rel=5e-3)
    says(question, "1.5", "2.25")


def test_bn_as_preprocessing(question: Question) -> None:
    u, g = torch.tensor([1.0, 3.0, 8.0]), torch.tensor([0.7, -0.4, 0.2])
    b = torch.zeros((), requires_grad=True)
    shifted = u + b
    (right,) = torch.autograd.grad(((shifted - shifted.mean()) * g).sum(), b)
    assert right.abs() < 1e-6
    losses = []
    for _ in range(100):
        shifted = u + b
        loss = ((shifted - shifted.mean().detach()) * g).sum()
        losses.append(loss.item())
        (wrong,) = torch.autograd.grad(loss, b)
        b = (b - 0.1 * wrong).detach().requires_grad_()
    assert wrong.item() == pytest.approx(g.sum().item()) == pytest.approx(0.5)
    assert b.item() == pytest.approx(-5, rel=1e-4)
    assert max(losses) - min(losses) < 1e-4
    says(question, "0.5", "100", "−5")


def gradient_ratio(depth: int, factor: float, *, normalised: bool, seed: int) -> float:
    """Return the norm of the gradient at the first pre-activation over that at the last."""
    generator = torch.Generator().manual_seed(seed)
    h = torch.randn(128, 256, generator=generator, dtype=torch.float64)
    z: list[torch.Tensor] = []
    for _ in range(depth):
        w = torch.randn(256, 256, generator=generator, dtype=torch.float64)
        z.append((h @ w * math.sqrt(factor / 256)).requires_grad_())
        norm = torch.nn.BatchNorm1d(256, dtype=torch.float64)
        h = torch.relu(norm(z[-1]) if normalised else z[-1])
    v = torch.randn(h.shape, generator=generator, dtype=torch.float64)
    first, last = torch.autograd.grad((h * v).sum(), (z[0], z[-1]))
    return float(first.norm() / last.norm())


def test_bn_vanishing_claim(question: Question) -> None:
    expected = {(2.0, False): 1.0, (1.0, False): 4e-8, (2.0, True): 6300, (1.0, True): 6300}
    for (factor, normalised), want in expected.items():
        ratios = [gradient_ratio(50, factor, normalised=normalised, seed=seed) for seed in range(3)]
        assert np.mean(ratios) == pytest.approx(want, rel=0.12)
    assert math.sqrt(math.pi / (math.pi - 1)) == pytest.approx(1.211, abs=5e-4)
    assert math.pi / (math.pi - 1) == pytest.approx(1.467, abs=5e-4)
    z = np.maximum(np.random.default_rng(0).standard_normal(10**6), 0)
    assert z.var() == pytest.approx(0.5 - 1 / (2 * math.pi), rel=5e-3)
    assert z.var() / (z**2).mean() == pytest.approx((math.pi - 1) / math.pi, rel=5e-3)
    assert 1.2**37 < 1000 < 1.2**38
    predicted, per_layer = 1.211**49, 6300 ** (1 / 49)
    assert (round(predicted, -3), round(per_layer, 3)) == (12000, 1.195)
    says(question, "6300", "1.211", "1.467", r"4\times10^{-8}", "37.9", "1.195")
    says(question, r"1.211^{49}\approx1.2\times10^4")


def test_bn_regulariser_dropout(question: Question) -> None:
    rng = np.random.default_rng(0)
    for size, mean, sd in ((32, 0.177, 0.125), (512, 0.044, 0.031)):
        batches = rng.standard_normal((4000, size))
        assert batches.mean(1).std() == pytest.approx(mean, rel=0.04)
        assert batches.std(1).std() == pytest.approx(sd, rel=0.05)
        says(question, str(mean), str(sd))
    assert math.sqrt(512 / 32) == 4
    assert round((3 - 0.8) / 2.0, 2) == 1.10
    assert round((3 - 1.1) / 1.9, 2) == 1.00
    assert rng.normal(0, 2, (20000, 100)).mean(1).std() == pytest.approx(0.2, rel=0.03)


def test_bn_effect_saturation(question: Question) -> None:
    def slope(at: float) -> float:
        z = torch.tensor(at, dtype=torch.float64, requires_grad=True)
        (out,) = torch.autograd.grad(torch.sigmoid(z), z)
        return out.item()

    for v, key in variants(question, 30):
        assert slope((v["x"] - v["mu"]) / v["s"]) / slope(v["x"]) == pytest.approx(key)
    assert round(slope(1), 4) == 0.1966
    assert round(slope(8), 6) == 0.000335
    assert round(slope(1) / slope(8)) == 586
    outlier = column(1, *[0.0] * 31)
    assert bn(outlier).max().item() == pytest.approx(math.sqrt(31)) == pytest.approx(5.57, abs=5e-3)
    says(question, "0.1966", "0.000335", "586", "5.57", "0.25")
    assert slope(0) == 0.25


def test_bn_advantages(question: Question) -> None:
    torch.manual_seed(0)
    u, v = torch.randn(64, 8).double(), torch.randn(64, 5).double()
    w = torch.randn(5, 8, dtype=torch.float64)
    results = []
    for factor in (1, 4):
        scaled = (factor * w).requires_grad_()
        z = u @ scaled.T
        out = (z - z.mean(0)) / z.std(0, correction=0)
        (gradient,) = torch.autograd.grad((torch.tanh(out) * v).sum(), scaled)
        results.append((out.detach(), gradient.norm().item()))
    assert torch.allclose(results[0][0], results[1][0])
    assert results[1][1] / results[0][1] == pytest.approx(1 / 4)
    says(question, "1/4")
    conv = torch.nn.Conv2d(3, 4, 3, dtype=torch.float64)
    norm = torch.nn.BatchNorm2d(4, dtype=torch.float64)
    x = torch.randn(2, 3, 6, 6, dtype=torch.float64)
    norm(conv(x))
    fused = torch.nn.utils.fuse_conv_bn_eval(conv.eval(), norm.eval())
    assert torch.allclose(fused(x), norm(conv(x)))
