"""Facts of the questions on BatchNorm at inference and in reverse, and on LN, IN, GN and SN."""

import numpy as np
import pytest
import torch

from tests.facts.normalisation_computation import EPS0, Question, tensor
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
        constant = v["g"] * v["d1"] / v["s"]  # mean and variance taken for constants
        assert abs(constant - key) > 0.01 * abs(key)
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


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    rng = np.random.default_rng(seed)
    return tensor(rng.normal(size=shape) * 2 + 1)


def bn(x: torch.Tensor, eps: float = 1e-5) -> torch.Tensor:
    return F.batch_norm(x, None, None, training=True, eps=eps)


def test_normalisation_axes(question: Question) -> None:
    says(question, r"$G=1$", r"$G=C$", "$G=2$")
    n, c, h, w, g = 3, 8, 4, 5, 2
    x = noise(n, c, h, w)
    grouped = x.reshape(n, g, c // g, h, w)

    def standard(y: torch.Tensor, axes: tuple[int, ...]) -> torch.Tensor:
        centred = y - y.mean(axes, keepdim=True)
        return (centred / (centred.pow(2).mean(axes, keepdim=True) + 1e-5).sqrt()).reshape(x.shape)

    assert torch.allclose(standard(x, (0, 2, 3)), bn(x))
    assert torch.allclose(standard(x, (1, 2, 3)), F.layer_norm(x, (c, h, w)))
    assert torch.allclose(standard(x, (2, 3)), F.instance_norm(x))
    assert torch.allclose(standard(grouped, (2, 3, 4)), F.group_norm(x, g))
    assert torch.allclose(F.group_norm(x, 1), F.layer_norm(x, (c, h, w)))
    assert torch.allclose(F.group_norm(x, c), F.instance_norm(x))
    sizes = [x.mean((0, 2, 3)), x.mean((1, 2, 3)), x.mean((2, 3)), grouped.mean((2, 3, 4))]
    assert [m.numel() for m in sizes] == [c, n, n * c, n * g]


def test_norm_statistics_count(question: Question) -> None:
    says(question, "abcd    aaaa    abcd    aabb", "abcd    bbbb    efgh    ccdd")
    for v, key in variants(question, 40):
        shape = (v["batch"], v["c"], v["h"], v["w"])
        x = torch.empty(v["batch"], v["g"], v["per"], v["h"], v["w"], device="meta")
        axes = {1: (0, 3, 4), 2: (1, 2, 3, 4), 3: (3, 4), 4: (2, 3, 4)}[v["j"]]
        variance, mean = torch.var_mean(x, axes)
        assert key == mean.numel() + variance.numel()
        assert v["averaged"] * v["sets"] == np.prod(shape)


def test_group_norm_definition(question: Question) -> None:
    layer = torch.nn.GroupNorm(2, 6)
    assert [p.numel() for p in layer.parameters()] == [6, 6]
    with pytest.raises(ValueError, match="divisible"):
        torch.nn.GroupNorm(4, 6)
    names = ["x00", "x01", "a", "x00", "a", "a", "low", "high", "high", "low", "high", "low"]
    for v, key in variants(question, 60):
        x = tensor([v[name] for name in names]).double().reshape(1, 6, 2)
        weight, bias = tensor([v["g"], 1.0, 1, 1, 1, 1]), tensor([v["be"], 0.0, 0, 0, 0, 0])
        y = F.group_norm(x, 2, weight, bias, EPS0)
        assert y[0, 0, 1].item() == pytest.approx(key)
        variance, mean = torch.var_mean(x[0, :3], correction=0)
        assert mean.item() == pytest.approx(v["a"])
        assert variance.item() == pytest.approx(v["variance"])
        assert variance.sqrt().item() == pytest.approx(v["size"])
        assert v["x01"] - v["a"] == v["xhat"] * v["size"]
        x[0, 3:] = noise(3, 2)
        assert F.group_norm(x, 2, weight, bias, EPS0)[0, 0, 1].item() == pytest.approx(key)
        slips = [
            F.instance_norm(x, eps=EPS0) * v["g"] + v["be"],
            F.group_norm(x, 3, eps=EPS0) * v["g"] + v["be"],
        ]
        wanted = [v["be"] - v["sign"] * v["g"], v["be"] - 4 * v["sign"] / 6**0.5 * v["g"]]
        assert [s[0, 0, 1].item() for s in slips] == pytest.approx(wanted)
        x = tensor([v[name] for name in names]).double().reshape(1, 6, 2)
        layer_norm = F.layer_norm(x, (6, 2), eps=EPS0)[0, 0, 1].item() * v["g"] + v["be"]
        assert abs(layer_norm - key) > 0.01 * abs(key)
        assert key != v["xhat"]


def test_layer_norm_rnn(question: Question) -> None:
    for v, _ in variants(question, 40):
        a = torch.empty(v["t"], v["batch"], v["h"], device="meta")
        assert a.mean(-1).numel() == v["tb"]
        assert a.numel() // v["tb"] == v["h"]
        assert len({v["h"], v["ht"], v["hb"], v["batch"]}) == 4
        assert len({v["tb"], v["batch"], v["t"], v["h"]}) == 4
    wx, wh, gain = noise(4, 6, seed=1), noise(6, 6, seed=2) / 6, noise(6, seed=3)

    def run(x: torch.Tensor) -> torch.Tensor:
        h, out = torch.zeros(x.shape[1], 6, dtype=torch.float64), []
        for step in x:
            h = torch.tanh(F.layer_norm(h @ wh + step @ wx, (6,), gain))
            out.append(h)
        return torch.stack(out)

    x = noise(5, 3, 4)
    later, other = x.clone(), x.clone()
    later[3:] += 1
    other[:, 1] += 1
    base = run(x)
    assert torch.equal(run(later)[:3], base[:3])
    assert not torch.allclose(run(later)[3:], base[3:])
    assert torch.equal(run(other)[:, 0], base[:, 0])
    assert torch.equal(run(x[:, :1])[:, 0], base[:, 0])  # a single sequence is enough


def test_switchable_norm(question: Question) -> None:
    says(question, "2+0.5+2=4.5", "(2+10)/2-4=2", r"\tfrac14,\tfrac14,\tfrac12")
    weights = torch.softmax(tensor([0.0, 0.0, np.log(2)]), 0)
    assert weights.tolist() == pytest.approx([0.25, 0.25, 0.5])
    assert float(weights @ tensor([8.0, 2.0, 4.0])) == pytest.approx(4.5)
    sharp = torch.softmax(tensor([0.0, 0.0, 60.0]), 0)
    assert sharp.tolist() == pytest.approx([0, 0, 1])
    pair = tensor([[0.0, 2.0], [2.0, 4.0]])
    assert pair.mean(1).tolist() == [1, 3]
    assert pair.var(1, correction=0).tolist() == [1, 1]
    assert pair.var(correction=0).item() == 2
    x = noise(3, 4, 5, 6)
    var_in, mean_in = torch.var_mean(x, (2, 3), correction=0)
    for axes, over in (((1, 2, 3), 1), ((0, 2, 3), 0)):  # LN and BN from IN
        var, mean = torch.var_mean(x, axes, correction=0)
        assert torch.allclose(mean_in.mean(over), mean)
        assert torch.allclose((var_in + mean_in**2).mean(over) - mean**2, var)
    assert 0.5**2 + 0.5**2 == 0.5  # the probe: half and half of two uncorrelated outputs


def test_instance_norm_definition(question: Question) -> None:
    says(question, r"$N=1$", r"$N=2$", r"$1\times1$")
    one, two = noise(1, 3, 4, 5), noise(2, 3, 4, 5)
    assert torch.allclose(bn(one), F.instance_norm(one))
    assert not torch.allclose(bn(two), F.instance_norm(two))
    assert torch.allclose(torch.cat([bn(two[:1]), bn(two[1:])]), F.instance_norm(two))
    assert not torch.allclose(bn(one), F.layer_norm(one, one.shape[1:]))
    tiny = noise(1, 3, 1, 1)
    for layer in (torch.nn.BatchNorm2d(3), torch.nn.InstanceNorm2d(3)):
        with pytest.raises(ValueError, match="Expected more than 1"):
            layer.double().train()(tiny)
    fresh = torch.nn.BatchNorm2d(3).double().eval()
    assert not torch.allclose(fresh(one), F.instance_norm(one))


def test_instance_norm_generative(question: Question) -> None:
    says(question, "(10,20,30,40)", "(35,40,45,50)", "(60,70,80,90)", "1.10", "0.81")
    says(question, "(-1.34,-0.45,0.45,1.34)", "−1.34 −0.45 0.45 1.34")
    photo = tensor([10.0, 20, 30, 40]).reshape(1, 1, 2, 2)
    dull, other = photo * 0.5 + 30, photo + 50
    assert dull.flatten().tolist() == [35, 40, 45, 50]
    for image in (photo, dull):
        shown = F.instance_norm(image, eps=EPS0).flatten().tolist()
        assert [f"{value:.2f}" for value in shown] == ["-1.34", "-0.45", "0.45", "1.34"]
    ranges = [bn(torch.cat([image, other]))[0] for image in (photo, dull)]
    assert [f"{(r.max() - r.min()).item():.2f}" for r in ranges] == ["1.10", "0.81"]
    assert (dull.mean().item(), photo.mean().item()) == (42.5, 25)
    assert dull.std().item() == pytest.approx(photo.std().item() / 2)


def test_norm_usecases(question: Question) -> None:
    assert [p["id"] for p in question["pairs"]] == ["classify", "detect", "text", "style"]
    words = noise(6, 8)
    assert torch.equal(F.layer_norm(words[:3], (8,)), F.layer_norm(words, (8,))[:3])
    pair, changed = noise(2, 8, 3, 3), noise(2, 8, 3, 3)
    changed[1] += noise(8, 3, 3, seed=5)
    assert torch.equal(pair[0], changed[0])
    assert torch.equal(F.group_norm(pair, 4)[0], F.group_norm(changed, 4)[0])
    assert not torch.allclose(bn(pair)[0], bn(changed)[0])
    dull = pair * 0.5 + 30
    assert torch.allclose(F.instance_norm(pair, eps=EPS0), F.instance_norm(dull, eps=EPS0))
    two = bn(tensor([[3.0, -1.0], [500.0, 7.0]]), EPS0)
    assert two.flatten().tolist() == pytest.approx([-1, -1, 1, 1])


def test_group_norm_small_batch(question: Question) -> None:
    says(question, r"$0.71\tau$", r"$0.18\tau$", "34.7", "24.1", "23.6")
    assert (f"{2**-0.5:.2f}", f"{32**-0.5:.2f}") == ("0.71", "0.18")
    assert pytest.approx(10.6) == 34.7 - 24.1  # the difference in the abstract of the paper
    rng = np.random.default_rng(0)
    for size in (2, 32):  # own mean per image, tau = 1, and many pixels around it
        images = rng.normal(size=(4000, size, 1)) + 0.1 * rng.normal(size=(4000, size, 50))
        assert images.mean(axis=(1, 2)).std() == pytest.approx(size**-0.5, rel=0.05)
    for values in ([3.0, 5.0], [3.0, 500.0]):
        out = bn(tensor(values).reshape(2, 1), EPS0)
        assert out.flatten().tolist() == pytest.approx([-1, 1])
    pair = noise(2, 64, 3, 3)
    black = pair.clone()
    black[1] = 0
    assert torch.equal(F.group_norm(pair, 32)[0], F.group_norm(black, 32)[0])
    assert not torch.allclose(bn(pair)[0], bn(black)[0])
    layer = torch.nn.GroupNorm(32, 64).double()
    assert torch.equal(layer.train()(pair), layer.eval()(pair))
