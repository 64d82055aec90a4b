"""Facts of the questions on BatchNorm at inference and in reverse, and on LN, IN, GN and SN."""

import numpy as np
import pytest
import torch

from tests.facts.normalisation_computation import Question, tensor
from tests.facts.prose import says, variants

F = torch.nn.functional


def test_bn_backward_closed_form(question: Question) -> None:
    def gradient(x: list[float], dy: list[float], gamma: float, eps: float) -> torch.Tensor:
        inputs = tensor([[value] for value in x]).requires_grad_()
        y = F.batch_norm(inputs, None, None, tensor([gamma]), None, training=True, eps=eps)
        (found,) = torch.autograd.grad(y, inputs, tensor([[value] for value in dy]))
        return found.flatten()

    for v, key in variants(question, 60):
        x, dy = [v[f"x{i}"] + 0.0 for i in range(1, 5)], [v[f"d{i}"] + 0.0 for i in range(1, 5)]
        dx = gradient(x, dy, v["g"], v["eps"])
        assert dx[0].item() == pytest.approx(key)
        assert abs(dx.sum().item()) < 1e-12
        assert np.var(x) == v["sigma2"]
        assert v["s"] ** 2 == v["sigma2"] + v["eps"]
        xhat = (np.array(x) - np.mean(x)) / v["s"]
        left = v["g"] * float(np.dot(dy, xhat)) * v["eps"] / v["s"] ** 3
        assert float(np.dot(dx.numpy(), xhat)) == pytest.approx(left)
    assert gradient([3.0, 7.5], [2.0, -1.0], 3.0, 1e-13).abs().max() < 1e-11


def test_bn_test_time(question: Question) -> None:
    says(question, r"$w'=3$", r"$b'=-7$", "3(9-5)/2-1=5", r"3\cdot4-7=5")
    bn = torch.nn.BatchNorm2d(1, eps=1.0).double().eval()
    conv = torch.nn.Conv2d(1, 1, 1).double()
    with torch.no_grad():
        for name, value in (("weight", 3), ("bias", -1), ("running_mean", 5), ("running_var", 3)):
            getattr(bn, name).fill_(value)
        conv.weight.fill_(2)
        assert conv.bias is not None
        conv.bias.fill_(1)
        assert [bn(conv(torch.full((1, 1, 1, 1), x).double())).item() for x in (0.0, 1, 4)] == [
            -7,
            -4,
            5,
        ]
    torch.manual_seed(0)
    conv = torch.nn.Conv2d(3, 5, 3, padding=1).double()
    bn = torch.nn.BatchNorm2d(5).double()
    for _ in range(5):
        bn(torch.randn(4, 5, 6, 6, dtype=torch.float64) * 2 + 1)
    bn.eval()
    assert bn.running_var is not None
    assert bn.running_mean is not None
    assert conv.bias is not None
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    weight = conv.weight * factor.view(-1, 1, 1, 1)
    bias = bn.bias + factor * (conv.bias - bn.running_mean)
    x = torch.randn(2, 3, 6, 6, dtype=torch.float64)
    assert torch.allclose(bn(conv(x)), F.conv2d(x, weight, bias, padding=1))
    # BN in front of a padded convolution: exact inside, not at the border
    first = torch.nn.BatchNorm2d(3).double().eval()
    assert first.running_mean is not None
    first.running_mean.fill_(0.7)
    weight = conv.weight / np.sqrt(1 + 1e-5)
    bias = conv.bias - 0.7 * weight.sum((1, 2, 3))
    gap = (conv(first(x)) - F.conv2d(x, weight, bias, padding=1)).abs()
    assert gap[:, :, 1:-1, 1:-1].max() < 1e-12
    assert gap.max() > 1e-3
    one = torch.full((1, 2, 1, 1), 3.0).double()  # one value per channel: 0 / sqrt(eps)
    assert ((one - one.mean((0, 2, 3), keepdim=True)) == 0).all()
    fresh = torch.nn.BatchNorm2d(5).double().train()
    image = torch.randn(1, 5, 6, 6, dtype=torch.float64)
    assert torch.allclose(fresh(image), F.instance_norm(image))
