"""Facts of the questions on the timeline of CNNs, AlexNet and VGG, from torch itself."""

import re
from collections.abc import Iterable
from typing import Any

import torch
from torch import nn

from tests.facts.convolution_counting import conv, gap, macs, right_of, size
from tests.facts.prose import says, texts, variants

Question = dict[str, Any]


def dense(n_in: int, n_out: int, *, bias: bool = True) -> nn.Linear:
    """Return a fully connected layer without storage."""
    return nn.Linear(n_in, n_out, bias, device="meta")


def norm(channels: int) -> nn.BatchNorm2d:
    """Return a BatchNorm without storage."""
    return nn.BatchNorm2d(channels, device="meta")


def alexnet() -> tuple[list[nn.Module], list[nn.Module]]:
    """Return the convolutions (in two groups, as published) and the dense layers of AlexNet."""
    convolutions: list[nn.Module] = [
        conv(3, 96, 11, bias=True),
        conv(96, 256, 5, groups=2, bias=True),
        conv(256, 384, 3, bias=True),
        conv(384, 384, 3, groups=2, bias=True),
        conv(384, 256, 3, groups=2, bias=True),
    ]
    return convolutions, [dense(9216, 4096), dense(4096, 4096), dense(4096, 1000)]


STAGES = ((3, 64, 2), (64, 128, 2), (128, 256, 3), (256, 512, 3), (512, 512, 3))
"""Input channels, output channels and layers of the stages of VGG-16."""


def vgg16(*, bias: bool = True) -> tuple[list[nn.Module], list[nn.Module]]:
    """Return the convolutions and the dense layers of VGG-16."""
    convolutions: list[nn.Module] = []
    for c_in, c_out, layers in STAGES:
        convolutions += [conv(c_in, c_out, 3, bias=bias)]
        convolutions += [conv(c_out, c_out, 3, bias=bias) for _ in range(layers - 1)]
    sizes = ((7 * 7 * 512, 4096), (4096, 4096), (4096, 1000))
    return convolutions, [dense(*pair, bias=bias) for pair in sizes]


def resnet50() -> list[nn.Module]:
    """Return the layers of ResNet-50."""
    layers: list[nn.Module] = [conv(3, 64, 7), norm(64)]
    c_in = 64
    for width, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for block in range(blocks):
            layers += [conv(c_in, width, 1), norm(width), conv(width, width, 3), norm(width)]
            layers += [conv(width, 4 * width, 1), norm(4 * width)]
            if block == 0:
                layers += [conv(c_in, 4 * width, 1), norm(4 * width)]
            c_in = 4 * width
    return [*layers, dense(2048, 1000)]


def densenet121() -> list[nn.Module]:
    """Return the layers of DenseNet-121 (growth rate 32, bottlenecks, compression by a half)."""
    layers: list[nn.Module] = [conv(3, 64, 7), norm(64)]
    c, k = 64, 32
    for position, depth in enumerate((6, 12, 24, 16)):
        for _ in range(depth):
            layers += [norm(c), conv(c, 4 * k, 1), norm(4 * k), conv(4 * k, k, 3)]
            c += k
        layers += [norm(c)]
        if position < 3:
            layers += [conv(c, c // 2, 1)]
            c //= 2
    return [*layers, dense(c, 1000)]


def number(paper: str) -> int:
    """Return an arXiv number as one that sorts by date."""
    found = re.search(r"(\d{4})\.(\d{4,5})", paper)
    assert found is not None
    return int(found[1]) * 100_000 + int(found[2])


def rising(papers: Iterable[str]) -> bool:
    """Say whether papers come in the order of their numbers."""
    numbers = [number(paper) for paper in papers]
    return numbers == sorted(numbers)


def test_cnn_architecture_timeline(question: Question) -> None:
    convolutions, head = alexnet()
    assert round(size(*convolutions, *head) / 1e6) == 61
    convolutions, head = vgg16()
    assert round(size(*convolutions, *head) / 1e6) == 138
    assert size(*head) > 0.8 * size(*convolutions, *head)
    assert round(size(*resnet50()) / 1e6, 1) == 25.6
    assert round(size(*densenet121()) / 1e6) == 8
    assert sum(layers for *_, layers in STAGES) + 3 == 16
    says(question, "2012  AlexNet", "2014  VGG", "2015  BN", "2016  DenseNet")


def test_cnn_model_list(question: Question) -> None:
    xception = "arXiv:1610.02357"  # named in the pitfall, not an item to sort
    arxiv = [s["ref"] for s in question["sources"] if s["ref"].startswith("arXiv")]
    arxiv.remove(xception)
    assert rising(arxiv)
    assert number(xception) < number(arxiv[-1])  # older than MobileNet
    assert "2016 年 10 月" in texts(question, "zh")
    assert "October 2016" in texts(question, "en")
    for lang in ("zh", "en"):
        rows = re.findall(r"\| (\d{4}\.\d{4,5}) \| (\d{4})-(\d\d) \|", texts(question, lang))
        assert [f"arXiv:{row[0]}" for row in rows] == arxiv
        for paper, year, month in rows:
            assert paper[:4] == year[2:] + month
    order = [item["id"] for item in question["items"]]
    named = ["lenet", "alexnet", "vgg", "googlenet", "bn", "resnet", "densenet", "mobilenet"]
    assert order == named
    loose = next(item for item in question["items"] if item["id"] == "googlenet")
    assert loose["after"] == ["alexnet"]  # VGG and GoogLeNet: the same month


def test_architecture_papers(question: Question) -> None:
    for lang in ("zh", "en"):
        rows = re.findall(
            r"\| (\d{4}\.\d{5}|\d{4}\.\d{4}) \| (\w+) (\d{4}) \|", texts(question, lang)
        )
        assert len(rows) == len(question["pairs"])
        assert rising(row[0] for row in rows)
        assert all(int(year) - 2000 - int(paper[:2]) in (0, 1) for paper, _, year in rows)
    steps, faster = 31.0, 2.1  # millions of steps to 72.2%: Inception and BN-x5
    assert int(steps / faster) == 14
    says(question, "$1/14$")


def test_alexnet_structure(question: Question) -> None:
    firsts, lasts = gap(question, "first", 30), gap(question, "last", 30)
    weights = gap(question, "dense", 30)
    for (v, first), (_, last), (_, fc) in zip(firsts, lasts, weights, strict=True):
        x = torch.empty(1, 3, v["side"], v["side"], device="meta")
        pool = nn.MaxPool2d(3, 2)
        x = conv(3, 8, 11, stride=4, padding=0)(x)
        assert first == v["s1"] == x.shape[-1]
        x = pool(conv(8, 8, 5)(pool(x)))
        assert x.shape[-1] == v["p2"]
        x = pool(conv(8, v["c"], 3)(conv(8, 8, 3)(conv(8, 8, 3)(x))))
        assert last == v["p3"] == x.shape[-1]
        assert v["flat"] == x.flatten(1).shape[1]
        assert fc == size(dense(v["flat"], v["units"], bias=False))
    x = conv(3, 4, 11, stride=4, padding=0)(torch.empty(1, 3, 227, 227, device="meta"))
    sides = [x.shape[-1]]
    for _ in range(3):
        x = nn.MaxPool2d(3, 2)(x)
        sides.append(x.shape[-1])
    assert sides == [55, 27, 13, 6]
    assert (224 - 11) % 4 != 0
    convolutions, head = alexnet()
    first_dense = size(dense(256 * 36, 4096, bias=False))
    assert first_dense == 37_748_736
    assert round(100 * first_dense / size(*convolutions, *head)) == 62
    says(question, r"$9216\cdot4096=37\,748\,736$", "62%", r"$256\cdot6^2=9216$")


def test_alexnet_novelty(question: Question) -> None:
    assert right_of(question) == [True, True, False, False, True, True, False]
    table = (3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 6)  # maps that each C3 map looks at
    c3 = sum(25 * maps + 1 for maps in table)
    lenet = 6 * 26 + 6 * 2 + c3 + 16 * 2 + 120 * (16 * 25 + 1) + 84 * 121
    assert lenet == 60_000
    convolutions, head = alexnet()
    assert 900 < size(*convolutions, *head) / lenet < 1100
    x = nn.MaxPool2d(3, 2)(torch.arange(5.0)[None, None, None].expand(1, 1, 5, 5))
    assert x.shape[-1] == 2  # windows 0-2 and 2-4 share column 2


def stage(v: dict[str, Any]) -> list[nn.Module]:
    """Return the 3×3 layers of one stage of a variant."""
    rest = [conv(v["c"], v["c"], 3) for _ in range(v["layers"] - 1)]
    return [conv(v["c_in"], v["c"], 3), *rest]


def test_vgg_small_kernels(question: Question) -> None:
    stacks, singles = gap(question, "stack", 30), gap(question, "single", 30)
    ratios = gap(question, "ratio", 30)
    seen: dict[int, float] = {}
    for (v, stack), (_, single), (_, ratio) in zip(stacks, singles, ratios, strict=True):
        large = conv(v["c_in"], v["c"], v["k"])
        assert stack == size(*stage(v))
        assert single == size(large)
        assert ratio == stack / single
        seen[v["layers"]] = ratio
        x = torch.empty(1, v["c_in"], 32, 32, device="meta")
        assert nn.Sequential(*stage(v))(x).shape == large(x).shape
    equal = {n: size(conv(8, 8, 3)) * n / size(conv(8, 8, 2 * n + 1)) for n in (2, 3, 4)}
    for n, ratio in seen.items():
        says(question, f"| {n} | {ratio:.3g} | {equal[n]:.3f} |")
    assert set(seen) == {2, 3, 4}
    stacked = size(*vgg16(bias=False)[0])
    whole = sum(size(conv(c_in, c_out, 2 * n + 1)) for c_in, c_out, n in STAGES)
    assert (round(stacked / 1e4), round(whole / 1e4)) == (1471, 2108)
    assert f"{whole / stacked:.2f}" == "1.43"
    says(question, "1.43", "13.5 C²", "12.5 C²")
    assert (size(conv(2, 4, 3), conv(4, 4, 3)) / 16, size(conv(2, 4, 5)) / 16) == (13.5, 12.5)


def test_vgg_parameter_share(question: Question) -> None:
    convolutions, head = alexnet()
    small = size(*convolutions, *head)
    assert (round(size(*convolutions) / 1e4), round(size(*head) / 1e4)) == (233, 5863)
    assert round(small / 1e4) == 6097
    convolutions, head = vgg16()
    large = size(*convolutions, *head)
    assert round(size(*convolutions) / 1e4) == 1471
    assert f"{size(*head) / 1e6:.1f}" == "123.6"
    assert f"{large / 1e6:.1f}" == "138.4"
    first = size(dense(7 * 7 * 512, 4096, bias=False))
    assert first == 102_760_448 > small
    assert round(100 * size(*head) / large) == 89
    cost = 0
    for (c_in, c_out, layers), side in zip(STAGES, (224, 112, 56, 28, 14), strict=True):
        rest = [conv(c_out, c_out, 3) for _ in range(layers - 1)]
        cost += macs(side, conv(c_in, c_out, 3), *rest)
    fc = size(*vgg16(bias=False)[1])
    assert f"{(cost + fc) / 1e9:.1f}" == "15.5"
    assert fc < 0.01 * (cost + fc)
    before, after = size(*head), size(dense(512, 1000, bias=False))
    assert after == 512_000
    assert round(before / after, -1) == 240
    says(question, r"$7\cdot7\cdot512\cdot4096=102\,760\,448$", "89%")


def test_conv_bn_relu_pattern(question: Question) -> None:
    assert right_of(question) == [True, False, False, False]
    assert rising(["1409.1556", "1502.03167", "1512.03385", "1603.05027"])
    bn = nn.BatchNorm2d(5, eps=1e-3).double().eval()
    bn.weight.data.fill_((1 + 1e-3) ** 0.5)
    z = torch.randn(2, 5, 3, 3, dtype=torch.float64)
    assert torch.allclose(bn(z), z, rtol=0, atol=1e-14)
    bn.train()
    assert not torch.allclose(bn(z), z, atol=0.01)  # estimated statistics change the layer
    says(question, r"$\gamma=\sqrt{1+\epsilon}$", "2014-09  VGG", "2016-03")


def test_conv_bn_fold(question: Question) -> None:
    for v, key in variants(question, 30):
        layer = nn.Conv2d(2, 1, 3).double()
        bn = nn.BatchNorm2d(1, eps=0.0).double().eval()
        layer.bias.data.fill_(v["b"])  # type: ignore[union-attr]
        bn.weight.data.fill_(v["g"])
        bn.bias.data.fill_(v["beta"])
        bn.running_mean.fill_(v["mu"])  # type: ignore[union-attr]
        bn.running_var.fill_(v["var"])  # type: ignore[union-attr]
        x = torch.randn(3, 2, 5, 5, dtype=torch.float64)
        folded = nn.Conv2d(2, 1, 3).double()
        folded.weight.data = layer.weight.data * v["scale"]
        folded.bias.data.fill_(key)  # type: ignore[union-attr]
        assert torch.allclose(bn(layer(x)), folded(x), atol=1e-10)
    assert 3 * (2 - 5) / 3 + 1 == -2
    says(question, "−2")
