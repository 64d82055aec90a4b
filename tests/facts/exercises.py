"""Exercises: references and alternatives against torch, on the cases that learners meet."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from tests.facts.programs import Programs

Question = dict[str, Any]
RECURRENT: dict[str, Callable[..., nn.RNNBase]] = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


def said_or_refused(call: Any, *args: Any) -> Any:  # noqa: ANN401 - whatever it returns
    """Return what a call returns, or "refused" for an error of value or shape."""
    try:
        return call(*args)
    except (ValueError, RuntimeError):
        return "refused"


def test_rnn_parameter_count(question: Question) -> None:
    (solve, other) = Programs(question).solutions()
    assert solve("lstm", 3, 2, 1, False, "single") == 48
    assert solve("lstm", 3, 2, 1, False, "double") == 56
    assert solve("gru", 8, 5, 1, True, "single") == 420
    for kind, i, h, layers, both in itertools.product(
        RECURRENT, (1, 3, 8), (2, 5), (1, 2, 3), (False, True)
    ):
        net = RECURRENT[kind](i, h, layers, bidirectional=both, device="meta")
        total = sum(p.numel() for p in net.parameters())
        half = sum(p.numel() for name, p in net.named_parameters() if "bias_hh" in name)
        bare = sum(p.numel() for name, p in net.named_parameters() if "bias" not in name)
        for bias, wanted in (("double", total), ("single", total - half), ("none", bare)):
            assert solve(kind, i, h, layers, both, bias) == wanted
            assert other(kind, i, h, layers, both, bias) == wanted


def test_conv_parameter_count(question: Question) -> None:
    def torch_says(i: int, o: int, kh: int, kw: int, groups: int, bias: bool) -> int:
        net = nn.Conv2d(i, o, (kh, kw), groups=groups, bias=bias, device="meta")
        return sum(p.numel() for p in net.parameters())

    for solve in Programs(question).solutions():
        for args in itertools.product(
            (1, 3, 4, 6), (1, 4, 6, 12), (1, 3), (1, 2, 5), (1, 2, 3, 4), (True, False)
        ):
            assert said_or_refused(solve, *args) == said_or_refused(torch_says, *args)
        assert [solve(64, 64, 3, 3, g, False) for g in (1, 4, 64)] == [36864, 9216, 576]


def test_conv_shape_and_macs(question: Question) -> None:
    def torch_says(shape: Any, cout: int, kernel: Any, *rest: Any) -> Any:  # noqa: ANN401
        full: list[Any] = [*rest, *(1, 0, 1, 1)[len(rest) :]]
        stride, padding, dilation, groups = full
        conv = nn.Conv2d(shape[1], cout, kernel, stride, padding, dilation, groups)
        with FlopCounterMode(display=False) as counter:
            out = conv(torch.zeros(shape))
        return tuple(out.shape), counter.get_total_flops() // 2

    programs = Programs(question)
    for _, args in programs.cases(2):
        assert said_or_refused(programs.reference, *args) == said_or_refused(torch_says, *args)


def test_receptive_field_of_a_stack(question: Question) -> None:
    programs = Programs(question)
    assert programs.reference([(3, 1, 0, 1)] * 2)[0] == 5
    assert programs.reference([(3, 1, 0, 1)] * 3)[0] == 7
    for _, (layers,) in programs.cases(2):
        size, jump, start = programs.reference(layers)
        length = int(size * 3 + 40 * jump + abs(start) * 2 + 50)
        if length > 100_000:
            continue
        x = torch.ones(1, 1, length, dtype=torch.float64, requires_grad=True)
        y = x
        for k, s, p, d in layers:
            weight = torch.full((1, 1, k), 1 / k, dtype=torch.float64)
            y = functional.conv1d(y, weight, None, s, p, d)
        middle = y.shape[-1] // 2
        (grad,) = torch.autograd.grad(y[0, 0, middle], x)
        seen = grad[0, 0].nonzero().flatten()
        first, last = int(seen[0]), int(seen[-1])
        assert last - first + 1 == size
        assert (first + last) / 2 == start + middle * jump


def test_batchnorm_forward(question: Question) -> None:
    programs = Programs(question)
    for group, args in programs.cases(3):
        x, gamma, beta, eps, training, mean, var, momentum = args[:8]
        if training and x.size == x.shape[1]:
            continue  # refused: one value per channel has no variance
        tx, tm, tv, tg, tb = (torch.tensor(np.array(a)) for a in (x, mean, var, gamma, beta))
        wanted = functional.batch_norm(tx, tm, tv, tg, tb, training, momentum, eps)
        tolerance = 1e-6 if group == "offset" else 1e-9
        for solve in programs.solutions():
            for mine, theirs in zip(solve(*args[:8]), (wanted, tm, tv), strict=True):
                np.testing.assert_allclose(mine, theirs.numpy(), rtol=tolerance, atol=tolerance)


def test_batchnorm_backward(question: Question) -> None:
    programs = Programs(question)
    for group, (dout, x, gamma, eps) in programs.cases(3):
        tx = torch.tensor(x.copy(), requires_grad=True)
        tg = torch.tensor(gamma.copy(), requires_grad=True)
        tb = torch.zeros(len(gamma), dtype=torch.float64, requires_grad=True)
        y = functional.batch_norm(tx, None, None, tg, tb, True, 0.1, eps)
        torch.autograd.backward([y], [torch.tensor(dout.copy())])
        if group == "offset":
            continue  # far from zero torch's own statistics lose digits
        for solve in programs.solutions():
            for mine, theirs in zip(solve(dout, x, gamma, eps), (tx, tg, tb), strict=True):
                assert theirs.grad is not None
                np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=1e-6, atol=1e-8)


def test_max_pool_routes_gradient(question: Question) -> None:
    programs = Programs(question)
    for _, (dout, x, kernel, stride, padding) in programs.cases(3):
        tx = torch.tensor(x.copy(), requires_grad=True)
        y = functional.max_pool2d(tx, kernel, stride, padding)
        torch.autograd.backward([y], [torch.tensor(dout.copy())])
        assert tx.grad is not None
        for solve in programs.solutions():
            mine = solve(dout, x, kernel, stride, padding)
            np.testing.assert_allclose(mine, tx.grad.numpy(), rtol=1e-11, atol=1e-11)


def test_conv2d_with_im2col(question: Question) -> None:
    programs = Programs(question)
    for _, (x, weight, bias, dout, *rest) in programs.cases(2):
        stride, padding, dilation, groups = rest[:4]
        held = [torch.tensor(a.copy(), requires_grad=True) for a in (x, weight, bias)]
        tx, tw, tb = held
        out = functional.conv2d(tx, tw, tb, stride, padding, dilation, groups)
        torch.autograd.backward([out], [torch.tensor(dout.copy())])
        wanted = [out.detach().numpy(), *(h.grad.numpy() for h in held if h.grad is not None)]
        for layer in programs.solutions():
            made = layer(weight, bias, stride, padding, dilation, groups)
            got = [made.forward(x), *made.backward(dout)]
            for mine, theirs in zip(got, wanted, strict=True):
                np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("channels", [1, 3])
def test_im2col_numbers_of_the_prose(channels: int) -> None:
    """A 3 by 3 window over a 5 by 5 image makes nine columns of 9 numbers a channel."""
    image = torch.zeros(1, channels, 5, 5)

    assert functional.unfold(image, 3).shape == (1, 9 * channels, 9)
