"""Facts of the questions on ResNeXt, DenseNet, ShuffleNet, segmentation and detection."""

import itertools
import math
import re
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as f

from tests.facts.cnn_architectures import densenet121, resnet50
from tests.facts.convolution_counting import conv, gap, macs, right_of, size
from tests.facts.prose import says, texts, variants

Question = dict[str, Any]


def test_resnext_cardinality(question: Question) -> None:
    for v, key in variants(question, 25):
        c, n, d = v["c"], v["paths"], v["d"]
        path = [conv(c, d, 1), conv(d, d, 3), conv(d, c, 1)]
        grouped = [conv(c, n * d, 1), conv(n * d, n * d, 3, groups=n), conv(n * d, c, 1)]
        assert key == n * size(*path) == size(*grouped) == v["ends"] + v["core"]
        assert v["dense"] == size(conv(n * d, n * d, 3))
    block = [conv(256, 128, 1), conv(128, 128, 3, groups=32), conv(128, 256, 1)]
    assert size(*block) == 70_144
    assert size(conv(256, 64, 1), conv(64, 64, 3), conv(64, 256, 1)) == 69_632
    says(question, r"$32\cdot(2\cdot256\cdot4+9\cdot16)=70\,144$", "69 632")


def test_resnext_merge(question: Question) -> None:
    assert right_of(question) == [True, True, False, False, False]
    c, n, d = 16, 4, 2
    torch.manual_seed(0)
    paths = [
        [torch.randn(d, c, 1, 1), torch.randn(d, d, 3, 3), torch.randn(c, d, 1, 1)]
        for _ in range(n)
    ]
    x = torch.randn(1, c, 6, 6, dtype=torch.float64)
    paths = [[w.double() for w in path] for path in paths]

    def inner(path: list[torch.Tensor]) -> torch.Tensor:
        return f.conv2d(f.conv2d(x, path[0]), path[1], padding=1)

    summed = sum((f.conv2d(inner(path), path[2]) for path in paths), torch.zeros(()).double())
    late = torch.cat([path[2] for path in paths], 1)
    early = f.conv2d(torch.cat([inner(path) for path in paths], 1), late)
    first = torch.cat([path[0] for path in paths], 0)
    middle = torch.cat([path[1] for path in paths], 0)
    grouped = f.conv2d(f.conv2d(f.conv2d(x, first), middle, padding=1, groups=n), late)
    assert torch.allclose(summed, early)
    assert torch.allclose(summed, grouped)
    # concatenated into the output, one output channel depends on one path only
    y = torch.cat([f.conv2d(inner(path), path[2][: c // n]) for path in paths], 1)
    assert y.shape == summed.shape
    counts = [256 * 128, 9 * 128 * 4, 128 * 256]
    assert size(conv(256, 128, 1)) == counts[0] == counts[2]
    assert size(conv(128, 128, 3, groups=32)) == counts[1] == 4_608
    assert size(conv(128, 128, 3)) == 147_456
    assert sum(counts) == 70_144
    assert 256 // 32 == 8
    says(question, "147 456", "4 608", r"70\,144$")


def test_resnext_vs_resnet200(question: Question) -> None:
    assert right_of(question) == [False, True, False, False]
    table = {}
    for line in question["prompt"]["en"].splitlines():
        if found := re.match(r"\| (Res.+?) \| (\d)× \| ([\d.]+)% \|", line):
            table[found[1]] = (int(found[2]), float(found[3]))
    assert len(table) == 5
    for _, error in table.values():
        says(question, f"{error:.1f}%")
    narrow, deep = table["ResNeXt-101, 32×4d"], table["ResNet-200"]
    assert narrow[1] < deep[1]
    assert 2 * narrow[0] == deep[0]
    assert f"{deep[1] - narrow[1]:.1f}" == "0.5"
    base, wide = table["ResNet-101"][1], table["ResNet-101, 1×100d"][1]
    assert wide < deep[1]  # width helps more than depth here
    assert (f"{base - deep[1]:.1f}", f"{base - wide:.1f}") == ("0.3", "0.7")
    assert f"{narrow[1] - table['ResNeXt-101, 64×4d'][1]:.1f}" == "0.8"


def test_densenet_channels(question: Question) -> None:
    names = ("input", "output", "links", "compressed")
    drawn = [gap(question, name, 20) for name in names]
    for (v, fan), (_, out), (_, links), (_, kept) in zip(*drawn, strict=True):
        x = torch.empty(1, v["k0"], 4, 4, device="meta")
        for layer in range(1, v["layers"] + 1):
            if layer == v["which"]:
                assert fan == x.shape[1]
            convolution = conv(x.shape[1], v["k"], 3)
            x = torch.cat([x, convolution(x)], 1)
        assert out == v["wide"] == x.shape[1]
        assert v["last"] == size(convolution)
        nodes = range(v["layers"] + 2)  # input, layers, output
        assert links == sum(1 for _ in itertools.combinations(nodes, 2))
        assert kept == math.floor(v["theta"] * out)
    assert 64 + 6 * 32 == 256
    assert [64 + layer * 32 for layer in range(6)] == [64, 96, 128, 160, 192, 224]
    says(question, r"$64+6\cdot32=256$", "64   96  128  160  192  224")
    lines = sum(1 for a, b in itertools.combinations(range(5), 2) if b < 4)  # into 3 layers
    assert lines == 3 * 4 // 2


def test_densenet_expressive(question: Question) -> None:
    assert right_of(question) == [False, True, False, False]
    assert round(size(*densenet121()) / 1e6) == 8
    assert f"{size(*resnet50()) / 1e6:.1f}" == "25.6"
    layer = size(conv(256, 128, 1), conv(128, 32, 3))
    plain = size(conv(256, 256, 3))
    assert (layer, plain) == (69_632, 589_824)
    assert layer == 4 * 256 * 32 + 36 * 32**2
    assert 8 < plain / layer < 9
    says(question, r"=69\,632$", r"$9\cdot256^2=589\,824$")
    assert size(conv(200, 20, 3)) == 36_000
    assert size(conv(200, 80, 1), conv(80, 20, 3)) == 30_400
    kept = [sum(16 + 4 * layer for layer in range(depth)) for depth in (100, 200)]
    assert 3.5 < kept[1] / kept[0] < 4.1  # quadratic in the number of layers


def test_densenet_vs_resnet(question: Question) -> None:
    x = torch.rand(1, 64, 3, 3)
    wide, narrow = x, x
    for _ in range(5):
        wide = torch.cat([wide, torch.rand(1, 32, 3, 3)], 1)
        narrow = narrow + torch.rand(1, 64, 3, 3)
    assert wide.shape[1] == 224 == 64 + 5 * 32
    assert narrow.shape[1] == 64
    assert torch.equal(wide[:, :64], x)  # old features stay as they are
    says(question, r"$64+5\cdot32=224$", "88")
    assert sum(16 + 4 * layer for layer in range(4)) == 88


def shuffled(channels: int, groups: int) -> list[int]:
    """Return the order of the channels after a shuffle."""
    x = torch.arange(channels, dtype=torch.float32).reshape(1, channels, 1, 1)
    return [int(value) for value in nn.ChannelShuffle(groups)(x).flatten()]


def test_channel_shuffle_name(question: Question) -> None:
    assert shuffled(6, 2) == [0, 3, 1, 4, 2, 5]
    assert shuffled(6, 3) == [0, 2, 4, 1, 3, 5]
    for channels, groups in ((6, 2), (12, 3), (20, 5)):
        there, back = shuffled(channels, groups), shuffled(channels, channels // groups)
        assert [there[i] for i in back] == list(range(channels))
        moved = [
            g * (channels // groups) + i for i in range(channels // groups) for g in range(groups)
        ]
        assert there == moved
        assert (there == back) == (groups**2 == channels)
    assert shuffled(9, 3) == [shuffled(9, 3)[i] for i in range(9)]
    says(question, "`0 3 1 4 2 5`", "`0 2 4 1 3 5`", "[0 3 1 | 4 2 5]")


def test_shufflenet_unit(question: Question) -> None:
    steps = [item["id"] for item in question["items"]]
    assert steps.index("shuffle") == 2 < steps.index("depthwise")
    x = torch.zeros(1, 240, 1, 1, requires_grad=True)
    first = nn.Conv2d(240, 60, 1, groups=3)
    for mix, seen in ((nn.Identity(), 80), (nn.ChannelShuffle(3), 240)):
        group = mix(first(x))[:, :20]
        (grad,) = torch.autograd.grad(group.sum(), x)
        assert int(grad.count_nonzero()) == seen
    dense = size(conv(240, 60, 1), conv(60, 240, 1))
    assert (dense, size(conv(60, 60, 3, groups=60))) == (28_800, 540)
    ends, core = 2 * 256 * 128, 9 * 128 * 4  # ResNeXt, 32 paths of width 4
    assert ends / (ends + core) > 0.9
    says(question, "28800", "540")


def test_shufflenet_cost(question: Question) -> None:
    for v, key in variants(question, 20):
        c, m, g = v["c"], v["m"], v["g"]
        unit = [conv(c, m, 1, groups=g), conv(m, m, 3, groups=m), conv(m, c, 1, groups=g)]
        assert key == v["positions"] * size(*unit)
        resnet = size(conv(c, m, 1), conv(m, m, 3), conv(m, c, 1))
        assert v["resnet"] == resnet
        assert v["times"] == round(10 * resnet / size(*unit)) / 10
    for groups, share in ((1, 98), (8, 87)):  # groups do not make the depthwise part the larger
        ends = size(conv(240, 60, 1, groups=1), conv(60, 240, 1, groups=1)) // groups
        assert round(100 * ends / (ends + size(conv(60, 60, 3, groups=60)))) == share
        says(question, f"{share}%", f"{ends}/{ends + 540}")
    unit = [conv(240, 60, 1, groups=3), conv(60, 60, 3, groups=60), conv(60, 240, 1, groups=3)]
    assert macs(14, *unit) == 14 * 14 * size(*unit)


def test_iou_two_boxes(question: Question) -> None:
    for v, key in variants(question, 30):
        grid = np.zeros((2, 40, 40), dtype=bool)  # cells of 5 by 5; all numbers are multiples of 5
        grid[0, : v["ha"] // 5, : v["wa"] // 5] = True
        top, left = v["top"] // 5, v["left"] // 5
        grid[1, top : top + v["hb"] // 5, left : left + v["wb"] // 5] = True
        both, either = (grid[0] & grid[1]).sum(), (grid[0] | grid[1]).sum()
        assert math.isclose(key, both / either)
        assert (v["inter"], v["union"]) == (25 * both, 25 * either)
        dice = 2 * both / grid.sum()
        assert math.isclose(dice, 2 * key / (1 + key))
    assert (60 - 36) * (40 - 16) == 576  # the picture: B begins at (36, 16)
    assert round(576 / (60 * 40 + 48 * 40 - 576), 3) == 0.154
    assert 1 / (4 + 4 - 1) == 1 / 7
    says(question, "1/7", "$576/(2400+1920-576)=0.154$")


def test_nms_survivors(question: Question) -> None:
    overlap = {
        frozenset(pair): float(value)
        for pair, value in re.findall(r"(\w)[,、] ?(\w) \| ([\d.]+)", question["prompt"]["zh"])
        and [
            ((a, b), x)
            for a, b, x in re.findall(r"(\w)、(\w) \| ([\d.]+)", question["prompt"]["zh"])
        ]
    }
    english = re.findall(r"(\w), (\w) \| ([\d.]+)", question["prompt"]["en"])
    assert overlap == {frozenset((a, b)): float(x) for a, b, x in english}
    assert len(overlap) == 6
    kept: list[str] = []
    for box in "ABCDE":
        if all(overlap.get(frozenset((box, other)), 0) <= 0.5 for other in kept):
            kept.append(box)
    assert [name in kept for name in "ABCDE"] == right_of(question)
    naive = [
        box
        for place, box in enumerate("ABCDE")
        if all(overlap.get(frozenset((box, other)), 0) <= 0.5 for other in "ABCDE"[:place])
    ]
    assert set(kept) - set(naive) == {"C"}


def test_miou_vs_pixel_accuracy(question: Question) -> None:
    names = ("accuracy", "iou-object", "miou", "accuracy-two", "iou-two")
    drawn = [gap(question, name, 20) for name in names]
    for (v, accuracy), (_, empty), (_, mean), (_, better), (_, object_iou) in zip(
        *drawn, strict=True
    ):
        truth = np.zeros(v["total"], dtype=int)
        truth[: v["fg"]] = 1
        lazy = np.zeros_like(truth)
        close = truth.copy()
        close[: v["miss"]] = 0

        def iou(guess: np.ndarray, label: int, truth: np.ndarray = truth) -> float:
            both = ((guess == label) & (truth == label)).sum()
            return float(both / ((guess == label) | (truth == label)).sum())

        assert math.isclose(accuracy, (lazy == truth).mean())
        assert empty == iou(lazy, 1) == 0
        assert math.isclose(mean, (iou(lazy, 0) + iou(lazy, 1)) / 2)
        assert abs(v["share"] - iou(lazy, 0)) <= 0.0005 + 1e-9
        assert math.isclose(better, (close == truth).mean())
        assert math.isclose(object_iou, iou(close, 1))
        assert better > accuracy
    assert (0.5, 0.5 / 2, 0.99, 0.99 / 2) == (0.5, 0.25, 0.99, 0.495)
    says(question, "0.25", "0.99", "0.495")


def test_fcn_unet_skip(question: Question) -> None:
    images = torch.zeros(2, 1, 64, 64)
    images[0, 0, 3, 5] = 1
    images[1, 0, 30, 31] = 1  # the same cell of 32 by 32
    coarse = f.max_pool2d(images, 32)
    up = f.interpolate(coarse, scale_factor=32, mode="bilinear")
    assert torch.equal(up[0], up[1])  # the position inside the cell is gone
    shallow = f.max_pool2d(images, 2)
    assert not torch.equal(shallow[0], shallow[1])
    assert torch.cat([torch.zeros(1, 256, 2, 2)] * 2, 1).shape[1] == 512
    says(question, "32×32", "512")
    for lang in ("zh", "en"):
        assert "FCN-8s" in texts(question, lang)
