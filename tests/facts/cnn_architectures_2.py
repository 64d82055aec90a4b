"""Facts of the questions on the Inception family, from torch itself."""

import itertools
import re
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as f

from tests.facts.convolution_counting import conv, gap, right_of, size
from tests.facts.convolution_field import backwards
from tests.facts.prose import says, texts, variants

Question = dict[str, Any]


def test_inception_bottleneck_params(question: Question) -> None:
    for v, key in variants(question, 30):
        direct = size(conv(v["c_in"], v["c_out"], 3))
        counts = {
            m: size(conv(v["c_in"], m, 1), conv(m, v["c_out"], 3))
            for m in range(key - 3, key + 4)  # the count grows with m
        }
        best = max(m for m, count in counts.items() if count < direct)
        assert key == best == v["best"]
        assert (v["direct"], v["used"], v["over"]) == (direct, counts[best], counts[best + 1])
        assert v["over"] >= direct
    assert size(conv(256, 64, 1), conv(64, 256, 3)) == 163_840
    assert size(conv(256, 256, 3)) == 589_824
    assert 589_824 / 163_840 == 3.6
    many = 10**9
    assert abs(9 * 100 * many / (100 + 9 * many) - 100) < 1e-4  # tends to C_in
    says(question, "163 840", "589 824", "3.6", "0.9")


def test_bottleneck_purpose(question: Question) -> None:
    for k, (c_in, m, c_out), first, last in (
        (5, (192, 16, 32), 15_872, 77_312),
        (3, (256, 64, 256), 163_840, 163_840),
        (3, (100, 10, 20), 2_800, 9_200),
    ):
        assert size(conv(c_in, m, 1), conv(m, c_out, k)) == first
        assert size(conv(c_in, m, k), conv(m, c_out, 1)) == last
        assert last - first == (k * k - 1) * m * (c_in - c_out)
    assert size(conv(192, 32, 5)) == 153_600
    parts = [size(one) for one in (conv(256, 64, 1), conv(64, 64, 3), conv(64, 256, 1))]
    assert parts == [16_384, 36_864, 16_384]
    assert sum(parts) == 69_632 == 2 * 256 * 64 + 9 * 64**2
    up, down = torch.randn(256, 64), torch.randn(64, 256)
    assert int(torch.linalg.matrix_rank(up @ down)) == 64
    says(question, "15 872", "77 312", "153 600", "163 840", "69 632", "589 824", "2800", "9200")


def test_inception_generality_critique(question: Question) -> None:
    assert right_of(question) == [True, False, False, False]
    module = {"1x1": 1, "3x3": 2, "5x5": 2, "pool": 1}  # widths per branch: reduction and output
    assert sum(module.values()) == 6
    says(question, rf"$9\times6={9 * sum(module.values())}$", "4e", "5a")
    rows = {  # Table 1 of GoogLeNet: 1×1, reduce, 3×3, reduce, 5×5, projection
        "3a": (64, 96, 128, 16, 32, 32),
        "3b": (128, 128, 192, 32, 96, 64),
        "4a": (192, 96, 208, 16, 48, 64),
        "4b": (160, 112, 224, 24, 64, 64),
        "4c": (128, 128, 256, 24, 64, 64),
        "4d": (112, 144, 288, 32, 64, 64),
        "4e": (256, 160, 320, 32, 128, 128),
        "5a": (256, 160, 320, 32, 128, 128),
        "5b": (384, 192, 384, 48, 128, 128),
    }
    same = [pair for pair in itertools.combinations(rows, 2) if rows[pair[0]] == rows[pair[1]]]
    assert same == [("4e", "5a")]


class Module(nn.Module):
    """An Inception module without storage."""

    def __init__(self, c_in: int, *widths: int) -> None:
        """Take the widths in the order 1×1, reduce and 3×3, reduce and 5×5, projection."""
        super().__init__()
        b1, r3, b3, r5, b5, bp = widths
        self.a = conv(c_in, b1, 1)
        self.b = nn.Sequential(conv(c_in, r3, 1), conv(r3, b3, 3))
        self.c = nn.Sequential(conv(c_in, r5, 1), conv(r5, b5, 5))
        self.d = nn.Sequential(nn.MaxPool2d(3, 1, 1), conv(c_in, bp, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Concatenate the branches along channels."""
        return torch.cat([self.a(x), self.b(x), self.c(x), self.d(x)], 1)


def test_inception_v1(question: Question) -> None:
    names = ("b1", "r3", "b3", "r5", "b5", "bp")
    for (v, out), (_, weights), (_, naive) in zip(
        gap(question, "out", 12),
        gap(question, "weights", 12),
        gap(question, "naive", 12),
        strict=True,
    ):
        module = Module(v["c_in"], *(v[name] for name in names))
        x = torch.empty(1, v["c_in"], 14, 14, device="meta")
        assert module(x).shape == (1, out, 14, 14)
        assert weights == size(module)
        bare = [
            conv(v["c_in"], v["b1"], 1),
            conv(v["c_in"], v["b3"], 3),
            conv(v["c_in"], v["b5"], 5),
        ]
        y = torch.cat([*(one(x) for one in bare), nn.MaxPool2d(3, 1, 1)(x)], 1)
        assert naive == y.shape[1] >= v["c_in"]
        assert v["raw"] == size(*bare)
        assert v["times"] == round(10 * v["raw"] / weights) / 10
    first = Module(192, 64, 96, 128, 16, 32, 32)
    assert size(first) == 163_328
    assert int(size(first) / 1024) == 159
    assert first(torch.empty(1, 192, 28, 28, device="meta")).shape[1] == 256
    says(question, "163 328", "$64+128+32+32=256$", "159K")
    width = 192
    for text in ("192 ─▶ 64+128+32+192 = 416", "416 ─▶ 64+128+32+416 = 640", "= 864"):
        width += 64 + 128 + 32
        assert text.endswith(str(width))
        says(question, text)


def test_inception_v2(question: Question) -> None:
    assert right_of(question) == [False, True, False, False]
    two, one = size(conv(8, 8, 3), conv(8, 8, 3)), size(conv(8, 8, 5))
    assert (two / 64, one / 64) == (18, 25)
    assert round(100 * (1 - two / one)) == 28
    assert backwards([(3, 1, 1, 1, False)] * 2) == backwards([(5, 1, 1, 2, False)]) == 5
    says(question, "$18C^2$", "$25C^2$", "28%", "25%", "30%")


def strip(c: int, k: int, *, tall: bool) -> nn.Conv2d:
    """Return a convolution of k×1 (tall) or 1×k."""
    shape, pad = ((k, 1), (k // 2, 0)) if tall else ((1, k), (0, k // 2))
    return nn.Conv2d(c, c, shape, padding=pad, bias=False)


def test_inception_v3(question: Question) -> None:
    names = ("square", "pair", "saved", "field", "rank")
    drawn = [gap(question, name, 12) for name in names]
    for (v, square), (_, pair), (_, saved), (_, field), (_, rank) in zip(*drawn, strict=True):
        k, c = v["k"], v["c"]
        assert square == size(conv(c, c, k))
        two = [nn.Conv2d(c, c, shape, bias=False, device="meta") for shape in ((1, k), (k, 1))]
        assert pair == size(*two)
        assert abs(saved - 100 * (1 - pair / square)) < 1e-9
        layers = nn.Sequential(strip(1, k, tall=False), strip(1, k, tall=True)).double()
        x = torch.zeros(1, 1, 4 * k + 1, 4 * k + 1, dtype=torch.float64)
        x[0, 0, 2 * k, 2 * k] = 1
        kernel = layers(x)[0, 0].detach()
        touched = torch.nonzero(kernel.abs() > 0)
        assert (touched.amax(0) - touched.amin(0) + 1).tolist() == [field, field]
        assert int(torch.linalg.matrix_rank(kernel)) == rank == 1
    assert [f"{100 * (1 - 2 / k):.1f}" for k in (7, 3)] == ["71.4", "33.3"]
    assert f"{100 * (1 - 2 * 4 / 9):.1f}" == "11.1"  # two layers of 2×2 for one 3×3
    says(question, "$49C^2$", "$14C^2$", "71.4%", "33.3%", "11.1%")
    rows = np.outer([1, 0, -1], [1, 2, 1])
    assert rows.tolist() == [[1, 2, 1], [0, 0, 0], [-1, -2, -1]]


def test_inception_v3_stem(question: Question) -> None:
    x = torch.empty(1, 3, 299, 299, device="meta")
    stem = [
        conv(3, 32, 3, stride=2, padding=0),
        conv(32, 32, 3, padding=0),
        conv(32, 64, 3),
        nn.MaxPool2d(3, 2),
        conv(64, 80, 3, padding=0),
        conv(80, 192, 3, stride=2, padding=0),
        nn.MaxPool2d(3, 2),
        nn.MaxPool2d(3, 2),
    ]
    sides = [299]
    for layer in stem:
        x = layer(x)
        sides.append(x.shape[-1])
    assert sides == [299, 149, 147, 147, 73, 71, 35, 17, 8]
    halved = [a for a, b in itertools.pairwise(sides) if b < 0.6 * a]
    assert [a - 3 for a in halved] == [296, 144, 68, 32, 14]
    assert all((a - 3) % 2 == 0 for a in halved)
    assert (224 - 3) % 2 == 1
    assert size(*stem[:3]) == 28_512
    assert size(conv(3, 64, 7)) == 9_408
    three = [(3, 2, 1, 0, False), (3, 1, 1, 0, False), (3, 1, 1, 1, False)]
    assert backwards(three) == 11
    assert backwards([(7, 2, 1, 3, False)]) == 7
    says(question, "28 512", "9 408", "$296$", "$144$", "$68$", "$32$", "$14$", "$(299-3)/2+1=149$")


def test_inception_v4(question: Question) -> None:
    assert [o["correct"] for o in question["options"]] == [False, True]
    with_shortcuts = {"Inception-ResNet-v1": "Inception-v3", "Inception-ResNet-v2": "Inception-v4"}
    for name, plain in with_shortcuts.items():
        says(question, name, plain)
        for lang in ("zh", "en"):  # a pair stands in one row of the picture
            assert f"{plain} | {name} |" in texts(question, lang)


def test_inception_resnet_block(question: Question) -> None:
    assert right_of(question) == [True, False, False, False]
    assert size(conv(96, 256, 1)) == 24_576
    says(question, r"$96\cdot256=24\,576$")
    x = torch.rand(1, 256, 5, 5)
    expand = nn.Conv2d(96, 256, 1)
    residual = expand(torch.rand(1, 96, 5, 5))
    assert bool((residual < 0).any())
    assert bool((residual > 0).any())
    assert bool((x + f.relu(residual) >= x).all())
    assert bool((f.relu(x + residual) < x).any())


def test_inception_v1_to_v4(question: Question) -> None:
    assert size(conv(8, 8, 3), conv(8, 8, 3)) / size(conv(8, 8, 5)) == 18 / 25
    strips = size(strip(8, 7, tall=False), strip(8, 7, tall=True))
    assert strips / size(conv(8, 8, 7)) == 14 / 49
    says(question, "$18/25$", "$14/49$")
    for lang in ("zh", "en"):
        papers = re.findall(r"\| (\d{4}\.\d{4,5}) \|", texts(question, lang))
        cited = [s["ref"].removeprefix("arXiv:") for s in question["sources"][1:]]
        assert papers == cited == sorted(cited)
