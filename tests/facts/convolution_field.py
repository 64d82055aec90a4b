"""Facts of the questions on receptive fields and small kernels."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch.autograd.graph import saved_tensors_hooks
from torch.nn import functional as f

from tests.facts.prose import says, variants

Layer = tuple[int, int, int, int, bool]  # kernel, stride, dilation, padding, pooling


def run(x: torch.Tensor, layers: Sequence[Layer]) -> torch.Tensor:
    """Apply the layers with positive weights; mean pooling has the support of max pooling."""
    for k, s, d, p, pool in layers:
        ones = torch.ones(1, 1, k, k, dtype=x.dtype)
        x = f.avg_pool2d(x, k, s) if pool else f.conv2d(x, ones / k**2, None, s, p, d)
    return x


def field(layers: Sequence[Layer], side: int) -> tuple[int, int]:
    """Return the receptive field of the unit in the centre, by autograd, and the output side."""
    x = torch.zeros(1, 1, side, side, dtype=torch.float64, requires_grad=True)
    y = run(x, layers)
    out = y.shape[-1]
    (grad,) = torch.autograd.grad(y[0, 0, out // 2, out // 2], x)
    rows = torch.nonzero(grad[0, 0].sum(1)).flatten()
    return int(rows[-1] - rows[0]) + 1, out


def backwards(layers: Sequence[Layer]) -> int:
    """Return the field by walking back from one unit of the output."""
    width = 1
    for k, s, d, _, _ in reversed(layers):
        width = (width - 1) * s + (k - 1) * d + 1
    return width


def test_receptive_field_drill(question: dict[str, Any]) -> None:
    for v, key in variants(question, 20):
        layers: list[Layer] = [
            (v["ka"], v["sa"], 1, 0, False),
            (v["kb"], v["sb"], v["d"], 0, False),
            (v["kp"], 2, 1, 0, True),
            (v["kc"], 1, 1, 0, False),
        ]
        assert key == backwards(layers)
        assert key == field(layers, key + 16)[0]
        shown = [v["ra"], v["rb"], v["rp"]]
        assert shown == [backwards(layers[:i]) for i in (1, 2, 3)]
    assert [backwards([(3, 1, 1, 0, False)] * i) for i in range(4)] == [1, 3, 5, 7]
    assert backwards([(3, 2, 1, 0, False), (3, 1, 1, 0, False)]) == 7  # the picture
    says(question, "x1 x2 x3 x4 x5 x6 x7")


def test_receptive_field_equals_5x5(question: dict[str, Any]) -> None:
    stacks: dict[str, list[Layer]] = {
        "a": [(3, 1, 1, 0, False)] * 2,
        "b": [(3, 2, 1, 0, False), (3, 1, 1, 0, False)],
        "c": [(3, 1, 1, 1, False)] * 2,
        "d": [(2, 2, 1, 0, True), (3, 1, 1, 0, False)],
        "e": [(3, 1, 2, 0, False)],
        "f": [(3, 1, 1, 0, False), (2, 2, 1, 0, True)],
    }
    got = {name: field(layers, 28) for name, layers in stacks.items()}
    assert {name: r for name, (r, _) in got.items()} == dict(
        zip("abcdef", (5, 7, 5, 6, 5, 4), strict=True)
    )
    assert {o["id"]: o["correct"] for o in question["options"]} == {
        name: r == 5 for name, (r, _) in got.items()
    }
    assert (got["a"][1], got["c"][1]) == (24, 28)
    x = torch.zeros(1, 1, 9, 9, requires_grad=True)
    (grad,) = torch.autograd.grad(run(x, stacks["e"])[0, 0, 2, 2], x)
    assert int((grad != 0).sum()) == 9
    for lang in ("zh", "en"):  # the table merges a and c, which differ in padding only
        rows = [line for line in question["explanation"][lang].splitlines() if line[:2] == "| "]
        assert [row.split("|")[-2].strip() for row in rows[1:]] == ["5", "7", "6", "5", "4"]
    says(question, "$24\\times24$")


def test_conv_output_size(question: dict[str, Any]) -> None:
    for v, key in variants(question, 40):
        x = torch.empty(1, 1, v["side"], v["side"], device="meta")
        w = torch.empty(1, 1, v["k"], v["k"], device="meta")
        assert f.conv2d(x, w, None, v["s"], v["p"], v["d"]).shape[-1] == key
        padded = v["side"] + 2 * v["p"]
        starts = [i for i in range(0, padded, v["s"]) if i + v["span"] <= padded]
        assert len(starts) == key
        assert padded - (starts[-1] + v["span"]) == v["lost"] > 0
        assert padded - v["span"] == v["room"]
        y = torch.empty(1, 1, key, key, device="meta")
        back = f.conv_transpose2d(y, w, None, v["s"], v["p"], v["lost"], 1, v["d"])
        assert back.shape[-1] == v["side"]
    sizes = [28]
    for k in (3, 3):
        sizes.append(sizes[-1] - k + 1)
    assert (28 - 5 + 1, sizes) == (24, [28, 26, 24])
    picture = f.conv1d(torch.zeros(1, 1, 8), torch.ones(1, 1, 3), None, 2, 1, 2)
    assert picture.shape[-1] == len([i for i in range(0, 10, 2) if i + 5 <= 10]) == 3
    says(question, "$28$", "$26$", "$24$", "`output_padding`")


def test_receptive_field_three_3x3(question: dict[str, Any]) -> None:
    for v, _ in variants(question, 6):
        plain: list[Layer] = [(3, 1, 1, 0, False)] * v["layers"]
        padded: list[Layer] = [(3, 1, 1, 1, False)] * v["layers"]
        assert field(plain, v["side"]) == (v["field"], v["left"])
        assert field(padded, v["side"]) == (v["field"], v["side"])
        assert v["side"] - v["left"] + 1 == v["field"]
    strided: list[Layer] = [(3, 2, 1, 0, False), (3, 1, 1, 0, False)]
    assert (field(strided[:1], 28)[1], field(strided, 28)) == (13, (7, 11))
    assert 28 - 11 + 1 == 18
    assert field([(3, 1, 1, 0, False)] * 3, 28) == (7, 22)
    drawn = [field([(3, 1, 1, 0, False)] * i, 9) for i in range(4)]  # the picture
    assert drawn == [(1, 9), (3, 7), (5, 5), (7, 3)]
    assert [field([(3, 1, 1, 1, False)] * i, 40) for i in (1, 10)] == [(3, 40), (21, 40)]
    says(question, "$28-22+1=7$", "$9-3+1=7$", "$13$", "$11$", "18", "21")


def test_why_3x3_neighbourhood(question: dict[str, Any]) -> None:
    def centre(k: int, pad: tuple[int, int, int, int]) -> float:
        x = torch.zeros(1, 1, 41, 41, dtype=torch.float64)
        x[0, 0, 20, 20] = 1
        for _ in range(8):
            x = f.avg_pool2d(f.pad(x, pad), k, 1)
            assert x.shape[-1] == 41
        rows = torch.arange(41, dtype=torch.float64)
        return float((x[0, 0].sum(1) * rows).sum() / x.sum())

    assert math.isclose(abs(centre(2, (0, 1, 0, 1)) - 20), 4)
    assert math.isclose(centre(3, (1, 1, 1, 1)), 20)
    around = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    assert len(around) == 8
    says(question, "$8\\times0.5=4$")


def compose(weights: torch.Tensor, c: int) -> torch.Tensor:
    """Compose three bias-free 3x3 convolutions of c channels into one 7x7 kernel."""
    first, second, third = weights.reshape(3, c, c, 3, 3)
    x = torch.zeros(c, c, 13, 13, dtype=weights.dtype)
    x[range(c), range(c), 6, 6] = 1
    return f.conv2d(f.conv2d(f.conv2d(x, first), second), third)


def test_why_3x3_stacking(question: dict[str, Any]) -> None:
    torch.manual_seed(0)
    for c, rank in ((1, 25), (2, 100)):
        weights = torch.randn(27 * c * c, dtype=torch.float64, requires_grad=True)
        kernel = compose(weights, c).flatten()
        assert len(kernel) == 49 * c * c
        rows = [torch.autograd.grad(entry, weights, retain_graph=True)[0] for entry in kernel]
        matrix = torch.stack(rows)
        assert int(torch.linalg.matrix_rank(matrix)) == rank
    for seed in range(20):  # in one dimension every kernel of length 7 splits into three
        line = np.random.default_rng(seed).standard_normal(7)
        roots = np.roots(line)
        real, pairs = sorted(roots[roots.imag == 0].real), roots[roots.imag > 0]
        parts = [np.poly([z, z.conjugate()]).real for z in pairs]
        parts += [np.poly(real[i : i + 2]) for i in range(0, len(real), 2)]
        product = np.convolve(np.convolve(parts[0], parts[1]), parts[2]) * line[0]
        assert len(parts) == 3
        assert np.allclose(product, line)
    says(question, "$27C^2$", "$49C^2$", "25", "$9\\ge7$")


def test_why_3x3_nonlinearity(question: dict[str, Any]) -> None:
    torch.manual_seed(0)
    first, second = torch.randn(2, 3, 3, 3, 3, dtype=torch.float64)
    scale, shift = torch.randn(2, 3, 1, 1, dtype=torch.float64)

    def middle(name: str, x: torch.Tensor) -> torch.Tensor:
        x = f.conv2d(x, first)
        match name:
            case "relu":
                x = f.relu(x)
            case "leaky":
                x = f.leaky_relu(x, 0.1)
            case "bn":
                x = x * scale + shift
            case "avg":
                return f.avg_pool2d(x, 3, 1)
            case "max":
                return f.max_pool2d(x, 3, 1)
            case _:
                pass
        return f.conv2d(x, second)

    x = torch.randn(200, 3, 5, 5, dtype=torch.float64)
    for option in question["options"]:
        name = option["id"]
        y = middle(name, x)
        zero = middle(name, torch.zeros_like(x[:1]))
        unit = torch.eye(75, dtype=torch.float64).reshape(75, 3, 5, 5)
        kernel = (middle(name, unit) - zero).reshape(75, 3)  # what an affine map would do
        same = torch.allclose(y.reshape(200, 3), x.reshape(200, 75) @ kernel + zero.reshape(1, 3))
        assert same == option["correct"], name
        assert torch.allclose(y + middle(name, -x), 2 * zero) == option["correct"], name
    assert np.convolve([1, 1, 1], [1, 1, 1]).tolist() == [1, 2, 3, 2, 1]
    hidden = np.convolve([0, 0, -1, 0, 0], [1, 1, 1])
    assert not np.convolve(np.maximum(hidden, 0), [1, 1, 1]).any()
    says(question, "$(1,2,3,2,1)$", "$-1,-2,-3,-2,-1$")


def test_why_3x3_params(question: dict[str, Any]) -> None:
    for v, _ in variants(question, 20):
        large = torch.nn.Conv2d(v["c"], v["c"], v["k"], bias=False, device="meta")
        small = [
            torch.nn.Conv2d(v["c"], v["c"], 3, bias=False, device="meta") for _ in range(v["depth"])
        ]
        assert large.weight.numel() == v["whole"]
        assert sum(layer.weight.numel() for layer in small) == v["stacked"]
        x = torch.empty(1, v["c"], 20, 20, device="meta")
        assert torch.nn.Sequential(*small)(x).shape == large(x).shape
    for k, more in ((5, 39), (7, 81), (9, 125), (11, 169)):
        depth = next(i for i in range(9) if backwards([(3, 1, 1, 0, False)] * i) == k)
        assert round(100 * (k * k - 9 * depth) / (9 * depth)) == more
        says(question, f"| {k} | {depth} | {9 * depth} | {k * k} |", f"{more}%")
    assert round(100 * 22 / 49) == 45
    says(question, "$27C^2$", "45%")


def kept(shape: tuple[int, ...], kernels: Sequence[int]) -> int:
    """Return the bytes of the activations that autograd keeps for conv + in-place ReLU layers."""
    x = torch.empty(shape, device="meta", requires_grad=True)
    weights = [
        torch.empty(shape[1], shape[1], k, k, device="meta", requires_grad=True) for k in kernels
    ]
    own = {w.untyped_storage()._cdata for w in weights}
    seen: dict[int, int] = {}

    def pack(t: torch.Tensor) -> torch.Tensor:
        storage = t.untyped_storage()
        if storage._cdata not in own:
            seen[storage._cdata] = storage.nbytes()
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        y = x
        for w in weights:
            y = f.relu_(f.conv2d(y, w, padding=w.shape[-1] // 2))
    assert y.shape == x.shape
    return sum(seen.values())


def test_why_3x3_memory_cost(question: dict[str, Any]) -> None:
    for v, key in variants(question, 20):
        shape = (v["batch"], v["c"], v["side"], v["side"])
        more = kept(shape, [3] * v["depth"]) - kept(shape, [v["k"]])
        assert math.isclose(more / 2**20, key)
        assert math.isclose(kept(shape, [3]) / 2 / 2**20, v["mib"], abs_tol=0.006)
        weights = (v["k"] ** 2 - 9 * v["depth"]) * v["c"] ** 2 * 4 / 2**20
        assert math.isclose(weights, v["saved"], abs_tol=6e-5)
    says(question, "$2^{20}$", "(n-1)\\cdot4NCH^2")


def test_receptive_field_order(question: dict[str, Any]) -> None:
    kinds: dict[str, Layer] = {
        "f": (5, 1, 1, 0, False),
        "d": (3, 1, 3, 0, False),
        "s": (3, 2, 1, 0, False),
    }
    fields = {}
    for name in ("fds", "sd", "dsf", "fsd", "sfd", "dfs", "sdf"):
        layers = [kinds[letter] for letter in name]
        fields[name] = field(layers, 61)[0]
        assert fields[name] == backwards(layers)
    order = [item["id"] for item in question["items"]]
    assert [fields[name] for name in order] == [13, 15, 17, 19, 23]
    assert (fields["dfs"], fields["sdf"]) == (13, 23)
    for name in order:
        says(question, f"={fields[name]}$", " → ".join(name.upper()))
    assert backwards([kinds["f"], kinds["s"]]) == backwards([kinds["f"], (3, 1, 1, 0, False)]) == 7


def test_effective_receptive_field(question: dict[str, Any]) -> None:
    for layers, side, sigma, share in ((20, 41, "3.65", "36%"), (80, 161, "7.30", "18%")):
        x = torch.zeros(1, 1, side, side, dtype=torch.float64, requires_grad=True)
        (grad,) = torch.autograd.grad(run(x, [(3, 1, 1, 0, False)] * layers).sum(), x)
        line = grad[0, 0].sum(0)
        at = torch.arange(side, dtype=torch.float64) - side // 2
        std = math.sqrt(float((line * at**2).sum()))
        assert math.isclose(float(line.sum()), 1)
        assert f"{std:.2f}" == sigma
        assert math.isclose(std, math.sqrt(2 * layers / 3))
        assert f"{4 * std / side:.0%}" == share
        assert 0.93 < float(line[at.abs() <= 2 * std].sum()) < 0.97
        says(question, f"| {layers} | {side} | {sigma} | {share} |")
    assert np.convolve([1, 1, 1], [1, 1, 1]).tolist() == [1, 2, 3, 2, 1]
