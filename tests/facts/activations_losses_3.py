"""Facts of the questions on softmax and cross-entropy, from torch and single precision."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from tests.facts.activations_losses import at, slope
from tests.facts.convolution_counting import gap, right_of
from tests.facts.prose import says, variants

Question = dict[str, Any]


def double(*numbers: float) -> Tensor:
    """Return a vector in double precision."""
    return torch.tensor(numbers, dtype=torch.float64)


def gradient(loss: Callable[[Tensor], Tensor], *at_point: float) -> list[float]:
    """Differentiate a loss of a vector by autograd."""
    z = double(*at_point).requires_grad_()
    (found,) = torch.autograd.grad(loss(z), z)
    return [float(g) for g in found]


def jacobian_of(function: Callable[[Tensor], Tensor], z: Tensor) -> Tensor:
    """Return the matrix of the derivatives of a vector function."""
    rows = [gradient(lambda t, i=i: function(t)[i], *z.tolist()) for i in range(len(z))]  # type: ignore[misc]
    return torch.tensor(rows, dtype=torch.float64)


def close(found: float, key: float) -> bool:
    """Say whether two numbers agree to single precision."""
    return math.isclose(found, key, rel_tol=1e-6, abs_tol=1e-9)


def test_cross_entropy_floor(question: Question) -> None:
    assert right_of(question) == [True, False]
    label = torch.tensor(0)

    def smoothed(p: float, smoothing: float = 0.1) -> float:
        z = double(p, *[(1 - p) / 9] * 9).log()
        return float(F.cross_entropy(z, label, label_smoothing=smoothing))

    for p, shown in ((0.5, "0.5"), (0.91, "0.91"), (0.9991, "0.9991")):
        says(question, f"| {shown} | {smoothed(p):.3f} | {smoothed(p, 0):.3f} |")
    q = double(0.91, *[0.01] * 9)
    grid = np.linspace(0.5, 0.9999, 2000)
    assert abs(grid[int(np.argmin([smoothed(p) for p in grid]))] - 0.91) < 0.001
    assert math.isclose(smoothed(0.91), -float(torch.special.xlogy(q, q).sum()))
    assert smoothed(0.91) > 0.49
    parts = -0.91 * math.log(0.91), -9 * 0.01 * math.log(0.01)
    assert [f"{part:.4f}" for part in parts] == ["0.0858", "0.4145"]
    says(question, r"$0.0858+0.4145\approx0.500$", "0.693", "1.204")
    assert f"{sum(parts):.3f}" == "0.500"
    for p, shown in ((0.5, "0.693"), (0.9, "1.204")):
        coin = F.cross_entropy(double(p, 1 - p).log(), double(0.5, 0.5))
        assert f"{float(coin):.3f}" == shown


def bce(z: Tensor) -> Tensor:
    """Return binary cross-entropy as a function of the logit, for the label 0."""
    return F.binary_cross_entropy_with_logits(z, torch.zeros_like(z))


def squared(z: Tensor) -> Tensor:
    """Return half the squared error behind a sigmoid, for the label 0."""
    return (torch.sigmoid(z) ** 2).sum() / 2


def logit(a: float) -> float:
    """Return the pre-activation at which a sigmoid outputs a."""
    return math.log(a / (1 - a))


def test_cross_entropy_vs_mse(question: Question) -> None:
    rows = ((0.5, "0.125", 3), (0.9, "0.081", 3), (0.99, "0.0098", 4), (0.999, "0.000998", 6))
    for a, shown, digits in rows:
        assert close(slope(bce, logit(a)), a)
        assert f"{slope(squared, logit(a)):.{digits}f}" == shown
        says(question, f"| {a} | {a} | {shown} |")
    bends: dict[tuple[str, float], float] = {}
    for a in (0.2, 0.6, 0.7, 0.95):
        z = double(logit(a)).requires_grad_()
        for name, penalty in (("ce", bce), ("mse", squared)):
            (first,) = torch.autograd.grad(penalty(z), z, create_graph=True)
            (second,) = torch.autograd.grad(first.sum(), z)
            bends[name, a] = float(second)
        assert close(bends["ce", a], a * (1 - a))
        assert close(bends["mse", a], a**2 * (1 - a) * (2 - 3 * a))
    assert bends["mse", 0.6] > 0 > bends["mse", 0.7]
    assert gradient(lambda w: ((w - 3) ** 2).sum() / 2, 4.0, 103.0) == [1, 100]
    for y in (0.0, 1.0):  # the negative log-likelihood of a Bernoulli variable
        p = torch.sigmoid(double(0.7))
        loss = F.binary_cross_entropy_with_logits(double(0.7), double(y))
        assert close(math.exp(-float(loss)), float(p if y else 1 - p))


def test_loss_output_pairing(question: Question) -> None:
    ids = [pair["id"] for pair in question["pairs"]]
    assert ids == ["binary", "multiclass", "multilabel", "segmentation"]
    z = torch.randn(8, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    jacobian = jacobian_of(lambda t: torch.softmax(t, 0), z)
    assert int(torch.linalg.matrix_rank(jacobian, atol=1e-9)) == 7
    single = jacobian_of(torch.sigmoid, z)
    assert int(torch.linalg.matrix_rank(single)) == 8
    says(question, "$2^8=256$", "$1/m$")
    assert 2**8 == 256
    random = torch.randn(4000, 8, generator=torch.Generator().manual_seed(2)) * 3
    assert set((torch.softmax(random, 1) > 0.5).sum(1).tolist()) == {0, 1}  # 1 + 8 results
    labels = double(1, 0, 1, 0, 0, 0, 0, 0)
    mean = F.binary_cross_entropy_with_logits(z, labels)
    each = [
        -(p.log() if y else (1 - p).log()) for p, y in zip(torch.sigmoid(z), labels, strict=True)
    ]
    assert close(float(mean), sum(map(float, each)) / 8)
    maps = torch.randn(1, 8, 3, 5, generator=torch.Generator().manual_seed(3))
    target = torch.randint(0, 8, (1, 3, 5), generator=torch.Generator().manual_seed(4))
    per_pixel = F.cross_entropy(maps.permute(0, 2, 3, 1).reshape(-1, 8), target.flatten())
    assert math.isclose(float(F.cross_entropy(maps, target)), float(per_pixel), rel_tol=1e-5)
    two = double(0.5, 0.5, *[1e-12] * 6).log()
    flat = gradient(lambda t: F.cross_entropy(t, labels / labels.sum()), *two.tolist())
    assert max(map(abs, flat)) > 0.1  # classes 1 and 3 carry 1/2 each, not 1 and 2
    right = double(0.5, 1e-12, 0.5, *[1e-12] * 5).log()
    flat = gradient(lambda t: F.cross_entropy(t, labels / labels.sum()), *right.tolist())
    assert max(map(abs, flat)) < 1e-9


def test_mse_sigmoid_gradient(question: Question) -> None:
    entropies, squares = gap(question, "ce", 30), gap(question, "mse", 30)
    for (v, ce), (_, mse) in zip(entropies, squares, strict=True):
        w = logit(v["a"]) / v["x"]
        assert close(slope(lambda t, x=v["x"]: bce(t * x), w), ce)  # type: ignore[misc]
        assert close(slope(lambda t, x=v["x"]: squared(t * x), w), mse)  # type: ignore[misc]
    grid = np.linspace(0.01, 0.99, 295)
    slopes = [slope(squared, logit(a)) for a in grid]
    ((_, peak),) = gap(question, "peak", 1)
    assert abs(grid[int(np.argmax(slopes))] - peak) < 0.002
    assert slopes[-1] < 0.01
    assert f"{max(slopes):.3f}" == f"{4 / 27:.3f}" == "0.148"
    for a, label in ((0.25, "0.25"), (0.5, "0.5"), (2 / 3, "0.67"), (0.9, "0.9"), (0.99, "0.99")):
        found = slope(squared, logit(a))
        says(question, f"{label:<6} {found:.3f} {round(67 * found) * '█'} ")
    says(question, r"$0.81\cdot0.1\cdot2=0.162$", "0.0196")
    assert close(slope(lambda t: squared(2 * t), logit(0.9) / 2), 0.162)
    assert f"{slope(lambda t: squared(2 * t), logit(0.99) / 2):.4f}" == "0.0196"
    assert f"{slope(lambda t: bce(2 * t), logit(0.99) / 2):.2f}" == "1.98"
    three = [slope(squared, logit(a)) for a in (0.5, 0.7, 0.95)]
    assert [f"{g:.3f}" for g in three] == ["0.125", "0.147", "0.045"]
    other = [abs(slope(lambda z: (torch.sigmoid(z) - 1) ** 2 / 2, logit(a))) for a in grid]
    assert abs(grid[int(np.argmax(other))] - 1 / 3) < 0.002


def test_multi_label_bce(question: Question) -> None:
    for v, key in variants(question, 40):
        z, y = double(v["z1"], v["z2"], v["z3"]), double(v["y1"], v["y2"], v["y3"])
        assert close(float(nn.BCEWithLogitsLoss()(z, y)), key)
    z, y = double(2, -1, 0.5), double(1, 0, 1)
    terms = F.binary_cross_entropy_with_logits(z, y, reduction="none")
    assert [f"{t:.4f}" for t in terms] == ["0.1269", "0.3133", "0.4741"]
    assert f"{float(terms.mean()):.3f}" == "0.305"
    says(question, "0.1269", "0.3133", "0.4741", "0.305", r"$\ln2=0.693$")
    found = gradient(lambda t: F.binary_cross_entropy_with_logits(t, y), 2, -1, 0.5)
    wanted = (torch.sigmoid(z) - y) / 3
    assert all(close(f, float(g)) for f, g in zip(found, wanted, strict=True))
    for label in (0.0, 1.0):
        blank = F.binary_cross_entropy_with_logits(double(0), double(label))
        assert f"{float(blank):.3f}" == "0.693"


def test_softmax_applied_twice(question: Question) -> None:
    def floor(k: int) -> float:
        z = torch.zeros(1, k, dtype=torch.float64)
        z[0, 0] = 500  # right and certain
        return float(nn.CrossEntropyLoss()(torch.softmax(z, 1), torch.tensor([0])))

    for v, key in variants(question, 30):
        assert close(floor(v["k"]), key)
    says(question, "1.461", "2.303", "5.909", "6.908", "0.232", r"$e/(e+2)\approx0.576$")
    assert (f"{floor(10):.3f}", f"{floor(1000):.3f}") == ("1.461", "5.909")
    assert (f"{math.log(10):.3f}", f"{math.log(1000):.3f}") == ("2.303", "6.908")
    assert f"{float(torch.softmax(double(1, *[0] * 9), 0)[0]):.3f}" == "0.232"
    assert f"{float(torch.softmax(double(1, 0, 0), 0)[0]):.3f}" == "0.576"
    z = double(2, -1, 0.3)
    assert torch.allclose(torch.softmax(torch.log_softmax(z, 0), 0), torch.softmax(z, 0))
    zero = torch.tensor(0)
    small = gradient(lambda t: F.cross_entropy(torch.softmax(t, 0), zero), 9, 0, 0)
    assert max(map(abs, small)) < 1e-3


def test_softmax_formula(question: Question) -> None:
    firsts, shifts = gap(question, "p1", 30), gap(question, "shifted", 30)
    ratios = gap(question, "ratio", 30)
    for (v, p1), (_, shifted), (_, ratio) in zip(firsts, shifts, ratios, strict=True):
        z = double(v["z1"], v["z2"], v["z3"])
        doubled = torch.softmax(2 * z, 0)
        assert close(float(torch.softmax(z, 0)[0]), p1)
        assert close(float(torch.softmax(z + v["c"], 0)[0]), shifted)
        assert close(float(doubled[0] / doubled[1]), ratio)
    rows = ((2, 1, 0), (1002, 1001, 1000), (4, 2, 0), (1, 0.5, 0))
    for row in rows:
        p = ", ".join(f"{x:.3f}" for x in torch.softmax(double(*row), 0))
        says(question, "| $(" + ",".join(map(str, row)) + f")$ | {p} |")
    with np.errstate(over="ignore", invalid="ignore"):
        literal = np.exp(np.array(rows[1], dtype=np.float64))
        assert np.isnan(literal / literal.sum()).all()
    assert (f"{math.exp(1):.2f}", f"{math.exp(2):.2f}") == ("2.72", "7.39")
    says(question, "2.72", "7.39")
    assert round(math.exp(3)) == 20
    sharp, flat = (torch.softmax(double(2, 1, 0) / t, 0)[0] for t in (0.5, 5.0))
    assert sharp > 0.665 > flat > 1 / 3


def test_softmax_jacobian(question: Question) -> None:
    names = ("diagonal", "cross", "rowsum", "backward")
    gaps = {name: gap(question, name, 30) for name in names}
    for index, (v, diagonal) in enumerate(gaps["diagonal"]):
        z = double(v["s1"], v["s2"], v["s3"]).log()
        jacobian = jacobian_of(lambda t: torch.softmax(t, 0), z)
        assert close(float(jacobian[0, 0]), diagonal)
        assert close(float(jacobian[0, 2]), gaps["cross"][index][1])
        assert jacobian.sum(1).abs().max() < 1e-12
        assert gaps["rowsum"][index][1] == 0
        g = double(v["g1"], v["g2"], v["g3"])
        for shift in (0, 7):
            moved = g + shift
            back = gradient(lambda t, g=moved: (g * torch.softmax(t, 0)).sum(), *z.tolist())  # type: ignore[misc]
            assert close(back[0], gaps["backward"][index][1])
    z = double(0.5, 0.3, 0.2).log()
    jacobian = jacobian_of(lambda t: torch.softmax(t, 0), z)
    for name, row in zip(("s_1", "s_2", "s_3"), jacobian, strict=True):
        cells = " | ".join(f"{x:.2f}".replace("-", "−") for x in row)
        says(question, f"| ${name}$ | {cells} |")
    assert torch.allclose(jacobian[0], double(0.25, -0.15, -0.1))
    says(question, "$(0.25,-0.15,-0.1)$")
    assert torch.linalg.eigvalsh(jacobian).min() > -1e-12
    assert int(torch.linalg.matrix_rank(jacobian, atol=1e-9)) == 2


def test_softmax_vs_cross_entropy(question: Question) -> None:
    z = double(2, 1, 0)
    one = torch.tensor(1)
    assert [f"{p:.3f}" for p in torch.softmax(z, 0)] == ["0.665", "0.245", "0.090"]
    assert f"{float(F.cross_entropy(z, one)):.3f}" == "1.408"
    found = gradient(lambda t: F.cross_entropy(t, one), 2, 1, 0)
    assert [f"{g:.3f}" for g in found] == ["0.665", "-0.755", "0.090"]
    assert abs(sum(found)) < 1e-12
    says(question, "$p=(0.665,0.245,0.090)$", "1.408", "$(0.665,-0.755,0.090)$", "18.4")
    soft = double(0.2, 0.5, 0.3)
    mixed = gradient(lambda t: F.cross_entropy(t, soft), 2, 1, 0)
    wanted = torch.softmax(z, 0) - soft
    assert all(close(g, float(w)) for g, w in zip(mixed, wanted, strict=True))
    assert np.exp(np.float32(-104)) == 0 < np.exp(np.float32(-103))
    assert f"{-math.log(1e-8):.1f}" == "18.4"
    assert np.exp(np.float32(-200)) == 0 < math.exp(-200)
    probe = gradient(lambda t: F.cross_entropy(t, one), *double(0.2, 0.5, 0.3).log().tolist())
    assert [round(g, 9) for g in probe] == [0.2, -0.5, 0.3]


def expressions(z: np.float32) -> dict[str, np.float32]:
    """Evaluate each expression of the question in single precision."""
    one, zero = np.float32(1), np.float32(0)

    def sigmoid(x: np.float32) -> np.float32:
        return np.float32(torch.sigmoid(torch.tensor(x)).numpy())

    with np.errstate(all="ignore"):
        return {
            "definition": -np.log(one - sigmoid(z)),
            "direct": np.log(one + np.exp(z)),
            "flipped": -np.log(sigmoid(-z)),
            "one-sided": z + np.log1p(np.exp(-z)),
            "two-sided": np.maximum(z, zero) + np.log1p(np.exp(-np.abs(z))),
            "logaddexp": np.logaddexp(zero, z),
            "branches": np.where(z > 0, z + np.log1p(np.exp(-z)), np.log1p(np.exp(z)))[()],
        }


def test_stable_bce_with_logits(question: Question) -> None:
    large, small = expressions(np.float32(200)), expressions(np.float32(-200))
    assert {value.dtype for value in large.values()} == {np.dtype(np.float32)}
    wanted = {name: large[name] == 200 and small[name] == 0 for name in large}
    assert {o["id"]: o["correct"] for o in question["options"]} == wanted
    assert large["definition"] == small["one-sided"] == np.inf
    assert (float(small["definition"]), float(large["one-sided"])) == (0, 200)
    with np.errstate(over="ignore"):
        assert np.exp(np.float32(88.7)) < np.inf == np.exp(np.float32(88.8))
    x = np.float32(-20)
    assert np.log(np.float32(1) + np.exp(x)) == 0
    assert f"{np.log1p(np.exp(x)):.2e}" == "2.06e-09"
    says(question, r"2.06\times10^{-9}", "88.7", "-104")
    z = torch.tensor(200.0, requires_grad=True)
    chosen = torch.where(z > 0, z + torch.log1p(torch.exp(-z)), torch.log1p(torch.exp(z)))
    (nan,) = torch.autograd.grad(chosen, z)
    assert nan.isnan()
    for value in (-200.0, -3.0, 0.4, 200.0):
        for y in (0.0, 1.0):
            stable = max(value, 0) - value * y + math.log1p(math.exp(-abs(value)))
            loss = F.binary_cross_entropy_with_logits(double(value), double(y))
            assert close(stable, float(loss))


def test_stable_cross_entropy_steps(question: Question) -> None:
    order = [item["id"] for item in question["items"]]
    assert order == ["max", "shift", "exp", "sum", "log", "loss"]
    z = np.array([1000, 998, 0], dtype=np.float32)
    u = z - z.max()
    total = np.exp(u).sum()
    assert u.tolist() == [0, -2, -1000]
    assert (f"{total:.3f}", f"{np.log(total):.3f}") == ("1.135", "0.127")
    loss = F.cross_entropy(torch.tensor(z).double(), torch.tensor(2))
    assert f"{float(loss):.3f}" == "1000.127"
    assert math.isclose(float(np.log(total) - u[2]), float(loss), rel_tol=1e-6)
    with np.errstate(over="ignore", divide="ignore"):
        assert np.isinf(np.exp(z[0]))
        assert np.isinf(np.log(np.exp(u[2]) / total))
    says(question, "$u=(0,-2,-1000)$", "$S=1.135$", "$0.127+1000=1000.127$", "88.7")
    assert f"{math.log(3.4e38):.1f}" == "88.7"
    assert torch.tensor(float("-inf")).sub(float("-inf")).isnan()
    assert at(torch.log, math.exp(1)) == 1  # the natural logarithm throughout
