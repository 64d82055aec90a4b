"""Exercises on losses and optimisers, against torch, on the cases that learners meet."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]
Optimiser = Callable[[list[torch.Tensor], dict[str, Any]], torch.optim.Optimizer]


def close(mine: Any, theirs: Any, rtol: float = 1e-9, atol: float = 1e-12) -> None:  # noqa: ANN401
    """Compare numbers or arrays with a tensor."""
    np.testing.assert_allclose(mine, theirs.detach().numpy(), rtol=rtol, atol=atol)


def test_softmax_and_jacobian(question: Question) -> None:
    numbers_of_softmax(question)
    programs = Programs(question)
    for group, (what, axis, z, *ds) in programs.cases(3):
        half = z.dtype == np.float16
        rtol, atol = (2e-3, 1e-7) if half else (1e-5, 1e-6) if z.dtype == np.float32 else (1e-9, 0)
        tz = torch.tensor(z.copy(), dtype=torch.float32 if half else None, requires_grad=True)
        wanted = torch.softmax(tz, axis)
        if what == "forward":
            wanted = torch.where(torch.isnan(wanted), 0.0, wanted)  # our rule for masked rows
        elif what == "backward":
            (wanted,) = torch.autograd.grad(wanted, tz, torch.tensor(ds[0].copy()))
        else:
            rows = torch.movedim(tz.detach(), axis, -1)
            each = [
                torch.func.jacrev(lambda one: torch.softmax(one, -1))(row)
                for row in rows.reshape(-1, rows.shape[-1])
            ]
            wanted = torch.stack(each).reshape(*rows.shape, rows.shape[-1])
        for solve in programs.solutions():
            mine = programs.drive(solve, what, axis, z, *ds)
            assert mine.dtype == z.dtype
            assert np.isfinite(mine).all(), group
            close(mine, wanted, rtol, max(atol, 1e-14))


def numbers_of_softmax(question: Question) -> None:
    """The worked example: softmax of (0, ln 3), and the rank that the follow-up states."""
    z = torch.tensor([0.0, np.log(3.0)], dtype=torch.float64)
    s = torch.softmax(z, 0)
    jacobian = torch.diag(s) - torch.outer(s, s)

    close(np.array([0.25, 0.75]), s)
    close(np.array([[0.1875, -0.1875], [-0.1875, 0.1875]]), jacobian)
    says(question, "0.1875", "K-1", "65504")
    assert int(torch.linalg.matrix_rank(jacobian)) == 1
    assert float(np.finfo(np.float16).max) == 65504


def test_cross_entropy_loss_gradient(question: Question) -> None:
    numbers_of_cross_entropy(question)
    programs = Programs(question)
    for _, (z, y, weight, reduction, ignore, smoothing) in programs.cases(3):
        tz = torch.tensor(z.copy(), requires_grad=True)
        tw = None if weight is None else torch.tensor(weight.copy())
        if (y == ignore).all():  # where torch says NaN, we say 0
            wanted, grad = torch.zeros(len(y) if reduction == "none" else ()), torch.zeros(z.shape)
        else:
            wanted = functional.cross_entropy(
                tz,
                torch.tensor(y.copy()),
                tw,
                ignore_index=ignore,
                reduction=reduction,
                label_smoothing=smoothing,
            )
            (grad,) = torch.autograd.grad(wanted.sum(), tz)
        for solve in programs.solutions():
            loss, dz = solve(z, y, weight, reduction, ignore, smoothing)
            close(loss, wanted)
            close(dz, grad)


def numbers_of_cross_entropy(question: Question) -> None:
    """The worked example, and what the logarithm of a softmax does with logits far apart."""
    z = torch.tensor([[1.0, 2.0, 1.0]], dtype=torch.float64).log().requires_grad_()
    loss = functional.cross_entropy(z, torch.tensor([1]))
    (grad,) = torch.autograd.grad(loss, z)

    close(np.log(2.0), loss)
    close(np.array([[0.25, -0.5, 0.25]]), grad)
    says(question, "0.6931", "(0.25,\\,-0.5,\\,0.25)")
    far = torch.tensor([[0.0, 1000.0]], dtype=torch.float64)
    assert torch.softmax(far, 1).log()[0, 0] == -torch.inf
    assert functional.cross_entropy(far, torch.tensor([0])) == 1000


def test_regression_losses_gradient(question: Question) -> None:
    numbers_of_huber(question)
    programs = Programs(question)
    for _, (kind, p, t, beta, reduction) in programs.cases(3):
        tp, tt = torch.tensor(p.copy(), requires_grad=True), torch.tensor(t.copy())
        if kind == "l1":
            wanted = functional.l1_loss(tp, tt, reduction=reduction)
        elif kind == "mse":
            wanted = functional.mse_loss(tp, tt, reduction=reduction)
        elif kind == "huber":
            wanted = functional.huber_loss(tp, tt, reduction=reduction, delta=beta)
        else:
            wanted = functional.smooth_l1_loss(tp, tt, reduction=reduction, beta=beta)
        (grad,) = torch.autograd.grad(wanted.sum(), tp)
        for solve in programs.solutions():
            loss, dp = solve(kind, p, t, beta, reduction)
            close(loss, wanted)
            close(dp, grad)


def numbers_of_huber(question: Question) -> None:
    """The worked examples, and the table of gradients."""

    def slopes(loss: Callable[..., torch.Tensor], **how: float) -> list[float]:
        d = torch.tensor([0.1, 1.0, 100.0], dtype=torch.float64, requires_grad=True)
        (grad,) = torch.autograd.grad(loss(d, torch.zeros(3).double(), reduction="sum", **how), d)
        return [round(each, 12) for each in grad.tolist()]

    assert slopes(functional.mse_loss) == [0.2, 2, 200]
    assert slopes(functional.l1_loss) == [1, 1, 1]
    assert slopes(functional.smooth_l1_loss, beta=1.0) == [0.1, 1, 1]
    assert slopes(functional.huber_loss, delta=2.0) == [0.1, 1, 2]
    d = torch.tensor([0.5, 3.0, 1.0])
    examples = functional.huber_loss(d, torch.zeros(3), reduction="none")
    assert examples.tolist() == [0.125, 2.5, 0.5]
    says(question, "| MSE | 0.2 | 2 | 200 |", "$0.125$", "$2.5$")


def path(make: Optimiser, hp: dict[str, Any], rates: Any, start: Any, gradients: Any) -> list[Any]:  # noqa: ANN401
    """Walk an optimiser of torch over given gradients; return where every parameter went."""
    params = [torch.tensor(np.array(each)) for each in start]
    optimiser = make(params, hp)
    ways: list[list[Any]] = [[] for _ in params]
    for rate, row in zip(rates, gradients, strict=True):
        optimiser.param_groups[0]["lr"] = rate
        for each, g in zip(params, row, strict=True):
            each.grad = None if g is None else torch.tensor(np.array(g))
        optimiser.step()
        for way, each, g in zip(ways, params, row, strict=True):
            if g is not None:
                way.append(each.numpy().copy())
    return [np.stack(way) for way in ways]


PLAIN: dict[str, Optimiser] = {
    "sgd": lambda ps, hp: torch.optim.SGD(ps, weight_decay=hp["weight_decay"]),
    "momentum": lambda ps, hp: torch.optim.SGD(
        ps, momentum=hp["mu"], weight_decay=hp["weight_decay"]
    ),
    "nesterov": lambda ps, hp: torch.optim.SGD(
        ps, momentum=hp["mu"], nesterov=True, weight_decay=hp["weight_decay"]
    ),
    "adagrad": lambda ps, hp: torch.optim.Adagrad(
        ps, eps=hp["eps"], weight_decay=hp["weight_decay"]
    ),
    "rmsprop": lambda ps, hp: torch.optim.RMSprop(
        ps, alpha=hp["rho"], eps=hp["eps"], weight_decay=hp["weight_decay"]
    ),
    "adadelta": lambda ps, hp: torch.optim.Adadelta(
        ps, rho=hp["rho"], eps=hp["eps"], weight_decay=hp["weight_decay"]
    ),
}


def adam_like(kind: Callable[..., torch.optim.Optimizer], **more: Any) -> Optimiser:  # noqa: ANN401
    """Return a maker of an optimiser of torch with the hyper-parameters of Adam."""
    return lambda ps, hp: kind(
        ps,
        betas=(hp["beta1"], hp["beta2"]),
        eps=hp["eps"],
        weight_decay=hp["weight_decay"],
        **more,
    )


ADAMS: dict[str, Optimiser] = {
    "adam": adam_like(torch.optim.Adam),
    "adamw": adam_like(torch.optim.AdamW),
    "amsgrad": adam_like(torch.optim.Adam, amsgrad=True),
    # a decay so fast that the momentum is the constant beta1 from the first step
    "nadam": adam_like(torch.optim.NAdam, momentum_decay=1e9),
}


def test_optimiser_step_harness(question: Question) -> None:
    first_steps()
    programs = Programs(question)
    for _, (name, hp, rates, start, gradients) in programs.cases(3):
        wanted = path(PLAIN[name], hp, rates, start, gradients)
        for solve in programs.solutions():
            mine = programs.drive(solve, name, hp, rates, start, gradients)
            for one, other in zip(mine, wanted, strict=True):
                np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


def first_steps() -> None:
    """How far the first step goes when eps is next to nothing."""
    rho, g, eps = 0.9, -3.0, 1e-12
    hp = {"rho": rho, "eps": eps, "weight_decay": 0.0}
    first = {
        name: float(path(PLAIN[name], hp, [1.0], [np.array(0.0)], [[np.array(g)]])[0][0])
        for name in ("adagrad", "rmsprop", "adadelta")
    }

    np.testing.assert_allclose(first["adagrad"], 1.0)
    np.testing.assert_allclose(first["rmsprop"], 1 / np.sqrt(1 - rho))
    np.testing.assert_allclose(first["adadelta"], np.sqrt(eps / (1 - rho)))


@pytest.fixture
def wide() -> Iterator[None]:
    """Let torch keep its own numbers in 64 bits: NAdam's product of momenta is one."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.usefixtures("wide")
def test_adam_family_step(question: Question) -> None:
    numbers_of_adam(question)
    programs = Programs(question)
    for _, (variant, hp, start, gradients) in programs.cases(3):
        rates = [hp["lr"]] * len(gradients)
        wanted = path(ADAMS[variant], hp, rates, start, gradients)
        for solve in programs.solutions():
            mine = programs.drive(solve, variant, hp, start, gradients)
            for one, other in zip(mine, wanted, strict=True):
                np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


def numbers_of_adam(question: Question) -> None:
    """The first step without correction, and the look-ahead of Nadam at the first step."""
    says(question, "3.16", "1.474")
    assert round(0.1 / np.sqrt(0.001), 2) == 3.16
    assert round(0.9 * 0.1 / (1 - 0.9**2) + 1, 3) == 1.474
