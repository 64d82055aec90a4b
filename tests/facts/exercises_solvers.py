"""Exercises on losses, descent and schedules, against torch and least squares."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional
from torch.optim import lr_scheduler

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]
Array = npt.NDArray[np.float64]


def close(mine: object, theirs: object, rtol: float = 1e-9, atol: float = 1e-12) -> None:
    """Compare numbers or arrays."""
    np.testing.assert_allclose(np.asarray(mine), np.asarray(theirs), rtol=rtol, atol=atol)


def test_linear_regression_by_descent(question: Question) -> None:
    programs = Programs(question)
    for _, (X, y, lr, epochs, mode, batch, seed) in programs.cases(1):
        w, history = by_torch(X, y, lr, epochs, {"bgd": len(y), "sgd": 1}.get(mode, batch), seed)
        for solve in programs.solutions():
            mine, losses = solve(X, y, lr, epochs, mode, batch, seed)
            assert (mine.dtype, losses.dtype, losses.shape) == (w.dtype, w.dtype, (epochs,))
            close(mine, w)
            close(losses, history)
    rng = np.random.default_rng(0)
    X, y = rng.uniform(-1, 1, (9, 2)), rng.uniform(-1, 1, 9)
    for solve in programs.solutions():  # where it goes in the end, and a batch as large as the data
        w, _ = solve(X, y, 0.5, 400, "bgd", 1, 0)
        close(w, np.linalg.lstsq(X, y)[0], 1e-6)
        close(w, solve(X, y, 0.5, 400, "minibatch", 9, 0)[0], 1e-6)
    slope, seen = 0.0, []
    for x, target in ((1.0, 2.0), (2.0, 4.0), (3.0, 6.0)):
        slope -= 0.1 * (x * slope - target) * x
        seen.append(slope)
    close(seen, [0.2, 0.92, 1.892])
    close(0.1 * 28 / 3, 0.9333, 1e-4)
    assert 300_000 // 100 == 3000
    says(question, "-(2+8+18)/3=-28/3", "0.9333", "$0.2$", "$0.92$", "$1.892$", "3000", "300000")


def by_torch(
    X: Array, y: Array, lr: float, epochs: int, size: int, seed: int
) -> tuple[Array, Array]:
    """Descend with torch's SGD along the batches of the statement."""
    tX, ty = torch.tensor(X), torch.tensor(y)
    w = torch.zeros(X.shape[1], dtype=torch.float64, requires_grad=True)
    optimiser, rng, history = torch.optim.SGD([w], lr=lr), np.random.default_rng(seed), []
    for _ in range(epochs):
        for rows in torch.split(torch.tensor(rng.permutation(len(y))), size):
            optimiser.zero_grad()
            (functional.mse_loss(tX[rows] @ w, ty[rows]) / 2).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        history.append(functional.mse_loss(tX @ w.detach(), ty).item() / 2)
    return w.detach().numpy(), np.array(history)


def test_warmup_step_cosine(question: Question) -> None:
    programs = Programs(question)
    for _, args in programs.cases(3):
        wanted = schedule(*args)
        for solve in programs.solutions():
            assert isinstance(solve(*args), float)
            close(solve(*args), wanted)
    steps = (0, 1, 2, 4, 6, 8, 10)
    cosine = [schedule("cosine", t, 0.8, 10, 2, None, 0.1, 0.2) for t in steps]
    stairs = [schedule("step", t, 0.8, 10, 2, 3, 0.5, 0.2) for t in steps]
    for t, one, other in zip(steps, cosine, stairs, strict=True):
        says(question, f"| {t} | {one:.3f} | {other:.3f} |")
    says(question, f"{100 * (1 - (1 + math.cos(math.pi / 4)) / 2):.1f}\\%", "50\\%", "$0.5$")


def schedule(
    kind: str,
    t: int,
    base_lr: float,
    total: int,
    warmup: int = 0,
    step_size: int | None = None,
    gamma: float = 0.1,
    min_lr: float = 0.0,
) -> float:
    """Let torch's schedulers run; what they do not know (floor, end) is put on top."""
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base_lr)
    after: lr_scheduler.LRScheduler
    if kind == "step":
        after = lr_scheduler.StepLR(optimiser, step_size or 1, gamma)
    else:
        after = lr_scheduler.CosineAnnealingLR(optimiser, total - warmup, min_lr)
        t = min(t, total)
    both: lr_scheduler.LRScheduler = after
    if warmup:
        optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base_lr)
        first = lr_scheduler.LinearLR(optimiser, 1 / warmup, 1.0, max(warmup - 1, 1))
        if kind == "step":
            after = lr_scheduler.StepLR(optimiser, step_size or 1, gamma)
        else:
            after = lr_scheduler.CosineAnnealingLR(optimiser, total - warmup, min_lr)
        both = lr_scheduler.SequentialLR(optimiser, [first, after], [warmup])
    for _ in range(t):
        optimiser.step()
        both.step()
    rate: float = optimiser.param_groups[0]["lr"]
    return rate if t < warmup else max(rate, min_lr)


def test_logistic_loss_and_gradient(question: Question) -> None:
    programs = Programs(question)
    for _, (w, b, X, y, *strengths) in programs.cases(3):
        l2, l1 = (*strengths, 0.0, 0.0)[:2]
        tw, tb = (torch.tensor(each, dtype=torch.float64, requires_grad=True) for each in (w, b))
        target = torch.tensor((y == 1).astype(np.float64))
        loss = functional.binary_cross_entropy_with_logits(torch.tensor(X) @ tw + tb, target)
        loss = loss + (l2 / 2 * (tw * tw).sum() + l1 * tw.abs().sum()) / len(y)
        dw, db = torch.autograd.grad(loss, (tw, tb))
        for solve in programs.solutions():
            mine = solve(w, b, X, y, *strengths)
            for one, other in zip(mine, (loss.detach(), dw, db), strict=True):
                close(one, other)
    ln3 = math.log(3)
    close([-math.log(0.75), 0.1 * ln3**2, 0.2 * ln3], [0.2877, 0.1207, 0.2197], 1e-3)
    first = next(args for group, args in programs.cases(1) if group == "sample")
    close(programs.reference(*first)[1], [-0.25, 0.0])
    says(question, "0.2877", "0.1207", "0.2197", "(-0.25,\\,0)", "0.75")
    close(-math.log(1e-12), 27.6, 2e-3)
    says(question, "27.6", "$5.0067$", "$-0.9933$", "$0.0067$", "$-0.0067$", "0.6931")
    z = torch.tensor([-5.0, 5.0], dtype=torch.float64)
    close(functional.softplus(-z), [5.0067, 0.0067], 5e-3)
    close(torch.sigmoid(z) - 1, [-0.9933, -0.0067], 5e-3)


def test_binary_and_categorical_cross_entropy(question: Question) -> None:
    programs = Programs(question)
    for _, (name, z, y, *weight) in programs.cases(3):
        tz, ty = torch.tensor(z), torch.tensor(y)
        if name == "bce":
            wanted = functional.binary_cross_entropy(tz, ty)
        elif name == "categorical_ce":
            wanted = functional.cross_entropy(tz, ty)
        else:
            each = torch.tensor(weight[0]) if weight else None
            wanted = functional.binary_cross_entropy_with_logits(tz, ty, pos_weight=each)
        for solve in programs.solutions():
            close(programs.drive(solve, name, z, y, *weight), wanted)
    close([-math.log(0.75), math.log(2)], [0.2877, 0.6931], 1e-3)
    says(question, "0.2877", "0.6931")
    two, one = torch.tensor([[0.0, 1.7]]), torch.tensor([1.7])
    for label in (0, 1):
        close(
            functional.cross_entropy(two, torch.tensor([label])),
            functional.binary_cross_entropy_with_logits(one, torch.tensor([float(label)])),
            1e-6,
        )


def test_conjugate_gradient_solver(question: Question) -> None:
    programs = Programs(question)
    for group, (matrix, b, x0, tol, *want) in programs.cases(3):
        exact = np.linalg.solve(matrix, b)
        for solve in programs.solutions():
            got = programs.drive(solve, matrix, b, x0, tol, *want)
            if want:
                assert got is True
                continue
            x, steps = got
            assert np.linalg.norm(b - matrix @ x) <= 2 * tol * np.linalg.norm(b)
            if tol < 1e-7:
                close(x, exact, 1e-6, 1e-8 * float(np.linalg.norm(exact)))
                assert steps <= len(np.unique(np.linalg.eigvalsh(matrix).round(6)))
        assert group != "zero" or not exact.any()
    numbers_of_conjugate_gradients(question)
    for solve in programs.solutions()[:1]:
        q = np.linalg.qr(np.random.default_rng(0).standard_normal((24, 24)))[0]
        matrix = (q * np.logspace(0, 5, 24)) @ q.T
        _, steps = programs.drive(solve, matrix, np.ones(24), np.zeros(24), 1e-8)
        assert 36 < steps < 120  # dozens, more than n


def numbers_of_conjugate_gradients(question: Question) -> None:
    """The sample by hand."""
    A, b = np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([3.0, 0.0])
    alpha = b @ b / (b @ A @ b)
    x, r = alpha * b, b - alpha * A @ b
    beta = r @ r / (b @ b)
    p = r + beta * b
    close([alpha, beta, r @ r / (p @ A @ p)], [0.5, 0.25, 2 / 3])
    close([*x, *r, *p], [1.5, 0.0, 0.0, -1.5, 0.75, -1.5])
    close(x + 2 / 3 * p, [2.0, -1.0])
    close([r @ b, b @ A @ p], [0.0, 0.0])
    says(question, "$\\alpha_0=0.5$", "$\\beta_0=0.25$", "\\alpha_1=\\frac23", "(0.75,\\,-1.5)")
