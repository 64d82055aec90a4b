"""Facts of the questions on initialisation: random networks, and the samplers of torch itself."""

import math
from typing import Any

import numpy as np
import torch
from torch import nn

from app.domain.kinds import QUESTION
from tests.facts.convolution_counting import right_of
from tests.facts.prose import says, variants

Question = dict[str, Any]


def drawn(question: Question, count: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Draw variants with the keys of all numeric gaps."""
    asked = QUESTION.validate_python(question)
    assert asked.kind == "cloze"
    found = [asked.variant(index) for index in range(count)]
    return [(dict(variant.numbers), asked.key(variant)) for variant in found]


def spread(weights: torch.Tensor) -> float:
    """Return the standard deviation of drawn weights about 0."""
    return float(weights.double().square().mean().sqrt())


def rms(x: torch.Tensor) -> float:
    """Return the root mean square."""
    return float(x.square().mean().sqrt())


def through(sd: float, *, width: int, depth: int, seed: int, rows: int = 1) -> float:
    """Send an input of root mean square 1 through a random ReLU network."""
    random = torch.Generator().manual_seed(seed)
    x = torch.ones(rows, width)
    for _ in range(depth):
        x = (x @ (torch.randn(width, width, generator=random) * sd)).relu()
    return rms(x)


def exact_halving() -> float:
    """Return what ReLU keeps of the mean square of a standard normal, by quadrature."""
    z = torch.linspace(-9, 9, 60_001, dtype=torch.float64)
    density = (-z.square() / 2).exp() / math.sqrt(2 * math.pi)
    return float(torch.trapezoid(z.relu().square() * density, z))


def test_init_random(question: Question) -> None:
    half = exact_halving()
    for v, key in variants(question, 40):
        square = 1.0
        for _ in range(v["depth"]):
            square *= v["width"] * v["sd"] ** 2 * half
        assert math.isclose(key, math.sqrt(square), rel_tol=1e-6)
    small = [through(0.01, width=512, depth=10, seed=s) for s in range(4)]
    large = [through(0.1, width=512, depth=10, seed=s) for s in range(4)]
    assert 0.5e-8 < np.median(small) < 2e-8
    assert 60 < np.median(large) < 200
    assert f"{(512 * 1e-4 / 2) ** 5:.3g}" == "1.1e-08"
    assert f"{(512 * 1e-4 / 2) ** 5 * 1e8:.2f}" == "1.10"
    assert round((512 * 0.01 / 2) ** 5) == 110
    assert [n * 0.01 / 2 for n in (50, 100, 200, 400, 800)] == [0.25, 0.5, 1, 2, 4]
    says(question, "110", r"$1.10\times10^{-8}$", r"$200\cdot0.01/2$", r"$0.005\,n$")


def test_init_scale_order(question: Question) -> None:
    n = 512
    scale = {
        "std-001": 0.01,
        "half": math.sqrt(1 / (2 * n)),
        "one": math.sqrt(1 / n),
        "two": math.sqrt(2 / n),
        "four": 2 / math.sqrt(n),
        "var-001": math.sqrt(0.01),
    }
    sizes = {name: through(sd, width=n, depth=10, seed=1) for name, sd in scale.items()}
    assert sorted(sizes, key=sizes.__getitem__) == [item["id"] for item in question["items"]]
    assert all("after" not in item for item in question["items"])
    for name, size in sizes.items():
        gain = n * scale[name] ** 2 / 2
        assert 0.5 < size / gain**5 < 2
    gains = [n * sd**2 / 2 for sd in scale.values()]
    shown = ["0.0256", "0.25", "0.5", "1", "2", "2.56"]
    assert [f"{gain:.3g}" for gain in gains] == shown
    assert [f"{gain**5:.2g}" for gain in gains] == [
        "1.1e-08",
        "0.00098",
        "0.031",
        "1",
        "32",
        "1.1e+02",
    ]
    logs = [round(math.log10(gain**5), 1) for gain in gains]
    assert logs == [-8.0, -3.0, -1.5, 0.0, 1.5, 2.0]
    says(question, "0.00098", "0.00195", "0.00391", "0.00781", "0.0256", "2.56", "$4/n$")
    assert 100 * 0.01 / 2 == 0.5


def test_xavier_initialisation(question: Question) -> None:
    torch.manual_seed(0)
    for v, key in drawn(question, 6):
        layer = nn.Conv2d(v["cin"], v["cout"], v["k"], bias=False)
        fan_in, fan_out = nn.init._calculate_fan_in_and_fan_out(layer.weight)
        assert key["fanin"] == fan_in
        assert v["fans"] == fan_in + fan_out
        pooled = nn.init.xavier_normal_(layer.weight).detach()
        near = 5 / math.sqrt(pooled.numel())
        assert math.isclose(spread(pooled), key["sd"], rel_tol=near)
        assert math.isclose(key["sd"] ** 2, key["variance"], rel_tol=1e-9)
        uniform = nn.init.xavier_uniform_(layer.weight).detach()
        assert 0.99 * key["bound"] < float(uniform.abs().max()) <= key["bound"] * (1 + 1e-6)
    wide = nn.init.xavier_normal_(torch.empty(64, 16, 3, 3))
    assert math.isclose(spread(wide), 0.0527, rel_tol=0.05)
    assert (16 * 9, 64 * 9) == (144, 576)
    shown = (2 / 720, (2 / 720) ** 0.5, (6 / 720) ** 0.5)
    assert [f"{value:.3g}" for value in shown] == ["0.00278", "0.0527", "0.0913"]
    says(question, "$2/720=0.00278$", "0.0527", "$a=0.0913$")


def test_xavier_goal(question: Question) -> None:
    assert right_of(question) == [True, False]
    torch.manual_seed(1)
    x = 3 * torch.randn(256, 500)
    for _ in range(10):
        x = x @ nn.init.xavier_normal_(torch.empty(500, 500)).T
    assert abs(float(x.var()) - 9) < 0.9
    wide = nn.init.xavier_normal_(torch.empty(300, 100))
    y = torch.randn(2000, 100) @ wide.T
    back = torch.randn(2000, 300) @ wide
    assert abs(float(y.var()) - 0.5) < 0.03
    assert abs(float(back.var()) - 1.5) < 0.1
    says(question, "1/200", "0.5", "1.5")


def test_kaiming_initialisation(question: Question) -> None:
    torch.manual_seed(0)
    for v, key in variants(question, 12):
        mode = ("fan_in", "fan_out")[v["way"]]
        weight = torch.empty(v["cout"], v["cin"], v["k"], v["k"])
        nn.init.kaiming_normal_(weight, a=v["slope"], mode=mode)  # type: ignore[arg-type]
        assert math.isclose(spread(weight), key, rel_tol=5 / math.sqrt(weight.numel()))
    shown = [f"{x:.3g}" for x in (2 / 144, (2 / 144) ** 0.5, 2 / 576, (2 / 576) ** 0.5, 2 / 720)]
    assert shown == ["0.0139", "0.118", "0.00347", "0.0589", "0.00278"]
    says(question, *shown)
    assert math.isclose((2 / 144) / (2 / 720), 5)
    assert math.isclose((2 / 576) / (2 / 720), 1.25)
    default = nn.Linear(300, 400).weight.detach()
    assert math.isclose(spread(default) ** 2, 1 / (3 * 300), rel_tol=0.02)
    assert math.isclose(spread(nn.init.kaiming_normal_(torch.empty(900, 200))), 0.1, rel_tol=0.02)


def test_kaiming_from_xavier(question: Question) -> None:
    assert right_of(question) == [False, False, True, False]
    half = exact_halving()
    assert math.isclose(half, 0.5, rel_tol=1e-6)
    n = 512
    for factor, shown in ((2, ["1", "1", "1"]), (1, ["0.71", "0.18", "0.031"])):
        gain = n * (factor / n) * half
        assert [f"{gain ** (depth / 2):.2g}" for depth in (1, 5, 10)] == shown
    assert [f"{0.25 ** (d / 2):.2g}" for d in (1, 5, 10)] == ["0.5", "0.031", "0.00098"]
    runs = [through((2 / n) ** 0.5, width=n, depth=10, seed=s) for s in range(4)]
    assert 0.7 < np.mean(runs) < 1.4
    assert 0.7 < np.mean(runs) * 2**-5 / 0.032 < 1.4  # the same draws, scaled by 1/√2 a layer
    assert math.isclose(math.sqrt(4 * half), math.sqrt(2), rel_tol=1e-6)
    says(question, "| 10 | 1.01 | 0.032 | 0.00099 |", "0.001")


def test_kaiming_derivation(question: Question) -> None:
    z = torch.linspace(-9, 9, 60_001, dtype=torch.float64)
    density = (-z.square() / 2).exp() / math.sqrt(2 * math.pi)
    mean = float(torch.trapezoid(z.relu() * density, z))
    variance = exact_halving() - mean**2
    assert (f"{mean:.4f}", f"{variance:.4f}") == ("0.3989", "0.3408")
    assert math.isclose(variance, 0.5 - 1 / (2 * math.pi), rel_tol=1e-6)
    assert f"{1 / variance:.2f}" == "2.93"
    assert f"{0.5 / variance:.3f}" == "1.467"
    assert round((0.5 / variance) ** 20, -2) == 2100
    says(question, "0.3408", "0.3989", r"$\mathrm{Var}(w)=2.93/n$", "1.467", "2100")
    torch.manual_seed(0)
    layers = []
    for n_in, n_out in ((100, 300), (300, 900), (900, 100)):
        w = nn.init.kaiming_normal_(torch.empty(n_out, n_in))
        g = torch.randn(1000, n_out)
        open_ = (torch.rand(1000, n_in) < 0.5).float()
        back = (g @ w) * open_  # the derivative of ReLU is 1 for half of the units
        layers.append(float(back.square().mean() / g.square().mean()))
    for measured, wanted in zip(layers, (3, 3, 1 / 9), strict=True):
        assert math.isclose(measured, wanted, rel_tol=0.1)
    assert math.isclose(3 * 3 / 9, 100 / 100)
    w = torch.randn(200_000, 4, dtype=torch.float64)
    assert math.isclose(float((w * 3).sum(1).var()), 36, rel_tol=0.03)


def test_init_method_overview(question: Question) -> None:
    torch.manual_seed(0)
    gauss = torch.randn(64, 64, dtype=torch.float64) / 8
    sigma = torch.linalg.svdvals(gauss)
    assert 1.7 < float(sigma[0]) < 2.2
    assert float(sigma[-1]) < 0.1
    seen: list[float] = []
    for seed in range(3):
        torch.manual_seed(seed)
        rates = torch.linalg.eigvals(torch.randn(64, 64, dtype=torch.float64) / 8).abs()
        seen.append(200 * math.log10(float(rates.max() / rates.min())))
    assert min(seen) > 24  # directions that grow apart by dozens of orders of magnitude
    turn = nn.init.orthogonal_(torch.empty(64, 64, dtype=torch.float64))
    x = torch.randn(64, dtype=torch.float64)
    y = x
    for _ in range(200):
        y = turn @ y
    assert math.isclose(float(y.norm()), float(x.norm()), rel_tol=1e-9)
    h = torch.linspace(-0.05, 0.05, 101, dtype=torch.float64)
    assert float((h.tanh() - h).abs().max()) < 1e-4  # tanh is the identity near 0
    pre = (torch.randn(500, 64) @ torch.randn(64, 64)).sin()
    assert abs(float((pre / pre.std()).std()) - 1) < 1e-5  # what LSUV does
    assert [pair["id"] for pair in question["pairs"]][:2] == ["tanh", "relu"]
    says(question, r"$64\times64$", "$1/64$", "200")


def test_orthogonal_init_name(question: Question) -> None:
    torch.manual_seed(0)
    whole = torch.eye(64, dtype=torch.float64)
    flat = torch.eye(64, dtype=torch.float64)
    for _ in range(50):
        whole = nn.init.orthogonal_(torch.empty(64, 64, dtype=torch.float64)) @ whole
        flat = torch.randn(64, 64, dtype=torch.float64) / 8 @ flat
    assert torch.allclose(torch.linalg.svdvals(whole), torch.ones(64, dtype=torch.float64))
    sigma = torch.linalg.svdvals(flat)
    assert 6.5 < math.log10(float(sigma[0] / sigma[31])) < 9.5, float(sigma[0] / sigma[31])
    tall = nn.init.orthogonal_(torch.empty(9, 4, dtype=torch.float64))
    assert torch.allclose(tall.T @ tall, torch.eye(4, dtype=torch.float64))
    c, s = math.cos(math.pi / 6), math.sin(math.pi / 6)
    turn = torch.tensor([[c, -s], [s, c]], dtype=torch.float64)
    assert torch.allclose(torch.linalg.svdvals(turn), torch.ones(2, dtype=torch.float64))
    stretched = torch.tensor([[2.0, 1.0], [1.0, 2.0]])
    assert float(torch.linalg.svdvals(stretched)[0]) > 2.9  # symmetric, and lengths change
    says(question, "$1/64$")


def two_layers(w: torch.Tensor, v: torch.Tensor, *, relu: bool = False) -> int:
    """Train y = v·tanh(Wx) + c by gradient descent; count the different rows of W."""
    torch.manual_seed(3)
    x, t = torch.randn(40, 5).double(), torch.randn(40).double()
    w, v, c = (p.double() for p in (w, v, torch.zeros(())))
    for _ in range(50):
        w, v, c = (p.detach().requires_grad_() for p in (w, v, c))
        z = x @ w.T
        y = (z.relu() if relu else z.tanh()) @ v + c
        loss = (y - t).square().mean()
        steps = torch.autograd.grad(loss, [w, v, c])
        w, v, c = (p - 2e-3 * step for p, step in zip((w, v, c), steps, strict=True))
    apart = (w.detach()[:, None] - w.detach()).abs().amax(-1) > 1e-9
    return 1 + sum(bool(apart[i, :i].all()) for i in range(1, 100))


def test_zero_init_symmetry(question: Question) -> None:
    torch.manual_seed(0)
    random, out = torch.randn(100, 5), torch.randn(100)
    one = torch.randn(5).expand(100, 5)
    zero, none = torch.zeros(100, 5), torch.zeros(100)
    counts = {
        "all-zero": two_layers(zero, none),
        "constant": two_layers(zero + 0.5, none + 0.5),
        "same-row": two_layers(one, none + 0.1),
        "zero-output": two_layers(random, none),
        "zero-hidden": two_layers(zero, out),
        "tiny": two_layers(random * 1e-3, out * 1e-3),
    }
    for option in question["options"]:
        assert counts[option["id"]] == (1 if option["correct"] else 100), option["id"]
    assert two_layers(zero, out, relu=True) == 1
    w = torch.zeros(2, 1, requires_grad=True)
    y = torch.tensor([1.0, -2.0]) @ (w @ torch.tensor([3.0])).tanh()
    y.backward()  # type: ignore[no-untyped-call]
    assert w.grad is not None
    assert w.grad.flatten().tolist() == [3, -6]
    says(question, "-6", "100")
