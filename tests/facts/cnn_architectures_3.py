"""Facts of the questions on residual networks, from autograd and brute force."""

import itertools
import math
import re
from typing import Any

import torch
from torch import nn
from torch.nn import functional as f

from tests.facts.cnn_architectures import norm
from tests.facts.convolution_counting import conv, gap, right_of, size
from tests.facts.prose import says, texts, variants

Question = dict[str, Any]


def slope(depth: int, inner: float, shortcut: float) -> float:
    """Return the derivative of `depth` scalar units x ↦ shortcut·x + inner·x, by autograd."""
    x = torch.ones((), dtype=torch.float64, requires_grad=True)
    y: torch.Tensor = x
    for _ in range(depth):
        y = shortcut * y + inner * y
    (grad,) = torch.autograd.grad(y, x)
    return float(grad)


def test_resnet_why_it_trains(question: Question) -> None:
    assert math.isclose(slope(8, -0.1, 0), 1e-8)
    assert f"{slope(8, -0.1, 1):.2f}" == "0.43"
    assert slope(8, -1.0, 1) == 0
    says(question, "$10^{-8}$", r"$0.9^8\approx0.43$")
    minus = -torch.eye(3)
    assert torch.linalg.svdvals(minus).tolist() == [1, 1, 1]
    assert not bool((minus + torch.eye(3)).any())
    turned = torch.tensor([[0.0, -2], [2, 0]])
    assert torch.allclose(torch.linalg.svdvals(turned), torch.tensor([2.0, 2]))
    shifted = torch.linalg.svdvals(turned + torch.eye(2))
    assert torch.allclose(shifted, torch.full((2,), math.sqrt(5)))
    says(question, r"$\sqrt5\approx2.24$")
    one, two = torch.randn(4, 4), torch.randn(4, 4)
    eye = torch.eye(4)
    jacobian = torch.stack([v + one @ v + two @ (v + one @ v) for v in eye], dim=1)
    assert torch.allclose(jacobian, (eye + two) @ (eye + one), atol=1e-5)
    assert torch.allclose(jacobian, eye + one + two + two @ one, atol=1e-5)


def test_resnet_identity_map(question: Question) -> None:
    assert right_of(question) == [False, True, False, False]
    baseline = (9, 12)
    verdicts = []
    for option in question["options"]:
        found = re.findall(r"(\d+)%", option["text"]["en"])
        assert found == re.findall(r"(\d+)%", option["text"]["zh"])
        train, test = map(int, found)
        healthy = "nearly 0" not in option["text"]["en"]
        verdicts.append(train > baseline[0] and test > baseline[1] and healthy)
    assert verdicts == right_of(question)  # both errors rise, the gradients do not vanish
    plain, residual = {18: 27.94, 34: 28.54}, {18: 27.88, 34: 25.03}
    assert plain[34] > plain[18]
    assert residual[34] < residual[18]
    for error in (*plain.values(), *residual.values()):
        says(question, f"{error}%")
    x = torch.rand(1, 8, 4, 4)
    copied = nn.Conv2d(8, 8, 3, padding=1)
    deeper = nn.Sequential(copied, *(nn.Identity() for _ in range(36)))
    assert torch.equal(copied(x), deeper(x))


def test_resnet_shortcut_add(question: Question) -> None:
    inner = torch.randn(5, 5, dtype=torch.float64)
    x = torch.randn(5, dtype=torch.float64, requires_grad=True)
    g = torch.randn(5, dtype=torch.float64)
    (grad,) = torch.autograd.grad(torch.tanh(inner @ x) + x, x, g)
    slope = 1 - torch.tanh(inner @ x.detach()) ** 2
    assert torch.allclose(grad, g + inner.T @ (slope * g))
    assert size(conv(64, 128, 1)) == 8192
    says(question, r"$64\cdot128=8192$")
    x = torch.randn(1, 64, 56, 56)
    padded = f.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, 64))
    assert padded.shape == (1, 128, 28, 28)
    assert not bool(padded[:, 64:].any())
    one = torch.tensor(1.0, requires_grad=True)
    (both,) = torch.autograd.grad(one + one, one, torch.tensor(5.0))
    assert float(both) == 10


def test_resnet_projection_shortcut(question: Question) -> None:
    names = ("out", "params", "seen", "zeros")
    drawn = [gap(question, name, 25) for name in names]
    for (v, out), (_, params), (_, seen), (_, zeros) in zip(*drawn, strict=True):
        shortcut = conv(v["c_in"], v["c_out"], 1, stride=2, padding=0)
        branch = conv(v["c_in"], v["c_out"], 3, stride=2, padding=1)
        x = torch.empty(1, v["c_in"], v["side"], v["side"], device="meta")
        assert out == shortcut(x).shape[-1] == branch(x).shape[-1]
        assert params == size(shortcut, norm(v["c_out"])) == v["weights"] + v["affine"]
        image = torch.zeros(1, 1, v["side"], v["side"], requires_grad=True)
        (read,) = torch.autograd.grad(f.conv2d(image, torch.ones(1, 1, 1, 1), None, 2).sum(), image)
        assert seen == int(read.count_nonzero())
        padded = f.pad(torch.ones(1, v["c_in"], 1, 1), (0, 0, 0, 0, 0, v["c_out"] - v["c_in"]))
        assert zeros == int((padded == 0).sum())
    assert size(conv(64, 128, 1), norm(128)) == 8448
    assert 28**2 / 56**2 == 0.25
    says(question, r"$64\cdot128+2\cdot128=8448$", "$28^2=784$", "25%")
    assert list(range(0, 7, 2)) == [0, 2, 4, 6]


class Block(nn.Module):
    """A basic block of ResNet v1 whose last BN starts at zero."""

    def __init__(self, width: int) -> None:
        """Take the number of channels."""
        super().__init__()
        self.last = nn.BatchNorm2d(width)
        nn.init.zeros_(self.last.weight)
        self.branch = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            self.last,
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Add the branch to the input; the ReLU follows."""
        return f.relu(x + self.branch(x))


def test_resnet_improvement(question: Question) -> None:
    assert right_of(question) == [False, False, False, True]
    blocks = [Block(4) for _ in range(16)]
    x = torch.rand(2, 4, 6, 6, requires_grad=True)
    y = nn.Sequential(*blocks)(x)
    assert torch.equal(y, x)
    y.backward(torch.ones_like(y))
    assert x.grad is not None
    assert torch.equal(x.grad, torch.ones_like(x))
    weights = [p for p in blocks[0].parameters() if p.dim() == 4]
    assert all(p.grad is not None and not bool(p.grad.any()) for p in weights)
    gamma = blocks[0].last.weight.grad
    assert gamma is not None
    assert bool(gamma.any())
    assert 2**16 == 65_536
    says(question, "65536")


def test_resnet_bottleneck_cost(question: Question) -> None:
    names = ("bottleneck", "narrow", "wide", "ratio", "models")
    drawn = [gap(question, name, 20) for name in names]
    for (v, slim), (_, narrow), (_, wide), (_, ratio), (_, models) in zip(*drawn, strict=True):
        m = v["m"]
        assert slim == size(conv(4 * m, m, 1), conv(m, m, 3), conv(m, 4 * m, 1)) == 17 * m * m
        assert narrow == size(conv(m, m, 3), conv(m, m, 3))
        assert wide == size(conv(4 * m, 4 * m, 3), conv(4 * m, 4 * m, 3))
        assert ratio == wide / slim
        assert models == 3
    assert f"{288 / 17:.1f}" == "16.9"
    assert [17 * 64**2, 18 * 64**2, 288 * 64**2] == [69_632, 73_728, 1_179_648]
    depths = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3)}
    assert all(2 * sum(blocks) + 2 == depth for depth, blocks in depths.items())
    deeper = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
    assert all(3 * sum(blocks) + 2 == depth for depth, blocks in deeper.items())
    assert len(deeper) == 3
    assert sum(depths[34]) == sum(deeper[50]) == 16
    says(question, "69 632", "73 728", "1 179 648", "16.9")


def test_resnet_gradient_derivation(question: Question) -> None:
    names = ("plain", "residual", "paths", "once", "kill")
    drawn = [gap(question, name, 25) for name in names]
    for (v, plain), (_, residual), (_, paths), (_, once), (_, kill) in zip(*drawn, strict=True):
        depth, s = v["depth"], v["slope"]
        assert math.isclose(plain, slope(depth, s, 0))
        assert math.isclose(residual, slope(depth, s, 1))
        assert slope(depth, kill, 1) == 0
        assert once == depth
        assert paths == 2**depth
    for depth in (3, 5):
        routes = list(itertools.product((0, 1), repeat=depth))  # shortcut or F at every unit
        assert len(routes) == 2**depth
        assert sum(sum(route) == 1 for route in routes) == depth
        total = sum(0.3 ** sum(route) for route in routes)
        assert math.isclose(total, slope(depth, 0.3, 1))
    assert f"{slope(10, 0.1, 1):.2f}" == "2.59"
    assert f"{slope(10, -0.1, 1):.3f}" == "0.349"
    assert math.isclose(slope(2, 0.1, 1), 1.21)
    says(question, r"$1.1^{10}\approx2.59$", r"$0.9^{10}\approx0.349$", "1.21")


def test_resnet_v2_preactivation(question: Question) -> None:
    steps = [item["id"] for item in question["items"]]
    assert steps == ["bn-in", "relu-in", "conv-a", "bn-mid", "relu-mid", "conv-b", "add"]
    x = torch.tensor(1.0, requires_grad=True)
    inner = torch.tensor(-3.0)
    (v1,) = torch.autograd.grad(f.relu(x + inner), x)
    (v2,) = torch.autograd.grad(x + inner, x)
    assert (float(v1), float(v2)) == (0, 1)
    says(question, "7.61%", "4.92%", "6.61%", "6.37%")


def test_preactivation_why(question: Question) -> None:
    lam, start = 0.7, 1.3
    steps = [0.4, -0.2, 0.9, 0.1]  # the values of F along the way
    x = start
    for step in steps:
        x = lam * x + step
    n = len(steps)
    summed = lam**n * start + sum(lam ** (n - 1 - i) * step for i, step in enumerate(steps))
    assert math.isclose(x, summed)
    assert 1 - 3 + 2 == 0  # v2
    assert max(max(1 - 3, 0) + 2, 0) == 2  # v1
    says(question, "6.61%", "12.35%", "7.61%", "4.92%")


def test_shortcut_scaling(question: Question) -> None:
    for v, key in variants(question, 30):
        assert math.isclose(key, slope(v["units"], 0.0, v["lam"]))
    assert f"{0.5**54:.1e}" == "5.6e-17"
    assert [f"{lam**54:.2g}" for lam in (1, 0.99, 0.9)] == ["1", "0.58", "0.0034"]
    root = 0.5 ** (1 / 54)
    assert f"{root:.3f}" == "0.987"
    assert 0.5**3 == 0.125
    says(question, "0.58", "0.0034", "5.6e-17", r"5.6\times10^{-17}", "0.987")


def test_resnet_feature(question: Question) -> None:
    assert right_of(question) == [False, True, False, False]
    assert 6 * 200 + 2 == 1202
    assert 6 * 18 + 2 == 110
    total = size(conv(3, 16, 3), norm(16)) + 64 * 10 + 10
    c_in = 16
    for width in (16, 32, 64):
        total += size(conv(c_in, width, 3), norm(width))
        total += (2 * 200 - 1) * size(conv(width, width, 3), norm(width))
        c_in = width
    assert f"{total / 1e6:.1f}" == "19.4"
    says(question, "6.43%", "7.93%", "0.1%")
    assert "1940 万" in texts(question, "zh")
    assert "19.4 million" in texts(question, "en")
