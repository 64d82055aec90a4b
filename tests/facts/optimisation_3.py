"""Facts of the questions on adaptive methods, from Adagrad to Nadam."""

import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch.optim import SGD, Adadelta, Adagrad, Adam, NAdam, Optimizer, RMSprop

from app.domain.variants import Variants
from tests.facts.optimisation import gap_keys, right
from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says

Question = dict[str, Any]
Grads = list[float] | list[list[float]]
TINY = 1e-30


def moves(
    kind: Callable[..., Optimizer],
    grads: Grads,
    state: dict[str, float] | None = None,
    **settings: object,
) -> np.ndarray:
    """Return how far an optimiser of torch moves at each step, given the gradients."""
    p = torch.zeros_like(torch.tensor(grads[0], dtype=torch.float64), requires_grad=True)
    optimiser = kind([p], **settings)
    for name, value in (state or {}).items():
        filled = torch.tensor(0.0) if name == "step" else torch.full_like(p, value)
        optimiser.state[p][name] = filled
    places = [p.detach().numpy().copy()]
    for g in grads:
        p.grad = torch.tensor(g, dtype=torch.float64)
        optimiser.step()
        places.append(p.detach().numpy().copy())
    return -np.diff(np.array(places), axis=0)


def default(kind: type[Optimizer], name: str) -> object:
    """Return a default setting of an optimiser of torch."""
    return inspect.signature(kind).parameters[name].default


def chosen(question: Question, gap: str) -> str:
    """Return the right option of a gap."""
    options = next(g["options"] for g in question["gaps"] if g["id"] == gap)
    return next(str(option["id"]) for option in options if option["correct"])


def test_adagrad(question: Question) -> None:
    for v, key in gap_keys(question, 10):
        first = moves(Adagrad, [float(v[n]) for n in ("ga", "gb", "gc")], lr=v["lr"], eps=0)
        assert key["third"] == pytest.approx(first[2])
        assert key["acc"] == pytest.approx((v["lr"] * v["gc"] / first[2]) ** 2)
        assert key["first"] == pytest.approx(moves(Adagrad, [v["g"]], lr=v["lr"], eps=0)[0])
    steps = moves(Adagrad, [2.0] * 100 + [1e-3] * 20, lr=1.0, eps=0)
    assert [round(steps[t - 1], 9) for t in (1, 4, 25, 100)] == [1, 0.5, 0.2, 0.1]
    for v, key in gap_keys(question, 20):
        if v["big"] <= 100:
            assert key["late"] / v["lr"] == pytest.approx(steps[v["big"] - 1])
    rates = steps[100:] / 1e-3
    assert (np.diff(rates) < 0).all()
    assert rates[0] <= steps[99] / 2
    assert chosen(question, "recover") == "frozen"
    says(question, "| 1 | 0.5 | 0.2 | 0.1 |", r"4\eta/5=0.8\eta")
    assert moves(Adagrad, [3.0, 4.0], lr=1.0, eps=0)[1] == pytest.approx(0.8)
    assert [default(Adagrad, n) for n in ("lr", "initial_accumulator_value")] == [0.01, 0]


def test_adadelta_form1(question: Question) -> None:
    for v, key in gap_keys(question, 10):
        state = {"step": 0.0, "square_avg": v["eg"], "acc_delta": v["ed"]}
        step = moves(Adadelta, [float(v["g"])], state, lr=1.0, rho=v["r"], eps=0)[0]
        assert key["step"] == pytest.approx(step)
        state = {"step": 0.0, "square_avg": v["eg"]}
        first = moves(RMSprop, [float(v["g"])], state, lr=v["lr"], alpha=v["r"], eps=0)[0]
        assert key["form"] == pytest.approx(first)
        assert key["rms"] == pytest.approx(v["lr"] * v["g"] / first)
        assert key["eg"] == pytest.approx(key["rms"] ** 2)
        squares = np.array([v["ed"], step**2])
        assert key["ed"] == pytest.approx(np.average(squares, weights=[v["r"], 1 - v["r"]]))
    state = {"step": 0.0, "square_avg": 9.0, "acc_delta": 0.04}
    assert moves(Adadelta, [3.0], state, lr=1.0, eps=0)[0] == pytest.approx(0.2)
    assert pytest.approx(0.04) == 0.02 * 8 / 4


def test_adadelta_no_lr(question: Question) -> None:
    for g in (1.0, 1000.0):
        step = moves(Adadelta, [g], lr=1.0, rho=0.95, eps=1e-6)[0]
        assert step == pytest.approx(0.0045, abs=5e-5)
    says(question, "0.0045", r"\rho=0.95", r"\epsilon=10^{-6}")
    metres = {"step": 0.0, "square_avg": 2.0, "acc_delta": 0.01}
    centimetres = {"step": 0.0, "square_avg": 2.0 / 100**2, "acc_delta": 0.01 * 100**2}
    long = moves(Adadelta, [3.0], metres, lr=1.0, eps=TINY)[0]
    assert moves(Adadelta, [0.03], centimetres, lr=1.0, eps=TINY)[0] == pytest.approx(100 * long)
    ratio = [moves(kind, [3.0], lr=0.1)[0] / moves(kind, [0.03], lr=0.1)[0] for kind in (SGD,)]
    assert ratio == pytest.approx([100])  # SGD: the number shrinks where it should grow
    assert moves(Adagrad, [3.0], lr=0.1)[0] == pytest.approx(moves(Adagrad, [0.03], lr=0.1)[0])
    assert right(question) == {"units"}


def test_rmsprop(question: Question) -> None:
    flip = [float((-1) ** k) for k in range(150)]
    for v, key in gap_keys(question, 4):
        grads = [[v["gx"], v["gy"] * s] for s in flip]
        rms = np.abs(moves(RMSprop, grads, lr=v["lr"], alpha=v["m"], eps=TINY)[-1])
        assert [key["rx"], key["ry"]] == pytest.approx(rms, rel=1e-5)
        heavy = np.abs(moves(SGD, grads, lr=v["lr"], momentum=v["m"])[-1])
        assert [key["mx"], key["my"]] == pytest.approx(heavy, rel=1e-5)
    assert chosen(question, "who") == "momentum"
    grads = [[0.1, 10 * s] for s in flip]
    table = [
        moves(SGD, grads, lr=0.01)[-1],
        moves(SGD, grads, lr=0.01, momentum=0.9)[-1],
        moves(RMSprop, grads, lr=0.01, alpha=0.9)[-1],
    ]
    rounded = np.round(np.abs(table), 4).tolist()
    assert rounded == [[0.001, 0.1], [0.01, 0.0526], [0.01, 0.01]]
    says(question, "| 0.01 | 0.0526 |", "| 0.001 | 0.1 |", "alpha=0.99", "lr=0.01")
    assert [default(RMSprop, n) for n in ("alpha", "lr")] == [0.99, 0.01]


def test_adam_moments(question: Question) -> None:
    for v, key in gap_keys(question, 25):
        betas = (v["b1"], v["b2"])
        p = torch.zeros((), dtype=torch.float64, requires_grad=True)
        adam = Adam([p], lr=v["lr"], betas=betas, eps=0)
        for name in ("ga", "gb"):
            before = p.item()
            p.grad = torch.tensor(float(v[name]), dtype=torch.float64)
            adam.step()
        kept = adam.state[p]
        assert key["m"] == pytest.approx(kept["exp_avg"].item())
        assert key["v"] == pytest.approx(kept["exp_avg_sq"].item())
        assert key["step"] == pytest.approx(p.item() - before)
        pair = np.array([v["ga"], v["gb"]], dtype=float)
        assert key["mh"] == pytest.approx(np.average(pair, weights=[v["b1"], 1]))
        assert key["vh"] == pytest.approx(np.average(pair**2, weights=[v["b2"], 1]))
    assert moves(Adam, [3.0, 3.0], lr=1.0, eps=0)[1] == pytest.approx(1)
    assert abs(moves(Adam, [3.0, -3.0], lr=1.0, eps=0)[1]) == pytest.approx(0.053, abs=5e-4)
    says(question, "0.053", "-0.1g_1/1.9")


def test_adam_bias_correction(question: Question) -> None:
    average, shown = 0.0, {}
    for t in range(1, 5001):
        average = 0.999 * average + 0.001
        shown[t] = average
    values = [f"{shown[t]:.3g}" for t in (1, 10, 100, 1000, 5000)]
    assert values == ["0.001", "0.00996", "0.0952", "0.632", "0.993"]
    says(question, "| " + " | ".join(values) + " |", "3.16", "31.6")
    m, v = 0.1 * 7, 0.001 * 49  # the first step for g = 7
    assert [m / math.sqrt(v), 7 / math.sqrt(v)] == pytest.approx([3.16, 31.6], abs=0.03)
    rng = np.random.default_rng(0)
    start = np.zeros(40000)
    for _ in range(3):
        start = 0.9 * start + 0.1 * rng.normal(2, 1, start.size) ** 2
    assert start.mean() / (1 - 0.9**3) == pytest.approx(5, rel=0.02)  # E g² = 2² + 1
    assert pytest.approx(0.19) == 0.9 * 0.1 + 0.1
    assert math.sqrt(0.001) == pytest.approx(0.0316, abs=5e-5)
    figure = QUESTIONS / "optimisation" / question["figures"][0]["file"]
    curve = polyline(figure, "ratio")
    steps = np.round(10 ** ((curve[:, 0] - 46) / 274 * math.log10(5000)))
    ratio = (1 - 0.9**steps) / np.sqrt(1 - 0.999**steps)
    assert np.abs(curve[:, 1] - (262 - 17 * ratio)).max() < 0.1
    for name, beta in (("first", 0.9), ("second", 0.999)):
        assert np.abs(polyline(figure, name)[:, 1] - (118 - 92 * (1 - beta**steps))).max() < 0.1


def test_adam_first_step(question: Question) -> None:
    keys = {g["id"]: g["answer"]["value"] for g in question["gaps"] if g["kind"] == "numeric"}
    for g in (1e-3, 5.0):
        assert moves(Adam, [g], lr=0.25, eps=0)[0] == pytest.approx(0.25 * float(keys["with"]))
    assert keys["without"] == "(1 - 0.9) / sqrt(1 - 0.999)"
    m = v = 0.0
    raw = {}
    for t in range(1, 1001):
        m, v = 0.9 * m + 0.1 * 5, 0.999 * v + 0.001 * 25
        raw[t] = m / math.sqrt(v)
    assert [round(raw[t], 2) for t in (1, 10, 100, 1000)] == [3.16, 6.53, 3.24, 1.26]
    assert raw[1] == pytest.approx(0.1 / math.sqrt(0.001))
    says(question, "| 3.16 | 6.53 | 3.24 | 1.26 |")
    assert [chosen(question, g) for g in ("direction", "divisor")] == ["under", "one-minus-power"]


def test_adam_formula(question: Question) -> None:
    def end(factor: float) -> float:
        p = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
        adam = Adam([p], lr=0.1, eps=1e-12)
        for _ in range(50):
            p.grad = factor * 2 * (p.detach() - 1)
            adam.step()
        return p.item()

    assert abs(end(1) - end(100)) < 1e-8
    assert right(question) == {"same"}
    says(question, r"10^{-8}", r"\epsilon=10^{-12}", "| $c$ | $1/c$ | 1 |")
    assert moves(SGD, [500.0], lr=0.1)[0] == pytest.approx(100 * moves(SGD, [5.0], lr=0.1)[0])


def test_adam_hyperparameters(question: Question) -> None:
    assert [default(Adam, n) for n in ("betas", "eps", "lr")] == [(0.9, 0.999), 1e-8, 1e-3]
    drawing = Variants.model_validate(question["variants"])
    for index in range(40):
        drawn = drawing.draw(question["uid"], index)
        for word in (drawn.words["gs"].zh, drawn.words["gs"].en):
            assert float(word) == pytest.approx(drawn.numbers["g"])
    for v, key in gap_keys(question, 10):
        assert key["literal"] == pytest.approx(float("10e-8"))
        for name, eps in (("right", 1e-8), ("wrong", float("10e-8"))):
            steps = moves(Adam, [v["g"]] * 3, lr=1.0, eps=eps)
            assert steps == pytest.approx(np.full(3, key[name]))
        assert key["window"] == pytest.approx(sum(v["b2"] ** k for k in range(40000)))
    for eps, row in ((1e-8, ["1.00", "0.909", "0.5", "0.0909"]), (1e-7, None)):
        ratios = [moves(Adam, [g], lr=1.0, eps=eps)[0] for g in (1e-3, 1e-7, 1e-8, 1e-9)]
        expected = row or ["1.00", "0.5", "0.0909", "0.0099"]
        assert ratios == pytest.approx([float(cell) for cell in expected], rel=2e-3)
        says(question, " | ".join(expected))
    assert np.float16(1e-8) == 0
    # Keras adds its constant to the uncorrected root, so that the correction divides it as well.
    says(question, r"$1/\sqrt{1-\beta_2}=31.6$")
    assert 1 / math.sqrt(1 - 0.999) == pytest.approx(31.6, abs=0.05)


def test_adam_vs_sgd(question: Question) -> None:
    p = torch.zeros(1000, requires_grad=True)
    rivals = (SGD([p], lr=0.1), SGD([p], lr=0.1, momentum=0.9), Adam([p], lr=0.1))
    for states, optimiser in enumerate(rivals):
        p.grad = torch.ones(1000)
        optimiser.step()
        held = [t for t in optimiser.state[p].values() if torch.is_tensor(t) and t.numel() > 1]
        assert len(held) == states
        assert sum(t.numel() * t.element_size() for t in held) == 4000 * states
    assert [4 * 1e8 / 1e9, 8 * 1e8 / 1e9, 8 * 1e9 / 1e9] == [0.4, 0.8, 8]
    says(question, "0.4 GB", "0.8 GB")
    # the counter-example: 3x once, then -x twice; the best point of [-1, 1] is -1
    x, y, v = 0.0, 0.0, 0.0
    for t in range(6000):
        g = 3.0 if t % 3 == 0 else -1.0
        rate = 0.1 / math.sqrt(t + 1)
        v = v / 10 + 0.9 * g * g
        x = min(1, max(-1, x - rate * g / math.sqrt(v)))
        y = min(1, max(-1, y - rate * g))
    assert [x > 0.98, y < -0.98] == [True, True]
    assert moves(Adam, [5.0] * 3, lr=0.1)[2] == pytest.approx(0.1)
    assert moves(SGD, [5.0] * 3, lr=0.1)[2] == pytest.approx(0.5)


def test_nadam(question: Question) -> None:
    def numerators(b: float, step: int) -> tuple[float, float]:
        m, g = 0.0, 3.0
        for _ in range(step):
            m = b * m + (1 - b) * g
        new = (1 - b) * g / (1 - b**step)
        return (b * m / (1 - b**step) + new) / g, (b * m / (1 - b ** (step + 1)) + new) / g

    for v, key in gap_keys(question, 9):
        assert (key["ruder"], key["dozat"]) == pytest.approx(numerators(v["b"], 1))
        assert key["second"] == pytest.approx(numerators(v["b"], 2)[1])
        assert key["adam"] == pytest.approx(moves(Adam, [3.0], lr=1.0, eps=0)[0])
    assert [round(n, 3) for n in numerators(0.9, 1)] == [1.9, 1.474]
    assert numerators(0.9, 400) == pytest.approx((1, 1))
    says(question, "1.9", "1.474", "0.004")
    assert default(NAdam, "momentum_decay") == 0.004
    assert numerators(0.5, 1)[0] == pytest.approx(1.5)


def test_adaptive_optimisers(question: Question) -> None:
    first: dict[str, tuple[type[Optimizer], dict[str, Any]]] = {
        "adagrad": (Adagrad, {"eps": TINY}),
        "rmsprop": (RMSprop, {"alpha": 0.9, "eps": TINY}),
        "adam": (Adam, {"eps": TINY}),
        "momentum": (SGD, {"momentum": 0.9}),
        "nesterov": (SGD, {"momentum": 0.9, "nesterov": True}),
        "cosine": (SGD, {}),
    }
    steps = {
        name: moves(kind, [[100.0, 1.0]], lr=0.01, **rest)[0]
        for name, (kind, rest) in first.items()
    }
    equal = {name for name, (a, b) in steps.items() if a == pytest.approx(b)}
    assert equal == right(question)
    assert [steps["adagrad"][0], steps["adam"][0]] == pytest.approx([0.01, 0.01])
    assert steps["rmsprop"][0] == pytest.approx(0.0316, abs=5e-5)
    assert steps["cosine"] == pytest.approx([1, 0.01])
    assert steps["momentum"] == pytest.approx([1, 0.01])
    says(question, r"0.01/\sqrt{0.1}=0.0316")


def test_gd_algorithm_list(question: Question) -> None:
    flat = [2.0] * 300
    last = {kind: moves(kind, flat, lr=0.1)[-1] for kind in (SGD, RMSprop, Adam, Adagrad)}
    assert [last[SGD], last[Adam]] == pytest.approx([0.2, 0.1])
    assert moves(RMSprop, flat, lr=0.1, alpha=0.9)[-1] == pytest.approx(0.1)
    assert moves(SGD, flat, lr=0.1, momentum=0.9)[-1] == pytest.approx(10 * 0.2)
    assert last[Adagrad] == pytest.approx(0.1 / math.sqrt(300))
    says(question, r"$10\,\eta g$")
    assert len(question["pairs"]) == 5
    ones = moves(Adagrad, [1.0] * 100, lr=1.0, eps=0)[-1]
    assert 1 / ones == pytest.approx(10)


def test_adaptive_family_story(question: Question) -> None:
    grads = [1.0] * 100 + [0.1] * 100
    adagrad = moves(Adagrad, grads, lr=1.0, eps=0)[-1]
    assert adagrad == pytest.approx(0.1 / math.sqrt(101))
    assert adagrad == pytest.approx(0.00995, abs=5e-6)
    assert moves(RMSprop, grads, lr=1.0, alpha=0.9)[-1] == pytest.approx(1, abs=2e-3)
    says(question, r"0.1\eta/\sqrt{101}\approx0.00995\eta")
    assert moves(Adam, [1.0] * 5, lr=1.0)[4] == pytest.approx(1)
