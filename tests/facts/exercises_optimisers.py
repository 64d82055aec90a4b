"""Exercises on single optimisers, against torch.optim and closed forms."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import torch

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def close(mine: Any, theirs: Any, rtol: float = 1e-9, atol: float = 1e-12) -> None:  # noqa: ANN401
    """Compare an array with a tensor or an array, in shape and type too."""
    wanted = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else np.asarray(theirs)
    assert (np.shape(mine), mine.dtype) == (wanted.shape, wanted.dtype)
    np.testing.assert_allclose(mine, wanted, rtol=rtol, atol=atol)


def torch_path(
    make: Callable[[list[torch.Tensor]], torch.optim.Optimizer],
    start: Any,  # noqa: ANN401
    gradients: list[Any],
    rates: list[float],
) -> np.ndarray:
    """Take steps with an optimiser of torch and return the parameter after each one."""
    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimiser = make([p])
    path = []
    for g, rate in zip(gradients, rates, strict=True):
        optimiser.param_groups[0]["lr"] = rate
        p.grad = torch.tensor(g, dtype=torch.float64)
        optimiser.step()
        path.append(p.detach().numpy().copy())
    return np.stack(path)


def test_momentum_as_in_pytorch(question: Question) -> None:
    programs = Programs(question)
    refused = 0
    for _, (start, gradients, rates, mu, dampening, nesterov, reuse) in programs.cases(3):
        make = partial(torch.optim.SGD, lr=1.0, momentum=mu, dampening=dampening, nesterov=nesterov)
        wanted: Any = "ValueError"
        try:
            wanted = torch_path(make, start, gradients, rates)
        except ValueError:
            refused += 1
        for solve in programs.solutions():
            mine = programs.drive(solve, start, gradients, rates, mu, dampening, nesterov, reuse)
            if isinstance(wanted, str):
                assert mine == wanted
            else:
                close(mine, wanted)
    assert refused == 3 * (3 + 1)  # three of the group, one of the samples
    solve = programs.reference

    def velocities(gradients: list[float], dampening: float) -> list[float]:
        p, v, seen = np.zeros(()), None, []
        for g in gradients:
            p, v = solve(p, np.array(g), v, 0.1, 0.5, dampening, False)
            seen.append(float(v))
        return seen

    assert velocities([1, 1, -2], 0.0) == [1, 1.5, -1.25]
    assert velocities([1, 1, -2], 0.5) == [1, 1, -0.5]
    assert velocities([1, 1, 1], 0.0) == [1, 1.5, 1.75]
    assert velocities([1, 1, 1], 0.5) == [1, 1, 1]
    samples = [args for name, args in programs.cases(1) if name == "sample"]
    close(programs.drive(solve, *samples[0])[:, 0], np.array([0.9, 0.75, 0.875]))
    close(programs.drive(solve, *samples[1])[:, 0], np.array([0.9, 0.8, 0.85]))
    from_zero = 0.0
    for wanted_v in (0.5, 0.75, 0.875):
        from_zero = 0.5 * from_zero + 0.5
        assert from_zero == wanted_v
    for mu in (0.5, 0.9):
        for t in range(1, 12):
            total = mu ** (t - 1) + (1 - mu) * sum(mu ** (t - k) for k in range(2, t + 1))
            assert abs(total - 1) < 1e-12
    assert round(1 - 0.9**3, 3) == 0.271
    says(question, "0.271", "−1.25", "0.875", "0.85")


def test_nesterov_looks_ahead(question: Question) -> None:
    programs = Programs(question)
    for group, (start, A, b, c, rates, mus, watch) in programs.cases(4):
        for solve in programs.solutions():
            got = programs.drive(solve, start, A, b, c, rates, mus, True)
            path, points = got["path"], got["points"]
            assert len(points) == len(rates)
            bare = programs.drive(solve, start, A, b, c, rates, mus, watch)
            close(bare["path"] if watch else bare, path)
            if len({*rates}) > 1:
                continue
            # torch stores the look-ahead point, where the next gradient is taken
            x = torch.tensor(start, requires_grad=True)
            optimiser = torch.optim.SGD([x], lr=rates[0], momentum=mus[0], nesterov=True)
            for step in range(len(rates)):
                close(points[step], x, atol=1e-10)
                now = x.detach().numpy()
                x.grad = torch.tensor(A @ now - b[step % len(b)] + c * now**3)
                optimiser.step()
                before = path[step - 1] if step else start
                close(x.detach().numpy(), path[step] - mus[0] * (before - path[step]), atol=1e-10)
        assert group != "batches" or len(b) > 1
    for solve in programs.solutions():
        rng = np.random.default_rng(3)
        for _ in range(20):  # damping of momentum along a direction of curvature h
            h, lr, mu, theta, v = rng.uniform(0.1, 2.0, size=5)
            _, new = solve(lambda x, h=h: h * x, np.array([theta]), np.array([v]), lr, mu)
            close(new, np.array([mu * (1 - lr * h) * v + lr * h * theta]))
            landed, _ = solve(lambda x: 4.0 * x, np.array([theta]), np.array([v]), 0.25, mu)
            assert abs(landed[0]) < 1e-12
            assert abs((theta - (mu * v + 0.25 * 4.0 * theta)) + mu * v) < 1e-12  # momentum
    samples = [args for name, args in programs.cases(1) if name == "sample"]
    got = programs.drive(programs.reference, *samples[0])
    close(got["path"][:, 1], np.zeros(3))
    says(question, r"\mu(1-\eta\lambda)", r"$\lambda=4$", r"$\eta=0.25$")
