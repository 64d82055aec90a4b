"""Counting parameters and multiply-adds: every number of these questions, from torch itself."""

import math
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from app.domain.kinds import QUESTION
from tests.facts.prose import says, variants

Question = dict[str, Any]


def size(*modules: nn.Module) -> int:
    """Count the trainable parameters of some modules."""
    return sum(p.numel() for module in modules for p in module.parameters())


def conv(
    c_in: int,
    c_out: int,
    k: int,
    *,
    stride: int = 1,
    padding: int | None = None,
    dilation: int = 1,
    groups: int = 1,
    bias: bool = False,
) -> nn.Conv2d:
    """Return a convolution without storage that, unless told otherwise, keeps the size."""
    pad = k // 2 if padding is None else padding
    return nn.Conv2d(c_in, c_out, k, stride, pad, dilation, groups, bias, device="meta")


def macs(side: int, *modules: nn.Module) -> int:
    """Count the multiply-adds of modules in a row, on one image of the given side."""
    first = next(modules[0].parameters())
    groups = getattr(modules[0], "groups", 1)
    x = torch.empty(1, first.shape[1] * groups, side, side, device="meta")
    with FlopCounterMode(display=False) as counter:
        nn.Sequential(*modules)(x)
    return int(counter.get_total_flops()) // 2


def gap(question: Question, name: str, count: int) -> list[tuple[dict[str, Any], Any]]:
    """Draw variants with the key of one numeric gap."""
    asked = QUESTION.validate_python(question)
    assert asked.kind == "cloze"
    drawn = [asked.variant(index) for index in range(count)]
    return [(dict(variant.numbers), asked.key(variant)[name]) for variant in drawn]


def rendered(text: str, names: dict[str, Any]) -> str:
    """Fill the placeholders of a text."""
    for name, value in names.items():
        text = text.replace("{{" + name + "}}", str(value))
    return text


def right_of(question: Question) -> list[bool]:
    """Return which options are right, in the order of the file."""
    return [option["correct"] for option in question["options"]]


def test_conv_params(question: Question) -> None:
    for v, key in variants(question, 30):
        layer = conv(v["c_in"], v["c_out"], v["k"], bias=bool(v["b"]))
        assert key == size(layer) == v["weights"] + v["biases"]
        assert layer.weight.shape == (v["c_out"], v["c_in"], v["k"], v["k"])
    cost_slip = question["answer"]["common_errors"][-1]["value"]
    slipped = {"value": cost_slip, "check": "exact_int", "common_errors": []}
    for v, cost in variants({**question, "answer": slipped}, 10):
        assert cost == macs(v["side"], conv(v["c_in"], v["c_out"], v["k"]))
    assert size(conv(3, 1, 5)) == 75
    says(question, r"$3\cdot5\cdot5=75$")


def test_conv_layer_cost(question: Question) -> None:
    assert (28 + 2 * 2 - 5) // 1 + 1 == 28
    assert (28 + 2 - 5) // 1 + 1 == 26
    for v, key in variants(question, 30):
        layer = conv(v["c_in"], v["c_out"], v["k"], stride=v["s"], padding=v["p"])
        x = torch.empty(v["batch"], v["c_in"], v["side"], v["side"], device="meta")
        with FlopCounterMode(display=False) as counter:
            y = layer(x)
        assert y.shape[-1] == v["out"]
        assert counter.get_total_flops() == 2 * key // v["f"]
        assert size(layer) == v["k"] ** 2 * v["c_in"] * v["c_out"]


def test_reduce_conv_compute(question: Question) -> None:
    rows = nn.Conv2d(256, 256, (3, 1), padding=(1, 0), bias=False, device="meta")
    columns = nn.Conv2d(256, 256, (1, 3), padding=(0, 1), bias=False, device="meta")
    table = {
        "589 824": (conv(256, 256, 3),),
        "393 216": (rows, columns),
        "147 456": (conv(256, 256, 3, groups=4),),
        "69 632": (conv(256, 64, 1), conv(64, 64, 3), conv(64, 256, 1)),
        "67 840": (conv(256, 256, 3, groups=256), conv(256, 256, 1)),
    }
    shares = ("| 1 |", "0.667", "0.250", "0.118", "0.115")
    for (text, layers), share in zip(table.items(), shares, strict=True):
        cost = macs(8, *layers) // 64
        assert cost == int(text.replace(" ", ""))
        if share != "| 1 |":
            assert f"{cost / 589824:.3f}" == share
        says(question, text, share)
    assert f"{1 / 256 + 1 / 9:.3f}" == "0.115"
    assert macs(8, conv(256, 256, 3, stride=2)) * 4 == macs(8, conv(256, 256, 3))
    assert macs(8, conv(256, 256, 3, dilation=2, padding=2)) == macs(8, conv(256, 256, 3))
    assert macs(8, conv(64, 64, 3, groups=2)) * 2 == macs(8, conv(64, 64, 3))


def test_conv1x1_compute_mechanism(question: Question) -> None:
    for (v, length), (_, factor) in zip(
        gap(question, "length", 20), gap(question, "factor", 20), strict=True
    ):
        before, after = conv(v["c_in"], v["c_out"], v["k"]), conv(v["c_in"], v["c_out"], 1)
        assert length == v["long"] == macs(6, before) // (36 * v["c_out"])
        assert factor == v["area"] == macs(6, before) // macs(6, after)
        assert size(before) == factor * size(after)
        x = torch.empty(1, v["c_in"], 6, 6, device="meta")
        assert before(x).shape == after(x).shape
    assert macs(28, conv(256, 256, 3)) == 462_422_016
    assert macs(28, conv(256, 256, 1)) == 51_380_224
    assert 462_422_016 == 9 * 51_380_224
    says(question, "462 422 016", "51 380 224", r"$1+10\cdot(1-1)=1$")


def test_conv1x1_downstream_effect(question: Question) -> None:
    for v, _ in variants(question, 20):
        cost = {
            width: (macs(5, conv(width, v["mid"], 3)), macs(5, conv(v["mid"], v["last"], 3)))
            for width in (v["wide"], v["narrow"])
        }
        (b_before, c_before), (b_after, c_after) = cost[v["wide"]], cost[v["narrow"]]
        assert b_before == v["r"] * b_after
        assert c_before == c_after == 25 * v["c_cost"]
        assert (b_before, b_after) == (25 * v["b_before"], 25 * v["b_after"])
        both = macs(5, conv(v["wide"] * 8, v["mid"] * 8, 3))
        assert both == 64 * macs(5, conv(v["wide"], v["mid"], 3))
    assert right_of(question) == [True, False, False, False]


def test_param_count_fc(question: Question) -> None:
    for v, key in variants(question, 20):
        net = nn.Sequential(nn.Linear(v["i"], v["h"]), nn.ReLU(), nn.Linear(v["h"], v["o"]))
        assert key == size(net)
        assert v["first"] == size(net[0])
        assert v["second"] == size(net[2])
    assert size(nn.Linear(3, 5), nn.Linear(5, 2)) == 32 == 15 + 10 + 5 + 2 == 20 + 12
    assert size(nn.Linear(784, 100)) == 78500
    assert size(nn.Conv2d(1, 9, 3)) == 90
    assert size(nn.Linear(7, 1)) == 8
    says(question, "$15+10+5+2=32$", "$20+12=32$", "78500", "=90$")


def test_param_count_conv_1x1_gray(question: Question) -> None:
    for v, _ in variants(question, 20):
        want = {
            "shared": size(nn.Conv2d(1, v["o"], 1)),
            "two-by-two": size(nn.Conv2d(1, v["o"], 2)),
            "single-bias": size(nn.Conv2d(1, v["o"], 1, bias=False)) + 1,
            "per-pixel": v["side"] ** 2 * v["o"] + v["o"],
        }
        for option in question["options"]:
            shown = int(rendered(option["text"]["en"], v))
            assert shown == int(rendered(option["text"]["zh"], v)) == want[option["id"]]
            formula = rendered(option["why"]["en"], v).split("$")[1]
            terms = [term.split(r"\cdot") for term in formula.split("+")]
            assert sum(math.prod(int(n) for n in term) for term in terms) == shown
            assert option["correct"] == (want[option["id"]] == want["shared"])
    assert size(nn.Conv2d(1, 3, 1)) == 6
    assert size(nn.Conv2d(1, 3, 2)) == 15
    says(question, r"[1\times(2\times2)\times3]+3=15", r"1\cdot1\cdot1\cdot3+3=6")


def test_param_count_conv_rgb(question: Question) -> None:
    for name in ("slices", "biases", "total"):
        for v, key in gap(question, name, 20):
            layer = nn.Conv2d(v["c_in"], 1, v["k"])
            assert layer.bias is not None
            want = {
                "slices": layer.weight.shape[1],
                "biases": layer.bias.numel(),
                "total": size(layer),
            }
            assert key == want[name]
            assert (v["weights"], v["sum_all"]) == (layer.weight.numel(), size(layer))
    layer = nn.Conv2d(3, 1, 2)
    assert size(layer) == 13
    x = torch.randn(1, 3, 6, 6, generator=torch.Generator().manual_seed(0))
    parts = [nn.functional.conv2d(x[:, [c]], layer.weight[:, [c]]) for c in range(3)]
    assert layer.bias is not None
    assert torch.allclose(layer(x), torch.stack(parts).sum(0) + layer.bias, atol=1e-5)
    assert 2 - 1 + 4 + 3 == 8
    says(question, r"$3\cdot4+1=13$", "$4+1=5$", "15", "$2-1+4+3=8$")


def test_image_size_double_params(question: Question) -> None:
    def nets(side: int) -> dict[str, int]:
        small = side // 16  # four convolutions of stride 2
        base = [conv(c, 8 if c == 3 else c, 3, stride=2, bias=True) for c in (3, 8, 8, 8)]
        sides = [side // 2**n for n in (1, 2, 3, 4)]
        norms = [nn.LayerNorm((8, s, s), device="meta") for s in sides]
        return {
            "gap": size(*base, nn.Linear(8, 10, device="meta")),
            "flatten": size(*base, nn.Linear(8 * small**2, 10, device="meta")),
            "adaptive": size(*base, nn.Linear(8 * 7 * 7, 10, device="meta")),
            "layer-norm": size(*base, *norms, nn.Linear(8, 10, device="meta")),
            "batch-norm": size(*base, *[nn.BatchNorm2d(8)] * 4, nn.Linear(8, 10, device="meta")),
            "positions": size(nn.Conv2d(3, 8, 16, 16)) + small**2 * 8,
        }

    before, after = nets(224), nets(448)
    for option in question["options"]:
        assert option["correct"] == (before[option["id"]] == after[option["id"]])
    assert nn.AdaptiveAvgPool2d(7)(torch.zeros(1, 1, 28, 28)).shape[-1] == 7
    assert nn.Linear(512 * 7 * 7, 4096, device="meta").weight.numel() == 102_760_448
    assert nn.Linear(512 * 14 * 14, 4096, device="meta").weight.numel() == 411_041_792
    assert (224 // 16) ** 2 == 196
    assert (448 // 16) ** 2 == 784
    assert 512 * 196 == 100352 == 4 * 25088
    assert macs(32, conv(8, 8, 3)) == 4 * macs(16, conv(8, 8, 3))
    says(question, r"102\,760\,448", r"411\,041\,792", "196", "784", "100352", "25088")


def test_conv1x1_purpose(question: Question) -> None:
    layer, linear = nn.Conv2d(5, 3, 1), nn.Linear(5, 3)
    with torch.no_grad():
        assert layer.bias is not None
        linear.weight.copy_(layer.weight[:, :, 0, 0])
        linear.bias.copy_(layer.bias)
    x = torch.randn(2, 5, 4, 6)
    per_pixel = linear(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
    assert torch.allclose(layer(x), per_pixel, atol=1e-5)
    assert size(conv(192, 32, 5)) == 153_600
    assert size(conv(192, 16, 1), conv(16, 32, 5)) == 15_872
    assert round(153_600 / 15_872) == 10
    assert np.dot([1, 2, 3], [1, 0, -1]) == -2
    says(question, "153 600", "15 872", "$1-3=-2$")


def test_conv1x1_shape_example(question: Question) -> None:
    layer = nn.Conv2d(3, 2, 1)
    y = layer(torch.zeros(1, 3, 4, 4))
    want = {
        "channels": y.shape[1],
        "weights": layer.weight.numel(),
        "params": size(layer),
        "values": y.numel(),
        "macs": macs(4, conv(3, 2, 1)),
        "inputs": 4 * 4 * 3,
        "unshared": 4 * 4 * 3 * 2 + 2,
    }
    for item in question["pairs"] + question["extra"]:
        assert item["right"]["zh"] == item["right"]["en"] == str(want[item["id"]])
    assert macs(4, conv(3, 1, 1)) == 48
    assert want["macs"] / want["weights"] == 16
    assert size(nn.Conv2d(3, 5, 1)) == 20
    says(question, "$96/6=16$", r"$3\cdot5+5=20$")


def test_conv1x1_vs_pooling(question: Question) -> None:
    layers: dict[str, nn.Module] = {
        "pointwise": nn.Conv2d(64, 32, 1),
        "padded-pointwise": nn.Conv2d(64, 32, 1, padding=1),
        "three": nn.Conv2d(64, 32, 3, padding=1),
        "max-pool": nn.MaxPool2d(2, 2),
        "same-pool": nn.MaxPool2d(3, 1, padding=1),
        "grouped": nn.Conv2d(64, 32, 1, groups=32),
    }
    shapes = {
        name: tuple(layer(torch.zeros(1, 64, 56, 56)).shape[1:]) for name, layer in layers.items()
    }
    for option in question["options"]:
        assert option["correct"] == (shapes[option["id"]] == (32, 56, 56))
    assert shapes["padded-pointwise"] == (32, 58, 58)
    assert shapes["max-pool"] == (64, 28, 28)
    assert shapes["same-pool"] == (64, 56, 56)
    assert size(conv(64, 32, 1)) == 2048
    assert size(conv(64, 32, 1, groups=32)) == 64
    border = layers["padded-pointwise"](torch.randn(1, 64, 56, 56))[0, :, 0, 0]
    assert torch.allclose(border, dict(layers["padded-pointwise"].named_parameters())["bias"])
    assert conv(64, 128, 1, stride=2)(torch.empty(1, 64, 56, 56, device="meta")).shape[1:] == (
        128,
        28,
        28,
    )
    says(question, r"$64\cdot32=2048$", "(32, 58, 58)", "(64, 28, 28)")


def test_conv1x1_nonlinearity(question: Question) -> None:
    first, second, single = nn.Conv2d(64, 256, 1), nn.Conv2d(256, 64, 1), nn.Conv2d(64, 64, 1)
    w1, w2 = first.weight[:, :, 0, 0], second.weight[:, :, 0, 0]
    assert first.bias is not None
    assert second.bias is not None
    assert single.bias is not None
    with torch.no_grad():
        single.weight.copy_((w2 @ w1)[:, :, None, None])
        single.bias.copy_(w2 @ first.bias + second.bias)
    x = torch.randn(1, 64, 3, 3)
    assert torch.allclose(single(x), second(first(x)), atol=1e-5)
    assert size(single) == 4160
    assert size(first, second) == 33088
    assert round(33088 / 4160) == 8
    rng = np.random.default_rng(0)
    assert np.linalg.matrix_rank(rng.normal(size=(64, 16)) @ rng.normal(size=(16, 64))) == 16
    line = np.linspace(-2, 2, 9)
    assert np.allclose(np.maximum(line, 0) + np.maximum(-line, 0), np.abs(line))
    assert [3 * (2 * t + 1) - 5 for t in (0, 1)] == [-2, 6 - 2]
    says(question, "4 160", "33 088", "$y=6x-2$")


def test_conv1x1_inception_params(question: Question) -> None:
    for v, key in variants(question, 20):
        reduce, expand = conv(v["c_in"], v["c_mid"], 1), conv(v["c_mid"], v["c_out"], v["k"])
        assert (v["first"], v["second"], key) == (size(reduce), size(expand), size(reduce, expand))
        assert v["direct"] == size(conv(v["c_in"], v["c_out"], v["k"]))
        assert abs(v["ratio"] - v["direct"] / key) <= 0.05
    before, after = (conv(192, 32, 5),), (conv(192, 16, 1), conv(16, 32, 5))
    assert (size(*before), size(*after)) == (153_600, 15_872)
    assert (macs(28, *before), macs(28, *after)) == (120_422_400, 12_443_648)
    assert f"{153_600 / 15_872:.2f}" == f"{120_422_400 / 12_443_648:.2f}" == "9.68"
    cheaper = [m for m in range(1, 192) if size(conv(192, m, 1), conv(m, 32, 5)) < 153_600]
    assert max(cheaper) == 154
    assert f"{25 * 192 * 32 / (192 + 25 * 32):.1f}" == "154.8"
    assert size(conv(100, 10, 1)) == 1000
    assert size(conv(10, 20, 3)) == 1800
    assert size(conv(100, 90, 1), conv(90, 100, 3)) == size(conv(100, 100, 3))
    says(question, "$3072+12800=15872$", "9.68", "154.8", "120 422 400", "12 443 648")
