"""Facts of the questions on ReLU, saturation and universal approximation."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from tests.facts.activations_losses import at, slope
from tests.facts.convolution_counting import right_of
from tests.facts.prose import says

Question = dict[str, Any]
Array = np.ndarray[Any, np.dtype[np.floating[Any]]]


def shrinkage(gain: float, width: int, depth: int) -> float:
    """Return the gradient at the first layer relative to the last, root mean square."""
    random = torch.Generator().manual_seed(11)
    weights = [
        torch.randn(width, width, generator=random) * math.sqrt(gain / width) for _ in range(depth)
    ]
    x = torch.randn(32, width, generator=random)
    seen: list[torch.Tensor] = []
    for weight in weights:
        x = x.detach().requires_grad_() if not seen else x
        x = F.relu(x @ weight.T)
        seen.append(x)
    first, last = seen[0], seen[-1]
    back = torch.randn(last.shape, generator=random)
    (gradient,) = torch.autograd.grad((last * back).sum(), first)
    return float((gradient.square().mean() / back.square().mean()).sqrt())


def test_relu_advantages(question: Question) -> None:
    assert f"{0.25**10:.1e}" == "9.5e-07"
    says(question, r"9.5\times10^{-7}", r"$2^{-10}\approx0.001$")
    assert f"{2.0**-10:.3f}" == "0.001"
    depth = 20
    assert 0.4 < shrinkage(2, 256, depth + 1) < 2.5
    assert 0.4 < shrinkage(1, 256, depth + 1) / 2 ** (-depth / 2) < 2.5
    grid = np.linspace(-8, 8, 401)
    assert max(slope(torch.sigmoid, z) for z in grid[::10]) == 0.25
    assert {slope(F.relu, z) for z in grid[::10]} == {0, 1}
    z = torch.randn(10_000, generator=torch.Generator().manual_seed(2))
    assert 0.48 < float((z > 0).float().mean()) < 0.52
    assert F.relu(z).mean() > 0.3  # not centred on 0


def test_relu_subgradient_at_zero(question: Question) -> None:
    assert right_of(question) == [False, True, False, False]

    def program(x: torch.Tensor) -> torch.Tensor:
        return torch.relu(x) - torch.relu(-x)

    assert slope(program, 0.0) == 0
    assert slope(program, 1e-6) == slope(program, -1e-6) == 1
    zero = torch.tensor(0.0, dtype=torch.float64)
    assert slope(lambda x: torch.maximum(x, zero) - torch.maximum(-x, zero), 0.0) == 1
    hidden, out = nn.Linear(3, 5), nn.Linear(5, 1)
    nn.init.zeros_(hidden.weight)
    nn.init.zeros_(hidden.bias)
    out(F.relu(hidden(torch.rand(4, 3)))).sum().backward()
    assert hidden.weight.grad is not None
    assert hidden.weight.grad.abs().max() == 0
    says(question, "$x=\\pm10^{-6}$", "`torch.maximum(x, zero)`")


def test_saturation_backward_problem(question: Question) -> None:
    assert right_of(question) == [True, False, False, False]
    assert f"{slope(torch.tanh, 10.0):.1e}" == "8.2e-09"
    says(question, r"8.2\times10^{-9}")
    random = torch.Generator().manual_seed(5)
    x = torch.randn(64, 30, generator=random, dtype=torch.float64)
    hidden, out = nn.Linear(30, 100).double(), nn.Linear(100, 3).double()
    hidden.weight.data = torch.randn(100, 30, generator=random, dtype=torch.float64) / 30**0.5
    hidden.weight.data[0] *= 0.01
    hidden.bias.data.zero_()
    hidden.bias.data[0] = 10.0
    x.requires_grad_()
    (out(torch.tanh(hidden(x))) * torch.randn(64, 3, generator=random)).sum().backward()
    assert hidden.weight.grad is not None
    assert hidden.bias.grad is not None
    assert out.weight.grad is not None
    assert x.grad is not None
    into = hidden.weight.grad.abs().mean(1)
    assert into[0] < 1e-6 * into[1:].min()
    assert hidden.bias.grad[0].abs() < 1e-6
    outgoing = out.weight.grad.abs().mean(0)
    assert outgoing[0] > 0.1 * outgoing[1:].mean()
    assert x.grad.abs().mean() > 0.01  # earlier layers still hear from the other 99


def test_saturation_forward_problem(question: Question) -> None:
    differences = []
    for low, high, digits in ((-1, 1, 3), (3, 5, 5)):
        ends = at(torch.tanh, low), at(torch.tanh, high)
        differences.append(ends[1] - ends[0])
        says(question, *(f"{abs(end):.{digits}f}" for end in ends))
    assert [f"{d:.{n}f}" for d, n in zip(differences, (3, 5), strict=True)] == ["1.523", "0.00485"]
    assert round(differences[0] / differences[1]) == 314
    says(question, "1.523", "0.00485", "1/314", "$0.9999-0.9951$")
    assert f"{0.9999 - 0.9951:.1g}" == "0.005"


def level(points: list[float], target: list[float], degree: int) -> float:
    """Return the error that levels out on a reference: a lower bound for any such polynomial."""
    signs = [(-1) ** i for i in range(len(points))]
    system = np.column_stack([np.vander(points, degree + 1), signs])
    return abs(float(np.linalg.solve(system, np.array(target))[-1]))


def test_universal_approximation_conditions(question: Question) -> None:
    x = np.linspace(-1, 1, 2001)
    random = np.random.default_rng(4)
    w, b = random.normal(size=(2, 200, 1)) * 3
    ranks = {}
    functions: dict[str, Callable[[Array], Array]] = {
        "relu": lambda z: np.maximum(0, z),
        "square": lambda z: z**2 - z,
        "sine": np.sin,
        "cubic": lambda z: z**3 + z,
        "step": lambda z: (z > 0) * 1.0,
        "affine": lambda z: 2 * z + 1,
    }
    for name, function in functions.items():
        ranks[name] = np.linalg.matrix_rank(function(w * x[::20] + b), tol=1e-6)
    assert (ranks["affine"], ranks["square"], ranks["cubic"]) == (2, 3, 4)
    for option in question["options"]:
        assert option["correct"] == (ranks[option["id"]] > 8)
    relu = functions["relu"]
    assert np.array_equal(relu(x) + relu(-x), np.abs(x))
    best = x**2 + 1 / 8 - np.abs(x)
    reference = [-1, -0.5, 0, 0.5, 1]
    assert math.isclose(level(reference, [1, 0.5, 0, 0.5, 1], 3), 1 / 8)
    assert math.isclose(np.abs(best).max(), 1 / 8)
    assert math.isclose(level([-1, 0, 1], [1, 0, 1], 1), 0.5)
    assert math.isclose(np.abs(0.5 - np.abs(x)).max(), 0.5)
    edges = np.linspace(-1, 1, 501)
    middles = np.abs((edges[1:] + edges[:-1]) / 2)
    jumps = np.diff(middles, prepend=0.0)
    stairs = (jumps[:, None] * (x - edges[:-1, None] > 0)).sum(0)[1:]
    assert np.abs(stairs - np.abs(x[1:])).max() <= 0.002 + 1e-12
    errors = []
    for count in (4, 16):
        waves = np.cos(np.pi * np.arange(count)[:, None] * x)  # sines with a shift
        fit, *_ = np.linalg.lstsq(waves.T, np.abs(x), rcond=None)
        errors.append(np.abs(fit @ waves - np.abs(x)).max())
    assert errors[1] < errors[0] / 3
    tent = relu(x * 3) - 2 * relu(x * 3 - 1) + relu(x * 3 - 2)
    assert np.allclose(tent, np.interp(x * 3, [0, 1, 2], [0, 1, 0]))
    says(question, r"$x^2+\frac18$", "0.125", "0.002", "$2^3=8$")
    assert np.poly1d([1, 0, 0]) ** 4 == np.poly1d([1, 0, 0, 0, 0, 0, 0, 0, 0])


def square_network(pieces: int) -> nn.Sequential:
    """Return a ReLU network that joins points of the parabola by straight lines."""
    knots = torch.linspace(0, 1, pieces + 1, dtype=torch.float64)
    slopes = (knots[1:] ** 2 - knots[:-1] ** 2) * pieces
    hidden, out = nn.Linear(1, pieces).double(), nn.Linear(pieces, 1, bias=False).double()
    hidden.weight.data.fill_(1)
    hidden.bias.data = -knots[:-1].clone()
    out.weight.data = torch.diff(slopes, prepend=torch.zeros(1, dtype=torch.float64))[None]
    return nn.Sequential(hidden, nn.ReLU(), out).requires_grad_(requires_grad=False)


def test_why_activation_functions(question: Question) -> None:
    first, last = nn.Linear(3, 6).double(), nn.Linear(6, 2).double()
    merged = nn.Linear(3, 2).double()
    merged.weight.data = last.weight.data @ first.weight.data
    merged.bias.data = last.weight.data @ first.bias.data + last.bias.data
    x = torch.randn(9, 3, dtype=torch.float64)
    assert torch.allclose(last(first(x)), merged(x))
    grid = torch.linspace(0, 1, 4001, dtype=torch.float64)[:, None]
    worst = {n: float((square_network(n)(grid) - grid**2).abs().max()) for n in (4, 8, 50, 51)}
    for n, error in worst.items():
        assert math.isclose(error, 1 / (4 * n * n), rel_tol=1e-3)
    assert (f"{worst[4]:.4f}", f"{worst[8]:.4f}") == ("0.0156", "0.0039")
    assert worst[51] < 1e-4 <= 1 / (4 * 50**2)
    three = torch.tensor([[3.0]], dtype=torch.float64)
    assert math.isclose(float(square_network(4)(three)), 4.5)
    says(question, "0.0156", "0.0039", "4.5", "$x^2=9$", "$n>50$", "$y=6x-1$")
    line = [3 * (2 * t + 1) - 4 for t in (0, 1, 2)]
    assert line == [6 * t - 1 for t in (0, 1, 2)]
