"""Exercises on clipping, initialisation and dropout, against torch and counting by hand."""

import math
from typing import Any

import numpy as np
import torch
from torch import nn

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def close(mine: Any, theirs: Any, rtol: float = 1e-9) -> None:  # noqa: ANN401
    """Compare two arrays in shape and type too; NaN equals NaN."""
    assert (mine.shape, mine.dtype) == (theirs.shape, theirs.dtype)
    np.testing.assert_allclose(mine, theirs, rtol=rtol, atol=0)


def torch_clips(grads: list[Any], bound: float) -> tuple[float, list[Any]]:
    """Clip with torch, in double precision."""
    present = [g for g in grads if g is not None]
    parameters = [torch.zeros(g.shape, dtype=torch.float64, requires_grad=True) for g in present]
    for p, g in zip(parameters, present, strict=True):
        p.grad = torch.tensor(g, dtype=torch.float64)
    total = nn.utils.clip_grad_norm_(parameters, bound) if parameters else torch.tensor(0.0)
    left = iter(parameters)
    clipped = []
    for g in grads:
        made = None if g is None else next(left).grad
        clipped.append(None if made is None or g is None else made.numpy().astype(g.dtype))
    return float(total), clipped


def test_clip_by_global_norm(question: Question) -> None:
    programs = Programs(question)
    for group, (grads, bound) in programs.cases(4):
        total, clipped = torch_clips(grads, bound)
        for solve in programs.solutions():
            with np.errstate(invalid="ignore"):  # infinity times zero
                mine = programs.drive(solve, grads, bound)
            np.testing.assert_allclose(mine["total"], total, rtol=1e-12)
            for one, other in zip(mine["clipped"], clipped, strict=True):
                assert (one is None) == (other is None)
                if one is not None:
                    close(one, other, rtol=2e-3 if group == "half" else 1e-6)
    for solve in programs.solutions():
        n, (a, b) = solve([np.array([3.0]), np.array([-4.0])], 1.0)
        assert (n, round(a[0], 6), round(b[0], 6)) == (5, 0.6, -0.8)
        _, (cut,) = solve([np.array([0.3, 0.4])], 0.25)
        assert abs(cut[0] / (0.3 * 0.25 / 0.5) - 1 + 2e-6) < 1e-8
        _, (cut,) = solve([np.array([1e-6])], 1e-9)
        assert abs(cut[0] / 1e-9 - 0.5) < 1e-6
    assert min(1.0, math.nan) == 1.0
    assert np.isnan(np.minimum(1.0, math.nan))
    assert np.finfo(np.float16).max == 65504
    assert np.isfinite(np.float16(255.875) ** 2)
    with np.errstate(over="ignore"):
        assert np.isinf(np.float16(256) ** 2)
    assert np.float16(3.1e-8) > 0 == np.float16(2.9e-8)
    says(
        question, "65504", "256", r"2\cdot10^{-6}", r"3\cdot10^{-8}", "−0.8", "`error_if_nonfinite`"
    )


def connections(shape: tuple[int, ...], groups: int) -> tuple[int, int]:
    """Count what touches one inner output value, and one inner input value, of a real layer."""
    if len(shape) == 2:
        return shape[1], shape[0]
    out, each, kh, kw = shape
    side = (4 * kh, 4 * kw)
    layer = nn.Conv2d(each * groups, out, (kh, kw), padding=(kh, kw), groups=groups, bias=False)
    nn.init.ones_(layer.weight)
    x = torch.zeros(1, each * groups, *side, requires_grad=True)
    y = layer(x)
    (into,) = torch.autograd.grad(y[0, 0, side[0] // 2, side[1] // 2], x)
    probe = torch.zeros_like(x)
    probe[0, 0, side[0] // 2, side[1] // 2] = 1
    return int((into != 0).sum()), int((layer(probe) != 0).sum())


def test_initialise_by_fans(question: Question) -> None:
    programs = Programs(question)
    for _, (shape, kind, mode, nonlin, groups, seed) in programs.cases(2):
        fan_in, fan_out = connections(shape, groups)
        gain = nn.init.calculate_gain(nonlin)
        fan = (fan_in + fan_out) / 2 if "xavier" in kind else {"fan_in": fan_in}.get(mode, fan_out)
        std = gain / math.sqrt(fan)
        rng = np.random.default_rng(seed)
        bound = math.sqrt(3) * std
        wanted = (
            rng.normal(0, std, shape) if "normal" in kind else rng.uniform(-bound, bound, shape)
        )
        for solve in programs.solutions():
            mine = programs.drive(solve, shape, kind, mode, nonlin, groups, seed)
            close(mine["weights"], wanted, rtol=1e-7)
            rng = np.random.default_rng(seed)
            rng.random(shape) if "uniform" in kind else rng.normal(size=shape)
            assert mine["next draw"] == rng.random()
    solve = programs.reference
    big = (64, 16, 3, 3)
    assert connections(big, 1) == (144, 576)
    assert (round(2 / 720, 5), round(math.sqrt(2 / 720), 4)) == (0.00278, 0.0527)
    assert round(math.sqrt(6 / 720), 4) == 0.0913
    for kind, mode, nonlin, said in (
        ("xavier_normal", "fan_in", "linear", 0.0527),
        ("kaiming_normal", "fan_in", "relu", 0.1179),
        ("kaiming_normal", "fan_out", "relu", 0.0589),
    ):
        weights = solve(big, kind, mode, nonlin, 1, np.random.default_rng(1))
        # five standard errors of a standard deviation, and torch's own draw
        assert abs(weights.std() / said - 1) < 5 / math.sqrt(2 * weights.size) + 0.001
    bound = np.abs(solve(big, "xavier_uniform", "fan_in", "linear", 1, np.random.default_rng(1)))
    assert 0.0912 < bound.max() <= math.sqrt(6 / 720)
    depthwise = torch.empty(32, 1, 3, 3)
    torch_fans: Any = nn.init._calculate_fan_in_and_fan_out
    assert torch_fans(depthwise) == (9, 288)
    assert connections((32, 1, 3, 3), 32) == (9, 9)
    assert round(math.sqrt(32), 1) == 5.7
    # ten ReLU layers of width 512: the median over seeds of the final root mean square
    sizes: dict[str, list[float]] = {"kaiming_normal": [], "xavier_normal": [], "half": []}
    for seed in range(3):
        rng = np.random.default_rng(seed)
        x = rng.standard_normal((4, 512))
        shared = [solve((512, 512), "xavier_normal", "", "linear", 1, rng) for _ in range(10)]
        for kind, factor in (
            ("kaiming_normal", 2**0.5),
            ("xavier_normal", 1.0),
            ("half", 0.5**0.5),
        ):
            y = x
            for weights in shared:
                y = np.maximum(factor * y @ weights.T, 0)
            sizes[kind].append(float(np.sqrt((y**2).mean())))
    for kind, expected in (("kaiming_normal", 1.0), ("xavier_normal", 2**-5), ("half", 2**-10)):
        assert 0.7 < np.median(sizes[kind]) / expected < 1.3
    assert (f"{0.5**5:.3f}", f"{0.5**10:.5f}") == ("0.031", "0.00098")
    says(question, "0.00278", "0.0527", "0.0913", "0.1179", "0.0589", "0.031", "0.00098", "288")


def test_dropout_forward_and_backward(question: Question) -> None:
    programs = Programs(question)
    for _, (inputs, p, mode, gradients, seed) in programs.cases(2):
        rng = np.random.default_rng(seed)
        masks: list[Any] = []
        for x in inputs:
            if mode == "eval":
                masks.append(None)
                continue
            shape = x.shape if mode == "train" else x.shape[:2] + (1,) * (x.ndim - 2)
            masks.append(np.array([u >= p for u in rng.random(math.prod(shape))]).reshape(shape))
        after = rng.random()
        for solve in programs.solutions():
            got = programs.drive(solve, inputs, p, mode, gradients, seed)
            assert got["next draw"] == after
            for i, mask in enumerate(masks):
                x = torch.tensor(inputs[i], requires_grad=True)
                y = x * 1.0
                if mask is not None:  # autograd through a constant factor
                    y = x * torch.tensor(np.where(mask, 1 / (1 - p) if p < 1 else 0.0, 0.0)).to(x)
                (slope,) = torch.autograd.grad(y, x, torch.tensor(gradients[i]))
                close(got["y"][i], y.detach().numpy(), rtol=1e-6)
                close(got["dx"][i], slope.numpy(), rtol=1e-6)
                if mask is None:
                    assert got["mask"][i] is None
                else:
                    np.testing.assert_array_equal(got["mask"][i], mask, strict=True)
    # over many draws: the mean stays, the variance is x^2 p / (1 - p)
    for p in (0.2, 0.5, 0.8):
        y, _ = programs.reference(np.full(40_000, 3.0), p, "train", np.random.default_rng(0))
        spread = 3.0 * math.sqrt(p / (1 - p))
        assert abs(y.mean() - 3.0) < 5 * spread / math.sqrt(y.size)
        assert abs(y.std() / spread - 1) < 0.03
    assert 3.0 * math.sqrt(0.5 / (1 - 0.5)) == 3.0
    # torch: p is the probability of dropping, p = 1 gives zeros, inference leaves all as it is
    ones = torch.ones(20_000)
    torch.manual_seed(0)
    dropped = nn.functional.dropout(ones, 0.2)
    assert abs((dropped == 0).float().mean() - 0.2) < 0.02
    assert {round(float(v), 4) for v in np.unique(dropped.numpy())} == {0.0, 1.25}
    assert (nn.functional.dropout(ones, 1.0) == 0).all()
    assert (nn.functional.dropout(ones, 0.7, training=False) == ones).all()
    channels = nn.functional.dropout2d(torch.ones(6, 7, 3, 3), 0.5)
    assert (channels == channels[..., :1, :1]).all()
    assert len({tuple(row) for row in channels[..., 0, 0].tolist()}) > 1  # per sample
    assert 10 / (1 - 0.2) == 12.5
    says(question, "1.25", "12.5", r"\frac{p}{1-p}", "$0/0$")
