"""Exercises on back-propagation and recurrent cells, against torch, on the cases learners meet."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]
Array = np.ndarray[Any, Any]
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
    for group, (Ws, bs, x, y, act, loss) in programs.cases(1):
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
        assert np.abs(z.detach().numpy()).max() <= 2000
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


def side(tensors: list[torch.Tensor], which: float) -> torch.Tensor:
    """Find what stands on one side of an operator: a number, or the tensor of an index."""
    return tensors[which] if isinstance(which, int) else torch.tensor(which, dtype=torch.float64)


STEPS: dict[str, Callable[..., torch.Tensor]] = {
    "add": lambda t, i, j: t[i] + t[j],
    "mul": lambda t, i, j: t[i] * t[j],
    "matmul": lambda t, i, j: t[i] @ t[j],
    "plus": lambda t, a, b: side(t, a) + side(t, b),
    "times": lambda t, a, b: side(t, a) * side(t, b),
    "exp": lambda t, i: t[i].exp(),
    "relu": lambda t, i: t[i].relu(),
    "sum": lambda t, i, axis=None, keep=False: t[i].sum(
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


def unrolled(
    cell: torch.nn.RNNCellBase,
    xs: list[torch.Tensor],
    masks: Iterable[Array],
    state: tuple[torch.Tensor, ...],
) -> tuple[torch.Tensor, ...]:
    """Run a cell of torch over masked steps; return the final state (h, or h and c)."""
    for x, mask in zip(xs, masks, strict=True):
        on = torch.tensor(mask)[:, None]
        made = cell(x, state if len(state) == 2 else state[0])
        made = made if isinstance(made, tuple) else (made,)
        state = tuple(on * new + (1 - on) * old for new, old in zip(made, state, strict=True))
    return state


def with_weights(kind: type[torch.nn.RNNCellBase], weights: list[Array]) -> torch.nn.RNNCellBase:
    """Return a cell of torch with given weights."""
    gates = {torch.nn.LSTMCell: 4, torch.nn.GRUCell: 3, torch.nn.RNNCell: 1}[kind]
    made: Any = kind
    cell: torch.nn.RNNCellBase = made(weights[0].shape[1], len(weights[0]) // gates).double()
    with torch.no_grad():
        for name, w in zip(("weight_ih", "weight_hh", "bias_ih", "bias_hh"), weights, strict=True):
            getattr(cell, name).copy_(torch.tensor(w))
    return cell


def agree_with_cell(question: Question, kind: type[torch.nn.RNNCellBase]) -> None:
    """Compare an exercise on a cell with torch: final state, gradients of data and weights."""
    programs = Programs(question)
    for _, (what, weights, xs, masks, *rest) in programs.cases(1):
        half = len(rest) // 2
        cell = with_weights(kind, weights)
        start, txs = tuple(held(s) for s in rest[:half]), [held(x) for x in xs]
        end = unrolled(cell, txs, masks, start)
        torch.autograd.backward(end, [torch.tensor(d) for d in rest[half:]])
        wanted: list[Any] = [
            list(end),
            [gradient(t) for t in (*txs, *start)],
            [gradient(p) for p in cell.parameters()],
        ]
        place = {"forward": 0, "states": 1, "weights": 2}
        wanted = wanted if what == "everything" else [wanted[place[what]]]
        flat = [one for part in wanted for one in part]
        for solve in programs.solutions():
            got = leaves_of(programs.drive(solve, what, weights, xs, masks, *rest))
            for mine, theirs in zip(got, flat, strict=True):
                close(mine, theirs, 1e-10, 1e-13)


def leaves_of(nested: Any) -> list[Any]:  # noqa: ANN401 - arrays in lists and tuples
    """Return the arrays of a nested list in order."""
    if isinstance(nested, list | tuple):
        return [leaf for part in nested for leaf in leaves_of(part)]
    return [nested]


def test_lstm_cell_backward(question: Question) -> None:
    agree_with_cell(question, torch.nn.LSTMCell)
    cell = with_weights(torch.nn.LSTMCell, [np.zeros((4, 1))] * 2 + [np.zeros(4)] * 2)
    c = held([[2.0]])
    h, new_c = cell(torch.zeros(1, 1).double(), (torch.zeros(1, 1).double(), c))
    torch.autograd.backward(h.sum())
    assert [round(v.item(), 3) for v in (h, new_c, gradient(c))] == [0.381, 1.0, 0.105]
    assert [round(float(v), 3) for v in gradient(next(iter(cell.parameters())))] == [0.0] * 4
    bias = gradient(dict(cell.named_parameters())["bias_ih"])
    assert [round(float(v), 3) for v in bias] == [0.0, 0.105, 0.105, 0.19]
    assert round(0.5 * (1 - np.tanh(1) ** 2), 3) == 0.21
    says(question, "(0,\\,0.105,\\,0.105,\\,0.190)", "0.9^{50}\\approx0.005", "$0.105$")
    assert round(0.9**50, 3) == 0.005
    says(question, "0.5^{20}\\approx10^{-6}", "f\\approx0.953", "0.38")
    assert 9e-7 < 0.5**20 < 1e-6
    says(question, "\\sigma(1)\\approx0.731")
    assert round(1 / (1 + np.exp(-1)), 3) == 0.731
    f = 1 / (1 + np.exp(-3))
    assert (round(f, 3), round(f**20, 2)) == (0.953, 0.38)


def test_gru_cell_backward(question: Question) -> None:
    agree_with_cell(question, torch.nn.GRUCell)
    cell = with_weights(torch.nn.GRUCell, [np.zeros((3, 1))] * 2 + [np.zeros(3)] * 2)
    h = held([[2.0]])
    new = cell(torch.zeros(1, 1).double(), h)
    torch.autograd.backward(new.sum())
    assert (new.item(), gradient(h).item()) == (1.0, 0.5)
    b_ih, b_hh = (gradient(dict(cell.named_parameters())[n]) for n in ("bias_ih", "bias_hh"))
    assert (b_ih.tolist(), b_hh.tolist()) == ([0.0, 0.5, 0.5], [0.0, 0.5, 0.25])
    says(question, "dn=0.5$", "dz=2\\cdot0.25=0.5", "dh_\\mathrm{old}=0.5", "$0.25$", "reset_after")


def test_rnn_over_padded_batch(question: Question) -> None:
    programs = Programs(question)
    for _, (what, x, lengths, h0, *weights, dlast) in programs.cases(1):
        cell = with_weights(torch.nn.RNNCell, weights)
        on = np.arange(len(x))[:, None] < lengths
        xs, start = [held(one) for one in np.where(on[:, :, None], x, 0.0)], held(h0)
        (last,) = unrolled(cell, xs, on * 1.0, (start,))
        torch.autograd.backward([last], [torch.tensor(dlast)])
        dx = np.array([gradient(one).numpy() for one in xs]).reshape(x.shape)
        wanted: dict[str, list[Any]] = {
            "state": [last],
            "data": [dx, gradient(start)],
            "parameters": [gradient(p) for p in cell.parameters()],
        }
        parts = list(wanted) if what == "everything" else [what]
        for solve in programs.solutions():
            got = programs.drive(solve, what, x, lengths, h0, *weights, dlast)
            for part in parts:
                mine = leaves_of(got[part] if what == "everything" else got)
                for one, theirs in zip(mine, wanted[part], strict=True):
                    close(one, theirs, 1e-10, 1e-13)
    (_, sample), *_ = programs.cases(1)
    got = programs.drive(programs.reference, *sample)
    assert got["state"].ravel().round(3).tolist() == [-0.551, 0.5]
    assert got["data"][1][1].tolist() == [2.0]
    h1 = np.tanh(1.0)
    assert (round(h1, 3), round(h1 / 2, 3)) == (0.762, 0.381)
    says(question, "0.762", "\\tanh(-1+0.381)\\approx-0.551", "$0.5$", "$2$")
