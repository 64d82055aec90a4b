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
