"""Variants of convolution: sizes, reach and weights, from torch and from small matrices."""

import math
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import conv2d, conv_transpose1d, conv_transpose2d

from tests.facts.convolution_counting import conv, gap, macs, size
from tests.facts.prose import says, variants

Question = dict[str, Any]


def reach(*layers: nn.Module, side: int) -> tuple[int, int, int]:
    """Return the bounding side, the pixels used and the output side, for a middle output."""
    x = torch.zeros(1, 1, side, side, requires_grad=True)
    y: torch.Tensor = x
    for layer in layers:
        for p in layer.parameters():
            nn.init.ones_(p)
        y = layer(y)
    most = (0, 0)
    for middle in (y.shape[-1] // 2, y.shape[-1] // 2 - 1):
        (grad,) = torch.autograd.grad(y[0, 0, middle, middle], x, retain_graph=True)
        rows = torch.nonzero(grad[0, 0].sum(1)).flatten()
        most = max(most, (int(rows[-1] - rows[0]) + 1, int((grad != 0).sum())))
    return *most, y.shape[-1]


def single(k: int, *, d: int = 1) -> nn.Conv2d:
    """Return a single-channel convolution that keeps the size."""
    return nn.Conv2d(1, 1, k, padding=(k - 1) * d // 2, dilation=d, bias=False)


def test_depthwise_separable_conv(question: Question) -> None:
    for v, key in variants(question, 30):
        depth = conv(v["c_in"], v["c_in"], v["k"], groups=v["c_in"])
        point, dense = conv(v["c_in"], v["c_out"], 1), conv(v["c_in"], v["c_out"], v["k"])
        assert key == size(depth, point)
        assert (v["spatial"], v["mixing"], v["dense"]) == (size(depth), size(point), size(dense))
        ratio = macs(7, depth, point) / macs(7, dense)
        assert math.isclose(ratio, 1 / v["c_out"] + 1 / v["k"] ** 2)
        assert abs(v["percent"] - 100 * ratio) <= 0.05 + 1e-9
    assert size(conv(3, 4, 3)) == 108  # the picture
    assert size(conv(3, 3, 3, groups=3), conv(3, 4, 1)) == 39
    assert size(conv(64, 64, 3, groups=64)) == 576
    assert size(conv(64, 128, 1)) == 8192
    assert size(conv(64, 128, 3)) == 73_728
    assert f"{8768 / 73728:.4f}" == f"{1 / 128 + 1 / 9:.4f}" == "0.1189"
    says(question, "$576+8192=8768$", "73 728", "0.1189", "$1/128+1/9$")


def test_group_convolution_params(question: Question) -> None:
    for v, key in variants(question, 30):
        layer = conv(v["c_in"], v["c_out"], v["k"], groups=v["g"])
        assert key == size(layer)
        assert v["g"] * key == v["dense"] == size(conv(v["c_in"], v["c_out"], v["k"]))
        assert layer.weight.shape[1] == v["slices"]
        assert key == v["g"] * size(conv(v["slices"], v["share"], v["k"]))
    counts = [size(conv(64, 64, 3, groups=g)) for g in (1, 4, 64)]
    assert counts == [36_864, 9_216, 576]
    assert size(conv(4, 4, 1, groups=2)) == 8
    assert size(conv(4, 4, 1)) == 16
    says(question, "36 864", "9 216", r"$9\cdot64=576$")


def test_dilated_convolution(question: Question) -> None:
    keys = {name: gap(question, name, 20) for name in ("weights", "field", "pad", "stack")}
    for index, (v, field) in enumerate(keys["field"]):
        weights, pad, stack = (keys[name][index][1] for name in ("weights", "pad", "stack"))
        assert weights == size(conv(v["c"], v["c"], v["k"], dilation=v["d"]))
        layer = nn.Conv2d(1, 1, v["k"], padding=pad, dilation=v["d"], bias=False)
        assert reach(layer, side=41) == (field, v["taps"], 41)
        assert field == v["k_eff"]
        layers = [single(3, d=d) for d in (1, v["d2"], v["d3"])]
        assert stack == v["field3"] == reach(*layers, side=61)[0]
    assert reach(single(3, d=2), side=31)[0] == 5
    assert reach(*[single(3, d=d) for d in (1, 2, 4)], side=31)[0] == 15 == 1 + 2 * 7
    assert reach(*[single(3, d=d) for d in (1, 1, 1)], side=31)[0] == 7
    assert reach(single(3, d=2), single(3, d=2), side=31)[:2] == (9, 25)
    assert reach(single(3), single(3, d=2), side=31)[:2] == (7, 49)
    line = np.convolve([1, 0, 1, 0, 1], [1, 0, 1, 0, 1])
    assert (len(line), int(np.count_nonzero(line))) == (9, 5)
    says(question, r"$1+2\cdot7=15$", r"$9\times9$", "25", "4")


def test_transposed_convolution(question: Question) -> None:
    torch.manual_seed(0)
    x, layer = torch.randn(1, 1, 4, 4), nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1)
    inserted = torch.zeros(1, 1, 7, 7)
    inserted[..., ::2, ::2] = x
    padded = nn.functional.pad(inserted, (2, 2, 2, 2))
    assert padded.shape[-1] == 11
    held = conv2d((padded != 0).float(), torch.ones(1, 1, 4, 4))[0, 0]  # the picture
    assert set(held[1:-1, 1:-1].flatten().tolist()) == {4}
    assert set(held.flatten().tolist()) == {1, 2, 4}
    assert layer.bias is not None
    y = conv2d(padded, layer.weight.flip(-1, -2)) + layer.bias
    assert y.shape[-1] == 8
    assert torch.allclose(y, layer(x), atol=1e-6)
    assert conv2d(nn.functional.pad(inserted, (1, 1, 1, 1)), layer.weight).shape[-1] == 6
    assert conv2d(padded, layer.weight, stride=2).shape[-1] == 4
    wide = nn.functional.pad(x, (2, 2, 2, 2))
    assert wide.shape[-1] * 2 - 1 != 11
    for n, k, s, p, d, a in ((4, 4, 2, 1, 1, 0), (5, 3, 2, 1, 2, 1), (6, 5, 3, 2, 1, 2)):
        out = conv_transpose2d(
            torch.zeros(1, 1, n, n), torch.zeros(1, 1, k, k), None, s, p, a, 1, d
        )
        assert out.shape[-1] == (n - 1) * s - 2 * p + d * (k - 1) + a + 1
    terms = {
        k: set(
            conv_transpose1d(torch.ones(1, 1, 9), torch.ones(1, 1, k), stride=2)[
                0, 0, 4:-4
            ].tolist()
        )
        for k in (3, 4)
    }
    assert terms == {3: {1.0, 2.0}, 4: {2.0}}
    says(question, r"$4\to7\to11\to8$", r"$(4-1)\cdot2-2+4=8$", r"$k-1-p=4-1-1=2$", r"$6\times6$")


def test_transposed_conv_name(question: Question) -> None:
    w = np.array([[1, 2, 0, 0], [0, 0, 1, 2]])
    kernel, x = torch.tensor([[[1.0, 2.0]]]), torch.ones(1, 1, 4)
    y = nn.functional.conv1d(x, kernel, stride=2)
    assert y.flatten().tolist() == (w @ np.ones(4)).tolist() == [3, 3]
    back = conv_transpose1d(y, kernel, stride=2).flatten().tolist()
    assert back == (w.T @ [3, 3]).tolist() == [3, 6, 3, 6]
    assert np.linalg.matrix_rank(w.T @ w) == 2
    up = nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1)
    assert up(torch.zeros(1, 1, 16, 16)).shape[-1] == 32
    says(question, "$W^\\top y=(3,6,3,6)$", r"$(16-1)\cdot2-2\cdot1+4=32$")


def test_spherical_convolution(question: Question) -> None:
    assert math.isclose(math.cos(math.radians(60)), 0.5)
    assert f"{1 / math.cos(math.radians(80)):.2f}" == "5.76"
    layer = nn.Conv2d(1, 2, 3, padding=1, padding_mode="circular")
    x = torch.randn(1, 1, 16, 16)
    moved = layer(x.roll(8, dims=-1))
    assert torch.allclose(moved, layer(x).roll(8, dims=-1), atol=1e-6)
    assert not torch.allclose(moved, layer(x), atol=1e-3)
    assert torch.allclose(moved.amax((-1, -2)), layer(x).amax((-1, -2)))
    says(question, "5.76", r"$\cos\varphi=0.5$")


def test_convolution_variants(question: Question) -> None:
    def up(channels: int) -> nn.ConvTranspose2d:
        return nn.ConvTranspose2d(
            channels, channels, 3, stride=2, padding=1, output_padding=1, bias=False
        )

    weights = {
        "dilated": size(conv(64, 64, 3, dilation=2, padding=2)),
        "grouped": size(conv(64, 64, 3, groups=4)),
        "depthwise": size(conv(64, 64, 3, groups=64)),
        "pointwise": size(conv(64, 64, 1)),
        "transposed": size(up(64)),
        "ordinary": size(conv(64, 64, 3)),
    }
    planes: dict[str, nn.Module] = {
        "dilated": single(3, d=2),
        "pointwise": single(1),
        "transposed": up(1),
    }
    for item in question["pairs"] + question["extra"]:
        name = item["id"]
        side, _, out = reach(planes.get(name, single(3)), side=32)
        count = f"{weights[name]:,}".replace(",", " ")
        text = f"{count} weights, sees ${side}\\times{side}$, output side {out}"
        assert item["right"]["en"] == text
        assert item["right"]["zh"].startswith(f"{count} 个权重，看 ${side}\\times{side}$")
        assert item["right"]["zh"].endswith(str(out))
    says(question, r"36\,864", r"$36\,864/64=576$", r"$(32-1)\cdot2-2+3+1=64$", r"$64^2=4\,096$")
