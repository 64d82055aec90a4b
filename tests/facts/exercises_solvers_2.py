"""Exercises on second-order methods, cross-validation and counting, against other ways round."""

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]
Array = npt.NDArray[np.float64]


def close(mine: object, theirs: object, rtol: float = 1e-9, atol: float = 1e-12) -> None:
    """Compare numbers or arrays."""
    np.testing.assert_allclose(np.asarray(mine), np.asarray(theirs), rtol=rtol, atol=atol)


def test_damped_newton_minimiser(question: Question) -> None:
    programs = Programs(question)
    for group, args in programs.cases(2):
        ours, other = (programs.drive(solve, *args) for solve in programs.solutions())
        assert ours[1] == other[1] == len(ours[2]) - 1
        close(ours[0], other[0], 1e-8, 1e-9)
        close(ours[2], other[2], 1e-8, 1e-10)
        if args[0] == "quadratic":
            assert ours[1] == 1
            close(ours[0], np.linalg.solve(*args[1]), 1e-9)
        if group == "overshoot":
            close(ours[0], 0 * ours[0], atol=1e-5)
        if args[-1]:  # damped: never uphill
            assert (np.diff(ours[2]) < 0).all()
    derivatives(programs)
    close(0.2 - (0.2**3 - 0.2) / (3 * 0.2**2 - 1), -0.01818, 1e-3)
    close(2 * 0.2**3 / (3 * 0.2**2 - 1), -0.01818, 1e-3)
    close((2 / 3) ** 4, 16 / 81)  # of f; the inverse Hessian 1 / (3 x^2) grows by 9/4
    x = 1.7
    close(x - (x / math.hypot(1, x)) / (1 + x * x) ** -1.5, -(x**3))
    close(3 * 0.5**2 - 1, -0.25)
    says(question, "$16/81$", "$9/4$", "$-0.01818$", "$-x^3$", "$2x^3/(3x^2-1)$", "$-0.25$")


def derivatives(programs: Programs) -> None:
    """Gradients and Hessians of the driver, against torch and central differences."""
    space = programs.drive.__globals__
    point, step = np.array([0.7, -1.3]), 1e-6
    A = np.array([[2.0, 1.0], [1.0, 3.0]])
    for name, parameters in (
        ("quadratic", (A, np.array([1.0, -2.0]))),
        ("quartic", (np.array([0.5, 2.0]),)),
        ("rosenbrock", (7.0,)),
        ("wells", (1.5,)),
        ("many_wells", (np.array([0.5, 2.0]),)),
        ("hyperbola", (np.array([0.5, 2.0]),)),
        ("cycle", ()),
    ):
        f, g, H = space[name](*parameters)
        for j, unit in enumerate(np.eye(2) * step):
            close((f(point + unit) - f(point - unit)) / (2 * step), g(point)[j], 1e-6, 1e-7)
            close((g(point + unit) - g(point - unit)) / (2 * step), H(point)[:, j], 1e-6, 1e-7)


def test_lbfgs_from_two_loops(question: Question) -> None:
    programs = Programs(question)
    for _, (what, *args) in programs.cases(1):
        for solve in programs.solutions():
            got = programs.drive(solve, what, *args)
            if what == "pairs":
                assert got == "ok"
            elif what == "minimise":
                assert got["small gradient"]
                name, parameters, x0, _, tol = args
                f, slope = programs.drive.__globals__[name](*parameters)
                will_do = np.linalg.norm(slope(x0)) < tol
                close(got["f"], f(x0) if will_do else by_torch(name, parameters, x0), 1e-7, 1e-8)
            else:
                g, S, Y, *flag = args
                close(got, dense(g, S, Y, *flag), 1e-9)
                if S:  # the secant condition
                    close(programs.drive(solve, what, Y[-1], S, Y, *flag), -S[-1], 1e-8, 1e-10)
                    own = programs.drive.__globals__["inverse"]
                    scale = S[-1] @ Y[-1] / (Y[-1] @ Y[-1]) if flag != [False] else 1.0
                    close(-own(g, list(zip(S, Y, strict=True)), scale), got, 1e-9)
    g, s, y = np.array([1.0, 2.0]), np.array([1.0, 0.0]), np.array([2.0, 1.0])
    rho = 1 / (y @ s)
    alpha = rho * s @ g
    q = g - alpha * y
    gamma = s @ y / (y @ y)
    r = gamma * q
    close([rho, alpha, gamma, rho * y @ r], [0.5, 0.5, 0.4, 0.3])
    close([*q, *r, *(r + (alpha - rho * y @ r) * s)], [0.0, 1.5, 0.0, 0.6, 0.2, 0.6])
    says(question, "$\\gamma=0.4$", "(0,\\,1.5)", "(0,\\,0.6)", "(-0.2,\\,-0.6)", "4mn")


def dense(g: Array, S: list[Array], Y: list[Array], *flag: bool) -> Array:
    """Form the matrix as the statement defines it."""
    eye = np.eye(len(g))
    H = eye * (S[-1] @ Y[-1] / (Y[-1] @ Y[-1]) if S and flag != (False,) else 1.0)
    for s, y in zip(S, Y, strict=True):
        V = eye - np.outer(y, s) / (y @ s)
        H = V.T @ H @ V + np.outer(s, s) / (y @ s)
    return -H @ g


def by_torch(name: str, parameters: Any, x0: Array) -> float:  # noqa: ANN401 - as the case has them
    """Find the least value with torch's own L-BFGS, or know it."""
    if name in ("rosenbrock", "wells", "hinge"):
        return 0.0
    A, b = (torch.tensor(each) for each in parameters)
    x = torch.tensor(x0, requires_grad=True)
    optimiser = torch.optim.LBFGS([x], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = x @ A @ x / 2 - b @ x
        value.backward()  # type: ignore[no-untyped-call]
        return value

    assert name == "quadratic"
    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return loss().item()


def test_k_fold_grid_search(question: Question) -> None:
    programs = Programs(question)
    space = programs.drive.__globals__
    for _, (what, *args) in programs.cases(2):
        for solve in programs.solutions():
            got = programs.drive(solve, what, *args)
            if what == "k_fold":
                report_is_sound(got, *args)
            else:
                best, table = got
                wanted = searched(space[f"fit_{what}"], space[f"score_{what}"], *args)
                assert [params for params, _ in table] == [params for params, _ in wanted]
                close([score for _, score in table], [score for _, score in wanted])
                assert best == wanted[int(np.argmax([score for _, score in wanted]))][0]
    for solve in programs.solutions():
        folds = solve.__globals__["k_fold"](
            7, 3, np.random.default_rng(0), np.array([0] * 5 + [1] * 2)
        )
        assert sorted(len(val) for _, val in folds) == [2, 2, 3]
        folds = solve.__globals__["k_fold"](19, 10, np.random.default_rng(0))
        assert sorted(len(val) for _, val in folds) == [1] + [2] * 9
    leak, honest = np.mean([choosing_columns(seed) for seed in range(6)], axis=0)
    assert leak > 0.8
    assert abs(honest - 0.5) < 0.1
    says(question, "$80\\%$", "$50\\%$")


def report_is_sound(
    got: dict[str, Any],
    n: int,
    k: int,
    _seed: int,
    y: npt.NDArray[np.int64] | None = None,
    *look: bool,
) -> None:
    """What the driver says of good folds is known beforehand."""
    assert got.pop("number of folds") == k
    assert got.pop("sizes differ by at most") == int(n % k > 0)
    if y is not None and not look:
        uneven = any((y == label).sum() % k for label in np.unique(y))
        assert got.pop("rows of a class differ by at most") == int(uneven)
    assert all(value is True for value in got.values())


def searched(
    fit: Any,  # noqa: ANN401
    score: Any,  # noqa: ANN401
    X: Array,
    y: Array,
    grid: dict[str, list[Any]],
    folds: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]],
) -> list[tuple[dict[str, Any], float]]:
    """Search with torch's statistics and itertools."""
    table = []
    for values in itertools.product(*grid.values()):
        params, scores = dict(zip(grid, values, strict=True)), []
        for train, val in folds:
            std, mean = torch.std_mean(torch.tensor(X[train]), dim=0, correction=0)
            divisor = torch.where(std == 0, 1.0, std).numpy()
            parts = [(X[rows] - mean.numpy()) / divisor for rows in (train, val)]
            scores.append(score(fit(parts[0], y[train], **params), parts[1], y[val]))
        table.append((params, math.fsum(scores) / len(scores)))
    return table


def choosing_columns(seed: int) -> tuple[float, float]:
    """Accuracy on noise with the columns chosen before the folds, and inside them."""
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((50, 1000)), rng.permutation(np.repeat([0, 1], 25))

    def best(rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        centred = X[rows] - X[rows].mean(axis=0)
        slope = centred.T @ (y[rows] - y[rows].mean()) / np.linalg.norm(centred, axis=0)
        return np.argsort(-np.abs(slope))[:20]

    def accuracy(inside: bool) -> float:
        right = 0
        for val in np.array_split(rng.permutation(50), 5):
            train = np.setdiff1d(np.arange(50), val)
            columns = best(train if inside else np.arange(50))
            centres = np.stack([X[train[y[train] == c]][:, columns].mean(axis=0) for c in (0, 1)])
            distance = ((X[val][:, None, columns] - centres) ** 2).sum(axis=2)
            right += int((distance.argmin(axis=1) == y[val]).sum())
        return right / 50

    return accuracy(inside=False), accuracy(inside=True)


def test_no_free_lunch_by_counting(question: Question) -> None:
    programs = Programs(question)
    space = programs.drive.__globals__
    for group, args in programs.cases(1):
        for solve in programs.solutions():
            got = programs.drive(solve, *args)
            close(got, [counted(space, args, name) for name in args[2]])
            assert group != "uniform" or got == [0.5] * len(args[2])
    for solve in programs.solutions():
        close(programs.drive(solve, 2, [0, 3], ["majority", "minority"], "rare"), [5 / 11, 6 / 11])
    close([5 / 11, 6 / 11], [0.4545, 0.5455], 1e-3)
    assert sum(math.comb(4, ones) for ones in range(3)) == 1 + 4 + 6 == 11
    nearest = space["nearest"](2)
    mistakes = [
        sum(a != b for a, b in zip(nearest([0, 3], [t[0], t[3]]), t, strict=True)) / 4
        for t in itertools.product((0, 1), repeat=4)
    ]
    assert np.mean(mistakes) == 0.25  # training points counted
    says(question, "5/11\\approx0.4545", "6/11\\approx0.5455", "$0.25$", "$1+4+6=11$")
    says(question, *(f"${2**2**n}$" for n in (1, 2, 3, 4)))


def counted(space: dict[str, Any], args: tuple[Any, ...], name: str) -> float:
    """Go through the targets as rows of a table; exact fractions."""
    n, train, _names, *keep = args
    learner = space["LEARNERS"][name](n)
    choice = space["KEEP"][keep[0]](n) if keep else lambda _target: True
    unseen = set(range(2**n)) - set(train)
    errors = []
    for number in range(2**2**n):
        target = tuple(int(digit) for digit in f"{number:0{2**n}b}")
        if choice(target):
            guess = learner(train, [target[x] for x in train])
            errors.append(Fraction(sum(guess[x] != target[x] for x in unseen), len(unseen)))
    return float(sum(errors) / len(errors))
