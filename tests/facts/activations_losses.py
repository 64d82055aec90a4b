"""Facts of the questions on activations, from autograd and brute force."""

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from tests.facts.convolution_counting import gap, right_of
from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says, variants

Question = dict[str, Any]
Function = Callable[[Tensor], Tensor]


def leaky(z: Tensor) -> Tensor:
    """Leaky ReLU with the slope that the questions use."""
    return F.leaky_relu(z, 0.1)


def step(z: Tensor) -> Tensor:
    """Return the step function, 1 for positive inputs."""
    return (z > 0).to(z.dtype)


def at(function: Function, z: float) -> float:
    """Evaluate a function in double precision."""
    return float(function(torch.tensor(z, dtype=torch.float64)))


def plotted(question: Question, curve: str) -> np.ndarray:
    """Return the points of a curve in the picture of a question."""
    return polyline(QUESTIONS / question["track"] / question["figures"][0]["file"], curve)


def slope(function: Function, z: float) -> float:
    """Differentiate a function at a point by autograd, in double precision."""
    x = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    (gradient,) = torch.autograd.grad(function(x), x)
    return float(gradient)


def one_sided(function: Function, h: float) -> tuple[float, float]:
    """Return the limits of a function at 0 and of its derivative, from the side of h."""
    near, far = at(function, h), at(function, 2 * h)
    return near, (far - near) / h


def short(*numbers: float) -> str:
    """Write numbers with up to three decimals, as in a table."""
    return " / ".join(f"{round(number, 3) + 0.0:g}" for number in numbers)


def test_activation_differentiability(question: Question) -> None:
    rows: list[tuple[str, str, Function]] = [
        ("relu", "ReLU", F.relu),
        ("leaky", "leaky ReLU", leaky),
        ("elu", r"ELU，$\alpha=1$", F.elu),
        ("elu-half", r"ELU，$\alpha=0.5$", lambda z: F.elu(z, 0.5)),
        ("softplus", "softplus", F.softplus),
    ]
    wanted: dict[str, bool] = {"step": False}
    for name, label, function in rows:
        (left, left_slope), (right, right_slope) = (
            one_sided(function, side) for side in (-1e-6, 1e-6)
        )
        assert abs(left - right) < 1e-5  # continuous
        wanted[name] = abs(left_slope - right_slope) > 1e-3
        row = f"| {short(left, right)} | {short(left_slope, right_slope)} |"
        says(question, row)
        assert f"| {label} {row}" in question["explanation"]["zh"]
    assert {o["id"]: o["correct"] for o in question["options"]} == wanted
    assert (one_sided(step, -1e-6)[0], one_sided(step, 1e-6)[0]) == (0, 1)
    assert slope(F.relu, 0.0) == 0
    for z in (-3.0, 0.2, 4.0):
        assert math.isclose(slope(F.softplus, z), at(torch.sigmoid, z))


def test_activation_examples(question: Question) -> None:
    rules: dict[str, tuple[Function, Function]] = {
        "$a(1-a)$": (torch.sigmoid, lambda a: a * (1 - a)),
        "$1-a^2$": (torch.tanh, lambda a: 1 - a * a),
        "$[a>0]$": (F.relu, step),
        "$1-e^{-a}$": (F.softplus, lambda a: 1 - torch.exp(-a)),
    }
    pairs = {p["right"]["zh"]: p["id"] for p in question["pairs"]}
    assert list(pairs) == list(rules)
    assert [pairs[rule] for rule in rules] == ["sigmoid", "tanh", "relu", "softplus"]
    for function, rule in rules.values():
        for z in (-4.0, -0.7, 0.3, 0.8, 2.5):
            assert math.isclose(slope(function, z), at(rule, at(function, z)), abs_tol=1e-12)
        a, derivative = at(function, 0.8), slope(function, 0.8)
        shown = f"| {a:.4f} | {derivative:.4f} |" if function is not F.relu else "| 0.8 | 1 |"
        says(question, shown)
        unused = at(lambda output: 1 - output, a)  # what the item that stays unused says
        assert not math.isclose(unused, derivative)
    for curve, (function, _) in zip(
        ("sigmoid", "tanh", "", "softplus"), rules.values(), strict=True
    ):
        points = (plotted(question, curve) - (186, 184)) / (28.5, -150) if curve else ()
        assert all(abs(slope(function, z) - y) < 0.001 for z, y in points)
    assert (slope(torch.sigmoid, 0), slope(torch.tanh, 0)) == (0.25, 1)
    assert math.isclose(at(torch.tanh, 0.8), 2 * at(torch.sigmoid, 1.6) - 1)
    for bent in (F.gelu, F.silu):  # the same output comes from two inputs
        assert at(bent, -0.2) > at(bent, -0.9) < at(bent, -4.0) < 0


def test_activation_meaning(question: Question) -> None:
    gaps = {name: gap(question, name, 30) for name in ("slope", "intercept", "value", "gradient")}
    for index, (v, _) in enumerate(gaps["slope"]):
        key = {name: drawn[index][1] for name, drawn in gaps.items()}
        first, last = nn.Linear(1, 2).double(), nn.Linear(2, 1).double()
        first.weight.data = torch.tensor([[v["w1"]], [v["w2"]]], dtype=torch.float64)
        first.bias.data = torch.tensor([v["b1"], -v["b2"]], dtype=torch.float64)
        last.weight.data = torch.tensor([[v["v1"], v["v2"]]], dtype=torch.float64)
        last.bias.data = torch.tensor([-v["c"]], dtype=torch.float64)
        plain, bent = nn.Sequential(first, last), nn.Sequential(first, nn.ReLU(), last)
        x = torch.tensor([[0.0], [1.0], [v["x0"]]], dtype=torch.float64, requires_grad=True)
        at_0, at_1, _ = plain(x).flatten().tolist()
        assert (at_0, at_1 - at_0) == (key["intercept"], key["slope"])
        y = bent(x)
        (gradient,) = torch.autograd.grad(y[2, 0], x)
        assert (float(y[2, 0].detach()), float(gradient[2, 0])) == (key["value"], key["gradient"])
        ends = torch.tensor([[1e3], [-1e3]], dtype=torch.float64, requires_grad=True)
        (far,) = torch.autograd.grad(bent(ends).sum(), ends)
        assert far.flatten().tolist() == [key["slope"], 0]
    for x0, wanted in ((2.0, 3), (6.0, 13)):
        assert slope(lambda t: 3 * F.relu(t + 1) + 5 * F.relu(2 * t - 8), x0) == wanted


def test_activation_saturation(question: Question) -> None:
    functions: dict[str, Function] = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": F.relu,
        "hardtanh": F.hardtanh,
        "softplus": F.softplus,
        "leaky": leaky,
    }
    for option in question["options"]:
        function = functions[option["id"]]
        right, left = slope(function, 18.0), slope(function, -18.0)
        assert option["correct"] == (right < 1e-6)
        assert (option["id"] == "leaky") == (left > 1e-6)  # flat nowhere
    assert slope(F.relu, -1.0) == slope(F.hardtanh, 1.5) == 0 < slope(torch.sigmoid, 30.0)
    assert f"{slope(torch.sigmoid, 5):.3g}" == "0.00665"
    assert f"{slope(torch.sigmoid, 10):.1e}" == "4.5e-05"
    assert math.isclose(slope(torch.tanh, 6), 4 * math.exp(-12), rel_tol=1e-4)
    for name, function, at_zero in (
        ("sigmoid", torch.sigmoid, (60, 86)),
        ("tanh", torch.tanh, (170, 86)),
        ("softplus", F.softplus, (170, 210)),
    ):
        for curve, height in ((name, at), (f"d-{name}", slope)):
            points = (plotted(question, curve) - at_zero) / (12, -27)
            assert all(abs(height(function, z) - y) < 0.001 for z, y in points)
    a = torch.sigmoid(torch.tensor([16.0, 17.0, -17.0]))
    computed = a * (1 - a)
    assert computed[0] > 0 == computed[1]
    assert f"{float(computed[2]):.1e}" == "4.1e-08"
    says(question, "$z=-17$", r"4.1\times10^{-8}", "0.00665", r"4.5\times10^{-5}")


def test_activation_section(question: Question) -> None:
    assert right_of(question) == [False, True]
    for z1, z2 in ((2.0, 1.0), (2.0, 5.0), (-1.0, 0.5)):
        p = float(torch.softmax(torch.tensor([z1, z2], dtype=torch.float64), 0)[0])
        assert math.isclose(p, at(torch.sigmoid, z1 - z2))
        assert not math.isclose(p, at(torch.sigmoid, z1), rel_tol=0.01)
    shown = [at(torch.sigmoid, z) for z in (1, 2, -3)]
    assert [f"{p:.3f}" for p in shown] == ["0.731", "0.881", "0.047"]
    says(question, "0.731", r"$\sigma(2)=0.881$", "0.047", r"$\sigma(4)\approx0.98$")
    assert round(at(torch.sigmoid, 4), 2) == 0.98


def test_activation_usage_map(question: Question) -> None:
    assert [p["id"] for p in question["pairs"]] == [
        "hidden",
        "labels",
        "classes",
        "pixels",
        "temperature",
    ]
    z = torch.tensor([3.0, 3.0, -3.0])
    single = ["0.953", "0.953", "0.047"]
    together = ["0.499", "0.499", "0.001"]
    assert [f"{p:.3f}" for p in torch.sigmoid(z)] == single
    assert [f"{p:.3f}" for p in torch.softmax(z, 0)] == together
    joined = {"zh": "、", "en": ", "}
    for lang, comma in joined.items():
        assert comma.join(single) in question["explanation"][lang]
        assert comma.join(together) in question["explanation"][lang]
    wide = torch.linspace(-9, 9, 50)
    assert torch.tanh(wide).abs().max() < 1  # reaches the pixels, not the temperatures
    assert F.relu(wide).min() == 0
    assert slope(step_through := lambda t: t * 0 + step(t), 0.3) == 0 == slope(step_through, -2)


def test_dying_relu(question: Question) -> None:
    random = np.random.default_rng(3)
    for v, key in variants(question, 30):
        w = np.array([v["w1"], v["w2"], v["w3"], v["w4"]])
        corners = np.array(list(itertools.product((0, 1), repeat=4)))
        inside = random.random((200, 4))
        assert (np.maximum(0, corners @ w + key) == 0).all()
        assert (np.maximum(0, inside @ w + key) == 0).all()
        assert np.maximum(0, corners @ w + key + 0.1).max() > 0
    w = np.array([3, -2, 1, -1])
    worst = max(itertools.product((0, 1), repeat=4), key=lambda x: float(w @ np.array(x)))
    assert (worst, int(w @ np.array(worst))) == ((1, 0, 1, 0), 4)
    low = min(int(w @ np.array(x)) for x in itertools.product((0, 1), repeat=4))
    assert [(low + b, 4 + b) for b in (-2, -4)] == [(-5, 2), (-7, 0)]  # the picture
    says(question, "$(1,0,1,0)$", r"$w^\top x=4$", "$b=-4$", "$b=-3.9$")
    unit = nn.Linear(4, 1)
    unit.weight.data, unit.bias.data = torch.tensor([[3.0, -2, 1, -1]]), torch.tensor([-4.0])
    F.relu(unit(torch.rand(64, 4))).sum().backward()  # type: ignore[no-untyped-call]
    assert unit.weight.grad is not None
    assert unit.bias.grad is not None
    assert float(unit.weight.grad.abs().max()) == float(unit.bias.grad) == 0
    assert math.isclose(-4 - 0.1 * (0 + 0.1 * -4), 0.99 * -4)  # a step of decay alone
    for b, alive in ((-2, True), (-3, False)):
        assert (at(lambda x, b=b: F.relu(3 * x + b), 1.0) > 0) == alive  # type: ignore[misc]
