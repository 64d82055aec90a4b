"""Facts of the questions on second-order methods."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from tests.facts.optimisation import gap_keys
from tests.facts.optimisation_2 import sgd_path
from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says

Question = dict[str, Any]
Loss = Callable[[torch.Tensor], torch.Tensor]


def slope(loss: Loss, at: torch.Tensor) -> torch.Tensor:
    """Return the gradient of a loss at a point, by autograd."""
    x = at.clone().requires_grad_()
    (g,) = torch.autograd.grad(loss(x), x)
    return g


def hessian(loss: Loss, at: torch.Tensor) -> torch.Tensor:
    """Return the second derivatives of a loss at a point, by autograd."""
    found = torch.autograd.functional.hessian(loss, at)  # type: ignore[no-untyped-call]
    assert isinstance(found, torch.Tensor)
    return found


def newton(loss: Loss, at: list[float]) -> np.ndarray:
    """Return the next point of Newton's method, with derivatives from autograd."""
    x = torch.tensor(at, dtype=torch.float64)
    after: np.ndarray = (x - torch.linalg.solve(hessian(loss, x), slope(loss, x))).numpy()
    return after


def right_option(question: Question, gap: str) -> str:
    """Return the right option of a gap."""
    options = next(g["options"] for g in question["gaps"] if g["id"] == gap)
    return next(str(option["id"]) for option in options if option["correct"])


def test_optimiser_taxonomy(question: Question) -> None:
    n, word = 10**6, 4
    memory = [n * n * word / 1e12, 2 * 10 * n * word / 1e6, n * word / 1e6]
    assert memory == [4, 80, 4]
    says(question, "4 TB", "80 MB", "4 MB")

    def loss(x: torch.Tensor) -> torch.Tensor:
        return (x**4).sum() + x[0] * x[1] ** 2

    x, v = torch.tensor([1.0, -2.0]).double(), torch.tensor([0.3, 0.5]).double()
    quotient = (slope(loss, x + 1e-6 * v) - slope(loss, x)) / 1e-6
    assert torch.allclose(hessian(loss, x) @ v, quotient, rtol=1e-4)
    # what L-BFGS of torch holds: pairs of vectors, never a matrix
    p = torch.ones(50, dtype=torch.float64, requires_grad=True)
    lbfgs = torch.optim.LBFGS([p], lr=0.5, max_iter=6, history_size=3)
    scale = torch.linspace(1, 5, 50, dtype=torch.float64)

    def closure() -> torch.Tensor:
        lbfgs.zero_grad()
        value = (scale * p**2).sum() + (p**4).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    lbfgs.step(closure)  # type: ignore[no-untyped-call]
    held = lbfgs.state[p]
    assert len(held["old_dirs"]) == len(held["old_stps"]) == 3
    assert {t.numel() for t in held["old_dirs"]} == {50}
    assert len(question["pairs"]) == 5


def test_newton_method(question: Question) -> None:
    for v, key in gap_keys(question, 12):

        def cubic(x: torch.Tensor, c: float = v["c3"]) -> torch.Tensor:
            return (x**3 - c * x).sum()

        assert key["next"] == pytest.approx(newton(cubic, [v["x"]])[0])
        x = [-float(v["x"])]
        for _ in range(12):
            x = newton(cubic, x).tolist()
        assert key["limit"] == pytest.approx(x[0])
        assert hessian(cubic, torch.tensor(x)).item() < 0
    assert right_option(question, "type") == "maximum"
    way = [2.2]
    for _ in range(4):
        way.append(float(newton(lambda x: (x**3 - 3 * x).sum(), [way[-1]])[0]))
    assert [f"{x:.4f}" for x in way[1:4]] == ["1.3273", "1.0403", "1.0008"]
    assert f"{way[4]:.7f}" == "1.0000003"
    says(question, "1.3273", "1.0403", "1.0008", "1.0000003")
    errors = np.array(way) - 1
    assert errors[3] / errors[2] ** 2 == pytest.approx(0.5, abs=0.03)
    assert newton(lambda x: (3 * (x - 7) ** 2).sum(), [-40.0]) == pytest.approx([7])
    assert newton(lambda x: (x**3 / 3 - 2 * x).sum(), [2.0]) == pytest.approx([1.5])
    figure = QUESTIONS / "optimisation" / question["figures"][0]["file"]
    curve = polyline(figure, "curve")
    at = np.argmin(np.abs(curve[:, 0] - 302.5))
    pull = (curve[at + 1] - curve[at - 1])[1] / (curve[at + 1] - curve[at - 1])[0]
    assert pull == pytest.approx((190.0 - 57.5) / (210.9 - 302.5), rel=0.01)
    says(question, "H+\\lambda I")


def test_newton_vs_gd(question: Question) -> None:
    scale = torch.tensor([1.0, 100.0], dtype=torch.float64)
    way = sgd_path((1.0, 1.0), lambda x: scale * x, 260, 2 / 101)
    errors = np.linalg.norm(way, axis=1) / math.sqrt(2)
    assert errors[1:3] / errors[:2] == pytest.approx([99 / 101] * 2)
    assert int(np.argmax(errors <= 0.01)) == 231
    says(question, "231", r"\eta=2/101", "99/101", "4 TB")
    assert newton(lambda x: 0.5 * (scale * x**2).sum(), [1.0, 1.0]) == pytest.approx([0, 0])
    saddle = newton(lambda x: x[0] ** 2 - x[1] ** 2, [1.0, 1.0])
    assert saddle == pytest.approx([0, 0])
    # in rescaled coordinates Newton visits the same points, gradient descent does not
    stretch = torch.tensor([1.0, 10.0], dtype=torch.float64)

    def loss(x: torch.Tensor) -> torch.Tensor:
        return (x**4).sum() + x[0] * x[1]

    plain = newton(loss, [1.0, 2.0])
    scaled = newton(lambda z: loss(z * stretch), [1.0, 0.2]) * stretch.numpy()
    assert plain == pytest.approx(scaled)
    start = torch.tensor([1.0, 2.0], dtype=torch.float64)
    z = start / stretch
    moved = (z - 0.01 * slope(lambda z: loss(z * stretch), z)) * stretch
    assert not torch.allclose(moved, start - 0.01 * slope(loss, start))


def test_newton_inverse_hessian(question: Question) -> None:
    x, rows = 1.0, []
    for _ in range(4):
        after = float(newton(lambda p: (p**4).sum(), [x])[0])
        curvature = hessian(lambda p: (p**4).sum(), torch.tensor([x], dtype=torch.float64)).item()
        rows.append([x, 1 / curvature, x - after])
        x = after
    shown = [[f"{cell + 1e-12:.3g}" for cell in row] for row in zip(*rows, strict=True)]
    assert shown[0] == ["1", "0.667", "0.444", "0.296"]
    assert shown[1] == ["0.0833", "0.188", "0.422", "0.949"]
    assert shown[2] == ["0.333", "0.222", "0.148", "0.0988"]
    says(question, *(" | ".join(row) for row in shown))
    assert [option["correct"] for option in question["options"]] == [False, True]
    assert newton(lambda p: (1.5 * p**2).sum(), [2.0]) == pytest.approx([0])


def bfgs_inverse(h: np.ndarray, s: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the BFGS update of an approximate inverse Hessian."""
    rho = 1 / (y @ s)
    v = np.eye(len(s)) - rho * np.outer(y, s)
    updated: np.ndarray = v.T @ h @ v + rho * np.outer(s, s)
    return updated


def test_quasi_newton_lbfgs(question: Question) -> None:
    s = np.array([1.0, 1.0])
    bowl, saddle = np.diag([1.0, 4.0]), np.diag([1.0, -4.0])
    assert [(bowl @ s).tolist(), (saddle @ s).tolist()] == [[1, 4], [1, -4]]
    assert [s @ bowl @ s, s @ saddle @ s] == [5, -3]
    says(question, "y^\\top s=5>0", "y^\\top s=-3", "10^{12}", r"2\times10^7")
    assert 2 * 10 * 10**6 == 2e7
    start = np.array([[2.0, 0.3], [0.3, 1.0]])
    good = bfgs_inverse(start, s, bowl @ s)
    assert good @ (bowl @ s) == pytest.approx(s)  # the secant condition, for the inverse
    assert np.linalg.eigvalsh(good).min() > 0
    assert np.linalg.eigvalsh(bfgs_inverse(start, s, saddle @ s)).min() < 0
    assert np.linalg.matrix_rank(good - start) == 2
    assert [(1 - -3) / 2, (-7 - -3) / 2] == [2, -2]


def test_lbfgs_two_loop(question: Question) -> None:
    rng = np.random.default_rng(0)
    a = np.diag([1.0, 3.0, 10.0])
    places = rng.normal(size=(3, 3))
    pairs = [(s, a @ s) for s in np.diff(places, axis=0)]
    g = a @ places[-1]
    s, y = pairs[-1]
    gamma = (s @ y) / (y @ y)
    formed = gamma * np.eye(3)
    for pair in pairs:
        formed = bfgs_inverse(formed, *pair)

    def two_loops(g: np.ndarray, pairs: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
        order = [item["id"] for item in question["items"]]
        q = r = g
        alphas: list[float] = []
        for step in order[: order.index("direction")]:
            if step == "start":
                q = g.copy()
            elif step == "backward":
                for s, y in reversed(pairs):
                    alphas.append(s @ q / (y @ s))
                    q = q - alphas[-1] * y
            elif step == "scale":
                r = gamma * q
            else:
                for s, y in pairs:
                    r = r + s * (alphas.pop() - y @ r / (y @ s))
        return r

    assert np.abs(two_loops(g, pairs) - formed @ g).max() < 1e-12
    one = [(np.array([0.5]), np.array([2.0]))]  # f = ½·4·x²
    assert two_loops(np.array([3.0]), one) == pytest.approx([3 / 4])
    says(question, r"$10^{-12}$", r"3\times3", "4mn")
    assert 4 * 10 * 10**6 == 4e7


def conjugate(a: np.ndarray, b: np.ndarray, steps: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return the point after some steps of conjugate gradients, and the directions taken."""
    x = np.zeros_like(b)
    r = b - a @ x
    p, taken = r, []
    for _ in range(steps):
        taken.append(p)
        alpha = r @ p / (p @ a @ p)
        x, old = x + alpha * p, r
        r = r - alpha * a @ p
        p = r + (r @ r) / (old @ old) * p
    return x, [*taken, p]


def test_conjugate_gradient(question: Question) -> None:
    for v, key in gap_keys(question, 12):
        a, b = np.diag([float(v["a"]), float(v["c"])]), np.array([v["p"], v["q"]], float)
        lengths = np.linspace(0, 1.2, 2401)
        falls = [0.5 * (t * b) @ a @ (t * b) - b @ (t * b) for t in lengths]
        assert key["alpha"] == pytest.approx(lengths[int(np.argmin(falls))], abs=6e-4)
        x, directions = conjugate(a, b, 2)
        assert x == pytest.approx(np.linalg.solve(a, b))
        assert directions[1] @ a @ directions[0] == pytest.approx(0, abs=1e-9)
        assert (key["most"], key["few"]) == (v["dim"], v["k"])
    rng = np.random.default_rng(0)
    turn = np.linalg.qr(rng.normal(size=(12, 12)))[0]
    repeated = turn @ np.diag([1.0, 2.0, 5.0] * 4) @ turn.T
    b = rng.normal(size=12)
    exact = np.linalg.solve(repeated, b)
    assert conjugate(repeated, b, 3)[0] == pytest.approx(exact)
    assert np.abs(conjugate(repeated, b, 2)[0] - exact).max() > 1e-3
    spread = turn @ np.diag(np.arange(1.0, 13.0)) @ turn.T
    assert conjugate(spread, b, 12)[0] == pytest.approx(np.linalg.solve(spread, b), rel=1e-6)
    assert conjugate(np.diag([1.0, 4.0]), np.ones(2), 1)[0] == pytest.approx([0.4, 0.4])
    assert conjugate(np.diag([1.0, 4.0]), np.ones(2), 2)[0] == pytest.approx([1, 0.25])
    says(question, r"\alpha_0=2/5=0.4", "(0.4,0.4)", "(1,0.25)")
    assert [right_option(question, g) for g in ("conj", "work")] == ["a-orthogonal", "product"]
