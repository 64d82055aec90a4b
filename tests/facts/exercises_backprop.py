"""Exercises on back-propagation and recurrent cells, against torch, on the cases learners meet."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]
ACTIVATIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
}


def held(array: Any) -> torch.Tensor:  # noqa: ANN401 - an array of a case
    """Return a float64 tensor of its own that takes gradients."""
    return torch.tensor(np.array(array), dtype=torch.float64, requires_grad=True)


def close(mine: Any, theirs: Any, rtol: float = 1e-9, atol: float = 1e-12) -> None:  # noqa: ANN401
    """Compare an array with a tensor or an array."""
    wanted = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else theirs
    np.testing.assert_allclose(mine, wanted, rtol=rtol, atol=atol)


def gradient(of: torch.Tensor) -> torch.Tensor:
    """Return what a tensor received, or zeros."""
    return torch.zeros_like(of) if of.grad is None else of.grad


def test_mlp_backprop_by_hand(question: Question) -> None:
    programs = Programs(question)
    for group, (Ws, bs, x, y, act, loss) in programs.cases(2):
        tws, tbs = [held(W) for W in Ws], [held(b) for b in bs]
        a = torch.tensor(x)
        for W, b in zip(tws[:-1], tbs[:-1], strict=True):
            a = ACTIVATIONS[act](functional.linear(a, W, b))
        z = functional.linear(a, tws[-1], tbs[-1])
        if loss == "mse":
            cost = (torch.sigmoid(z) - torch.tensor(y)).square().sum() / (2 * len(x))
        else:
            cost = functional.cross_entropy(z, torch.tensor(y))
        torch.autograd.backward(cost)
        for solve in programs.solutions():
            dWs, dbs = solve(Ws, bs, x, y, act, loss)
            for mine, theirs in zip([*dWs, *dbs], [*tws, *tbs], strict=True):
                close(mine, gradient(theirs), 1e-9, 0.0 if group == "deep" else 1e-13)
                assert mine.dtype == np.float64
        if group == "deep" and len(Ws) == 30:
            assert np.abs(dWs[0]).max() < 1e-20
    numbers_of_backprop(question, programs)


def numbers_of_backprop(question: Question, programs: Programs) -> None:
    """The worked examples, and what three and ten layers of sigmoids leave."""
    samples = [args for group, args in programs.cases(1) if group == "sample"]
    (dW, *_), _ = programs.reference(*samples[0])
    close(dW, np.array([[-0.25, -0.25]]))
    _, (db, *_) = programs.reference(*samples[1])
    close(db, np.array([-0.25, 0.25]))
    says(question, "(-0.25,\\,-0.25)", "db=(-0.25,\\,0.25)", "0.015625", "9.5\\times10^{-7}")
    assert 0.25**3 == 0.015625
    assert round(0.25**10 * 1e7, 1) == 9.5


STEPS: dict[str, Callable[..., torch.Tensor]] = {
    "add": lambda t, i, j: t[i] + t[j],
    "mul": lambda t, i, j: t[i] * t[j],
    "matmul": lambda t, i, j: t[i] @ t[j],
    "plus": lambda t, i, number: t[i] + number,
    "times": lambda t, number, i: number * t[i],
    "exp": lambda t, i: t[i].exp(),
    "relu": lambda t, i: t[i].relu(),
    "sum": lambda t, i, axis, keep: t[i].sum(
        tuple(range(t[i].ndim)) if axis is None else axis, keep
    ),
}


def test_tiny_autograd_engine(question: Question) -> None:
    programs = Programs(question)
    for _, (leaves, steps, calls) in programs.cases(1):
        tensors = [held(leaf) for leaf in leaves]
        for name, *args in steps:
            tensors.append(STEPS[name](tensors, *args))
        for i in calls:
            torch.autograd.backward(tensors[i].sum(), retain_graph=True)
        for solve in programs.solutions():
            got = programs.drive(solve, leaves, steps, calls)
            for mine, theirs in zip(got["values"], tensors, strict=True):
                close(mine, theirs)
            for mine, leaf in zip(got["grads"], tensors[: len(leaves)], strict=True):
                close(mine, gradient(leaf))
    says(question, "1.15\\times10^{18}", "\\bar x=y+1=4", "\\bar y=x=2")
    assert round(2**60 / 1e16) == 115
    samples = [args for group, args in programs.cases(1) if group == "sample"]
    grads = programs.drive(programs.reference, *samples[0])["grads"]
    assert [float(g) for g in grads] == [4.0, 2.0]
