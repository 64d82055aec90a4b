"""Facts of the questions on pooling and on why convolutions fit images."""

import itertools
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.nn import functional as f

from tests.facts.prose import QUESTIONS, says, variants

Map = Callable[[torch.Tensor], torch.Tensor]


def doubles(rows: list[list[float]]) -> torch.Tensor:
    """Return rows as one image with one channel that takes gradients."""
    return torch.tensor([[rows]], dtype=torch.float64, requires_grad=True)


def pull(layer: Map, x: torch.Tensor, upstream: list[list[float]]) -> torch.Tensor:
    """Return the gradient of the image for a given gradient of the output."""
    (grad,) = torch.autograd.grad(layer(x), x, doubles(upstream).detach())
    return grad[0, 0]


def drawn_numbers(question: dict[str, Any]) -> list[int]:
    """Return the whole numbers that the picture shows, in the order of the file."""
    picture = QUESTIONS / "convolution" / question["figures"][0]["file"]
    found = re.findall(r">(−?\d+)</text>", picture.read_text("utf-8"))
    return [int(number.replace("−", "-")) for number in found]


def test_maxpool_backward(question: dict[str, Any]) -> None:
    for v, key in variants(question, 60):
        x = doubles(
            [[v["tl"], v["ea"], v["tr"]], [v["eb"], v["c"], v["ec"]], [v["bl"], v["ed"], v["br"]]]
        )
        upstream = [[v["ga"], v["gb"]], [v["gc"], v["gd"]]]
        got = pull(lambda t: f.max_pool2d(t, 2, 1), x, upstream)
        assert float(got[1, 1]) == key
        assert float(got.sum()) == sum(map(sum, upstream))
        ones = pull(lambda t: f.max_pool2d(t, 2, 1), x, [[1, 1], [1, 1]])
        assert float(ones[1, 1]) == v["wins"]
    tie = doubles([[3, 5, 0], [5, 5, 0]])  # three equal maxima in the first window
    assert pull(lambda t: f.max_pool2d(t, 2, 2), tie, [[1]]).tolist() == [[0, 1, 0], [0, 0, 0]]
    picture: list[list[float]] = [[1, 3, 8], [4, 6, 0], [2, 3, 9]]
    upstream = [[2, -4], [7, 10]]
    y = f.max_pool2d(doubles(picture), 2, 1)[0, 0].flatten().tolist()
    back = pull(lambda t: f.max_pool2d(t, 2, 1), doubles(picture), upstream).flatten().tolist()
    centre = back.pop(4)  # drawn after the others, beside its sum
    shown = [*itertools.chain(*picture), *y, *back, centre, 2, -4, 7, 10]
    assert drawn_numbers(question) == shown
    line = doubles([[1, 5, 2]])
    assert pull(lambda t: f.max_pool2d(t, (1, 2), 1), line, [[3, 4]]).tolist() == [[0, 7, 0]]
    says(question, "$3+4=7$")


def test_meanpool_backward(question: dict[str, Any]) -> None:
    x = torch.zeros(1, 1, 5, 5, dtype=torch.float64, requires_grad=True)
    for v, key in variants(question, 40):
        upstream = [[v["ga"], v["gb"]], [v["gc"], v["gd"]]]
        got = pull(lambda t: f.avg_pool2d(t, 3, 2), x, upstream)
        assert math.isclose(float(got[v["row"] - 1, v["col"] - 1]), key)
        assert math.isclose(float(got.sum()), sum(map(sum, upstream)))
    shares = pull(lambda t: f.avg_pool2d(t, 3, 2), x, [[9, 18], [27, 36]])
    assert drawn_numbers(question) == [*shares.round().int().flatten().tolist(), 9, 18, 27, 36]
    says(question, "$1+2+3+4=10$")
    padded = pull(lambda t: f.avg_pool2d(t, 3, 2, 1), x, [[9.0] * 3] * 3)
    exclusive = pull(
        lambda t: f.avg_pool2d(t, 3, 2, 1, count_include_pad=False), x, [[9.0] * 3] * 3
    )
    assert float(padded.sum()) < 81 - 1e-9
    assert math.isclose(float(exclusive.sum()), 81)
    line = doubles([[0, 0, 0, 0, 0]])
    assert math.isclose(
        float(pull(lambda t: f.avg_pool2d(t, (1, 3), (1, 2)), line, [[3, 6]])[0, 2]), 3
    )
    square = torch.zeros(1, 1, 7, 7, dtype=torch.float64, requires_grad=True)
    got = pull(lambda t: f.adaptive_avg_pool2d(t, 1), square, [[1]])
    assert torch.allclose(got * 49, torch.ones_like(got))
    says(question, "$g/49$")


def test_pooling_output(question: dict[str, Any]) -> None:
    for v, _ in variants(question, 30):
        x = torch.empty(v["batch"], v["c"], v["side"], v["side"], device="meta")
        layer = torch.nn.MaxPool2d(v["k"])
        assert layer(x).shape == (v["batch"], v["c"], v["small"], v["small"])
        up = torch.nn.MaxPool2d(v["k"], ceil_mode=True)
        assert up(x).shape[2:] == (v["large"], v["large"])
        assert not list(layer.parameters())
        assert torch.nn.AdaptiveAvgPool2d(1)(x).numel() == v["batch"] * v["c"]
        assert v["side"] - v["small"] * v["k"] == v["rest"]
        assert torch.nn.Conv2d(1, 1, v["k"], device="meta").stride == (1, 1)
    for side, k in itertools.product(range(6, 40), (2, 3, 4)):
        x = torch.empty(1, 1, side, side, device="meta")
        same = f.max_pool2d(x, k).shape == f.max_pool2d(x, k, ceil_mode=True).shape
        assert same == (side % k == 0)
    image = torch.rand(1, 3, 4, 4)
    changed = image.clone()
    changed[:, 1] += 1
    assert torch.equal(f.max_pool2d(image, 2)[:, 0], f.max_pool2d(changed, 2)[:, 0])


def reach(layers: list[tuple[int, int]]) -> int:
    """Return the receptive field by walking back from one unit; layers are (kernel, stride)."""
    width = 1
    for k, s in reversed(layers):
        width = (width - 1) * s + k
    return width


def test_cnn_four_means(question: dict[str, Any]) -> None:
    assert reach([(3, 1)] * 10) == 21
    block = [(3, 1), (3, 1), (2, 2)]
    assert reach((block * 5)[:-1]) == 140
    assert reach([(5, 1)] + [(3, 1)] * 11) == 27
    assert 19 // 2 <= 27 // 2 < 18  # the middle of the board sees 19 lines, a corner does not
    side = 6  # every output of a "same" layer sees the whole input only with 2H - 1 taps per axis
    for k, everything in ((2 * side - 1, True), (2 * side - 3, False)):
        x = torch.zeros(1, 1, side, side, requires_grad=True)
        y = f.conv2d(x, torch.ones(1, 1, k, k), padding=k // 2)
        (grad,) = torch.autograd.grad(y[0, 0, 0, 0], x)
        assert bool((grad != 0).all()) == everything
    says(question, "21", "140", "$5+11\\cdot2=27$", "$(2H-1)(2W-1)$")


def test_cnn_layer_pattern(question: dict[str, Any]) -> None:
    torch.manual_seed(0)
    steps: dict[str, torch.nn.Module] = {
        "conv-a": torch.nn.Conv2d(3, 16, 3, padding=1),
        "relu-a": torch.nn.ReLU(),
        "conv-b": torch.nn.Conv2d(16, 32, 5),
        "relu-b": torch.nn.ReLU(),
        "pool": torch.nn.MaxPool2d(2),
        "fc-a": torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(6272, 64)),
        "relu-c": torch.nn.ReLU(),
        "fc-b": torch.nn.Linear(64, 10),
    }
    x = torch.randn(2, 3, 32, 32)
    order = [item["id"] for item in question["items"]]
    assert order == list(steps)
    first, y, shapes = torch.nn.Sequential(*steps.values())(x), x, {}
    for name in order:
        y = steps[name](y)
        shapes[name] = tuple(y.shape[1:])
    assert shapes["conv-a"] == (16, 32, 32)
    assert shapes["conv-b"] == (32, 28, 28)
    assert shapes["pool"] == (32, 14, 14)
    other = order.copy()
    other[3:5] = ["pool", "relu-b"]
    assert torch.equal(torch.nn.Sequential(*(steps[name] for name in other))(x), first)
    early = torch.nn.Sequential(*(steps[n] for n in ("conv-a", "relu-a", "pool", "conv-b")))(x)
    assert early.flatten(1).shape[1] == 4608
    assert 1 - 14**2 / 28**2 == 0.75
    after = {item["id"]: set(item["after"]) for item in question["items"]}
    assert after["relu-b"] == after["pool"] == {"conv-b"}
    says(question, "$32\\cdot14\\cdot14=6272$", "$32\\cdot12\\cdot12=4608$")


def test_cnn_across_domains(question: dict[str, Any]) -> None:
    torch.manual_seed(0)
    x, order = torch.rand(4, 1, 6, 6), torch.randperm(6)
    full = torch.nn.Linear(36, 5)
    twin = full.weight.reshape(5, 6, 6)[:, :, order].reshape(5, 36)  # equally likely at the start
    shuffled = x[:, :, :, order]
    assert torch.allclose(full(x.flatten(1)), f.linear(shuffled.flatten(1), twin, full.bias))
    conv = torch.nn.Conv2d(1, 1, 3, bias=False)
    pooled = conv(x).flatten(1).sort().values, conv(shuffled).flatten(1).sort().values
    assert not torch.allclose(*pooled)  # no relabelling of the outputs undoes the shuffle
    assert reach([(5, 1)] + [(3, 1)] * 11) == 27
    says(question, "$5+11\\cdot2=27$")


def matrix(text: str) -> torch.Tensor:
    """Read the matrix of an option."""
    body = text.split("{pmatrix}")[1].removesuffix("\\end")
    return torch.tensor([[float(cell) for cell in row.split("&")] for row in body.split("\\\\")])


def as_matrix(kernel: list[float]) -> torch.Tensor:
    """Return the matrix of a convolution layer on signals of length 4."""
    weight = torch.tensor([[kernel]], dtype=torch.float32)
    return f.conv1d(torch.eye(4)[:, None], weight, padding=len(kernel) // 2)[:, 0].T


def test_fc_vs_conv(question: dict[str, Any]) -> None:
    basis = torch.stack([as_matrix(unit.tolist()) for unit in torch.eye(7)]).reshape(7, 16)
    assert int(torch.linalg.matrix_rank(basis)) == 7
    options = {o["id"]: (matrix(o["text"]["en"]), o["correct"]) for o in question["options"]}
    for option in question["options"]:
        assert option["text"]["zh"] == option["text"]["en"]
    for name, (w, correct) in options.items():
        stacked = torch.cat([basis, w.reshape(1, 16)])
        assert (int(torch.linalg.matrix_rank(stacked)) == 7) == correct, name
    assert torch.equal(as_matrix([1, 2, -1]), options["band"][0])
    assert torch.equal(as_matrix([3]), options["scalar"][0])
    assert torch.equal(as_matrix([7, 6, 5, 1, 2, 3, 4]), options["full"][0])
    band = sum(abs(i - j) <= 1 for i in range(4) for j in range(4))
    assert (band, int((options["unshared"][0] != 0).sum())) == (10, 10)
    assert options["unshared"][0][:3, 1].tolist() == [-1, 3, 4]
    assert options["unshared"][0][1:, 2].tolist() == [-2, 1, 2]
    says(question, "1048576", "9216", "$(7,6,5,1,2,3,4)$", "$(-1,3,4)$", "$(-2,1,2)$")


def changed(layer: Map) -> list[int]:
    """Return which channels a change of one element moves, and how many positions in each."""
    x = torch.rand(1, 16, 8, 8, dtype=torch.float64)
    y = x.clone()
    y[0, 3, 4, 4] += 5
    moved = (layer(x) != layer(y))[0]
    return [int(channel.sum()) for channel in moved.reshape(moved.shape[0], -1)]


def test_pool_activation_fc_roles(question: dict[str, Any]) -> None:
    torch.manual_seed(0)
    conv = torch.nn.Conv2d(16, 16, 3, padding=1).double()
    full = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(1024, 10)).double()
    alone = [int(channel == 3) for channel in range(16)]
    assert changed(conv) == [9] * 16
    assert changed(f.relu) == alone
    assert changed(lambda t: f.max_pool2d(t, 2)) == alone
    assert changed(full) == [1] * 10
    counts = [sum(p.numel() for p in layer.parameters()) for layer in (conv, full)]
    assert counts == [2320, 10250]
    x = torch.randn(1, 16, 8, 8, dtype=torch.float64)
    layers: dict[str, Map] = {"conv": conv, "full": full, "relu": f.relu}
    layers["max"] = lambda t: f.max_pool2d(t, 2)
    for name, layer in layers.items():
        affine = torch.allclose(layer(x) + layer(-x), 2 * layer(0 * x))
        assert affine == (name in ("conv", "full"))
    says(question, "2320", "10250")


def test_why_conv_layer(question: dict[str, Any]) -> None:
    side, k = 32, 3
    full = torch.nn.Linear(side**2, side**2, bias=False, device="meta").weight.numel()
    conv = torch.nn.Conv2d(1, 1, k, padding=1, bias=False, device="meta").weight.numel()
    patches = f.unfold(torch.empty(1, 1, side, side, device="meta"), k, padding=1)
    local = patches.numel()  # one weight for each element of each patch
    assert (full, local, conv) == (1048576, 9216, 9)
    assert (round(full / local), local // conv) == (114, 1024)
    says(question, "1048576", "9216", "114", "1024", "$k^2C_\\mathrm{in}C_\\mathrm{out}$")


def test_conv_equivariance(question: dict[str, Any]) -> None:
    def layer(x: list[float], stride: int = 1) -> list[float]:
        weight = torch.tensor([[[1.0, 2.0, 3.0]]])
        out: list[float] = f.conv1d(torch.tensor([[x]]), weight, None, stride, 1)[0, 0].tolist()
        return out

    assert layer([0.0, 0, 1, 0, 0, 0, 0]) == [0, 3, 2, 1, 0, 0, 0]
    assert layer([0.0, 0, 0, 0, 1, 0, 0]) == [0, 0, 0, 3, 2, 1, 0]
    line = [0.0] * 4 + [4, 1, 7, 2] + [0.0] * 4
    even, odd, back = (layer(np.roll(line, n).tolist(), 2) for n in (0, 1, 2))
    assert back == np.roll(even, 1).tolist()
    assert not any(odd == np.roll(even, n).tolist() for n in range(6))
    edge = layer([5.0, 0, 0, 0])
    assert layer([0.0, 5, 0, 0]) != [0.0, *edge[:3]]  # padding cut off one value
    says(question, "$(0,3,2,1,0,0,0)$", "$(0,0,0,3,2,1,0)$")
