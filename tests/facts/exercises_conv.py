"""Exercises on counting and on convolution, against torch, on the cases that learners meet."""

import itertools
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def close(mine: Any, theirs: Any, rtol: float = 1e-10, atol: float = 1e-12) -> None:  # noqa: ANN401
    """Compare an array with a tensor or an array, in shape and type too."""
    wanted = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else theirs
    assert (mine.shape, mine.dtype) == (wanted.shape, wanted.dtype)
    np.testing.assert_allclose(mine, wanted, rtol=rtol, atol=atol)


def size_of(net: nn.Module) -> int:
    """Return the number of parameters of a module."""
    return sum(p.numel() for p in net.parameters())


def test_mlp_parameter_count(question: Question) -> None:
    def torch_says(sizes: list[int], bias: bool = True) -> int:  # noqa: FBT002 - as asked
        layers = [nn.Linear(i, o, bias, device="meta") for i, o in itertools.pairwise(sizes)]
        return size_of(nn.Sequential(*layers))

    programs = Programs(question)
    for solve in programs.solutions():
        for _, args in programs.cases(4):
            assert solve(*args) == torch_says(*args)
        assert (solve([3, 5, 2]), solve([3, 5, 2], False), solve([7])) == (32, 25, 0)
        assert solve([25088, 4096, 4096, 1000]) == 123_642_856
        assert solve([25088, 4096]) == 102_764_544
    says(question, "(3\\cdot5+5\\cdot2)+(5+2)=32", "25", "123642856", "102764544", "15+5+10+2=32")


def test_bottleneck_parameter_count(question: Question) -> None:
    def torch_says(kind: str, cin: int, cm: int, cout: int, *rest: Any) -> int:  # noqa: ANN401
        full: list[Any] = [*rest, *(3, 1, False)[len(rest) :]]
        k, groups, project = full

        def conv(i: int, o: int, side: int, g: int) -> nn.Module:
            return nn.Conv2d(i, o, side, groups=g, bias=False, device="meta")

        narrow = conv(cin, cm, 1, 1)
        net = {
            "1-k": lambda: [narrow, conv(cm, cout, k, groups)],
            "1-k-1": lambda: [narrow, conv(cm, cm, k, groups), conv(cm, cout, 1, 1)],
            "basic": lambda: [conv(cin, cm, k, groups), conv(cm, cout, k, groups)],
        }[kind]()
        return size_of(nn.Sequential(*net, *([conv(cin, cout, 1, 1)] if project else [])))

    programs = Programs(question)
    for solve in programs.solutions():
        for _, args in programs.cases(2):
            assert solve(*args) == torch_says(*args)
        assert solve("1-k", 256, 64, 256) == 163_840
        assert [solve("1-k", 256, cm, 256) for cm in (230, 231)] == [588_800, 591_360]
        assert solve("1-k", 192, 16, 32, 5) == 15_872
        assert solve("1-k-1", 256, 64, 256) == 69_632
        assert solve("1-k-1", 256, 128, 256, 3, 32) == 70_144
    assert (256 * 256 * 9, 192 * 32 * 25) == (589_824, 153_600)
    assert (256 * 64, 64 * 64 * 9, 256 * 128, 128 * 128 * 9 // 32) == (16384, 36864, 32768, 4608)
    says(question, "163840", "589824", "588800", "591360", "15872", "153600", "69632", "70144")
    says(question, "0.9\\cdot256=230.4", "1×1         16384", "36864", "3×3, g=32    4608", "32768")


def test_channel_shuffle(question: Question) -> None:
    programs = Programs(question)
    for group, (x, groups) in programs.cases(3):
        for solve in programs.solutions():
            got = programs.drive(solve, x, groups)
            if x.shape[1] % groups:
                assert got == "ValueError", group
                continue
            tx = torch.tensor(x.astype(np.float64))
            wanted = functional.channel_shuffle(tx, groups).numpy().astype(x.dtype)
            assert got.dtype == x.dtype
            np.testing.assert_array_equal(got, wanted)
            np.testing.assert_array_equal(solve(got, x.shape[1] // groups), x)
    channels = np.arange(6).reshape(1, 6, 1, 1)
    two, three = (programs.reference(channels, g).ravel().tolist() for g in (2, 3))
    assert (two, three) == ([0, 3, 1, 4, 2, 5], [0, 2, 4, 1, 3, 5])
    says(question, "$0,3,1,4,2,5$", "$0,2,4,1,3,5$", "0 3 1 4 2 5", "[0 3 1] [4 2 5]")
    square = np.arange(4).reshape(1, 4, 1, 1)
    twice = programs.reference(programs.reference(square, 2), 2)
    assert twice.ravel().tolist() == [0, 1, 2, 3]
    home = programs.reference(np.arange(240).reshape(1, 240, 1, 1), 3).ravel() // 80
    for part in home.reshape(3, 80):
        assert sorted(np.bincount(part).tolist()) == [26, 27, 27]


def test_conv1x1_by_hand(question: Question) -> None:
    programs = Programs(question)
    for _, (x, w, *rest) in programs.cases(3):
        b = rest[0] if rest else None
        last = len(rest) > 1 and rest[1]
        first = np.moveaxis(x, -1, 1) if last else x
        bias = None if b is None else torch.tensor(b)
        weight = torch.tensor(w)[:, :, None, None]
        y = functional.conv2d(torch.tensor(first.copy()), weight, bias).numpy()
        wanted = np.moveaxis(y, 1, -1) if last else y
        for solve in programs.solutions():
            close(solve(x, w, *rest), wanted, 1e-12, 1e-13)
    samples = [programs.reference(*args) for group, args in programs.cases(1) if group == "sample"]
    assert [s.ravel()[::2].tolist() for s in samples[:2]] == [[4.0, -1.0], [4.5, -1.0]]
    assert size_of(nn.Conv2d(3, 2, 1)) == 8
    assert nn.Conv2d(3, 2, 1)(torch.zeros(1, 3, 4, 4)).shape == (1, 2, 4, 4)
    says(question, "$4.5$", "3\\cdot2+2=8", "1 + 3 =  4", "2 - 3 = -1", "W_2(W_1X)=(W_2W_1)X")


def test_avg_pool_spreads_gradient(question: Question) -> None:
    programs = Programs(question)
    for group, (dout, shape, kernel, stride, padding, include) in programs.cases(1):
        x = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
        y = functional.avg_pool2d(x, kernel, stride, padding, count_include_pad=include)
        torch.autograd.backward([y], [torch.tensor(dout)])
        for solve in programs.solutions():
            dx = solve(dout, shape, kernel, stride, padding, include)
            close(dx, x.grad, 1e-12, 1e-14)
            if group in {"disjoint", "overlap", "unused", "excluded"}:
                np.testing.assert_allclose(dx.sum(), dout.sum())
    samples = [programs.reference(*args) for group, args in programs.cases(1) if group == "sample"]
    assert samples[0].tolist() == [[[[2, 2, 0, 1, 1]] * 2]]
    assert [s.ravel()[0] for s in samples[1:]] == [1.0, 4.0]
    picture = programs.reference(np.array([[[[4.0, 8.0, 4.0]]]]), (1, 1, 2, 4), 2, 1, 0, True)
    assert picture.tolist() == [[[[1, 3, 3, 1]] * 2]]
    says(question, "$8/4=2$", "$4/4=1$", "1 3 3 1", "16")
    assert picture.sum() == 16 == 4 + 8 + 4


def test_depthwise_separable_by_hand(question: Question) -> None:
    programs = Programs(question)
    for _, (what, x, depth, point, *rest) in programs.cases(2):
        c, outs, side = x.shape[1], len(point), depth.shape[2:]
        biases = [None if b is None else torch.tensor(b) for b in rest[:2]]
        if what == "params":
            first = nn.Conv2d(c, len(depth), side, groups=c, bias=biases[0] is not None)
            second = nn.Conv2d(len(depth), outs, 1, bias=biases[1] is not None)
            whole = nn.Conv2d(c, outs, side, bias=biases[1] is not None, device="meta")
            counts = (size_of(first) + size_of(second), size_of(whole))
            for solve in programs.solutions():
                assert programs.drive(solve, what, x, depth, point, *rest) == counts
            continue
        maps = functional.conv2d(
            torch.tensor(x), torch.tensor(depth), biases[0], rest[2], rest[3], groups=c
        )
        wanted = functional.conv2d(maps, torch.tensor(point), biases[1])
        for solve in programs.solutions():
            close(programs.drive(solve, what, x, depth, point, *rest), wanted, 1e-11, 1e-12)
    samples = [args for group, args in programs.cases(1) if group == "sample"]
    y = programs.drive(programs.reference, *samples[0])
    assert y.reshape(3, 2).tolist() == [[2, 6], [2, 4], [9, 24]]
    assert (64 * 9 + 64 * 128, 64 * 128 * 9) == (8768, 73728)
    assert round(8768 / 73728, 4) == round(1 / 128 + 1 / 9, 4) == 0.1189
    assert (512 * 9, 512**2, 512**2 / (512**2 + 4608) > 0.98) == (4608, 262144, True)
    says(question, "=8768", "73728", "0.1189", "(2,\\,6)", "(2,\\,4)", "(9,\\,24)", "98 %")
    says(question, "4608", "262144", "1+2\\cdot1=3", "2+2\\cdot3=8")


def test_dilated_conv_and_transpose(question: Question) -> None:
    programs = Programs(question)
    for _, (what, data, weight, *rest) in programs.cases(2):
        stride, padding, dilation, groups = rest[:4]
        tdata, tweight = torch.tensor(data), torch.tensor(weight)
        if what == "conv":
            wanted = functional.conv2d(tdata, tweight, None, stride, padding, dilation, groups)
        else:
            wanted = functional.conv_transpose2d(
                tdata, tweight, None, stride, padding, rest[4], groups, dilation
            )
        for solve in programs.solutions():
            close(programs.drive(solve, what, data, weight, *rest), wanted, 1e-11, 1e-11)
    samples = [args for group, args in programs.cases(1) if group == "sample"]
    rows = [programs.drive(programs.reference, *args).ravel().tolist() for args in samples[:3]]
    assert rows == [[31, 42, 53], [1, 12, 23, 30], [1, 10, 2, 20, 3, 30]]
    for layer in programs.solutions():
        pair = layer(np.array([[[[1.0, 10.0]]]]), 1, 0, 1, 1)
        again = pair.conv(np.array([[[[1.0, 12.0, 23.0, 30.0]]]]))
        assert again.ravel().tolist() == [121, 242, 323]
    says(question, "(31,42,53)", "(1,12,23,30)", "(1,10,2,20,3,30)", "(121,242,323)")
    for size, s, p, k, d, o in itertools.product((2, 5), (1, 2, 3), (0, 1), (3, 4), (1, 2), (0, 2)):
        if o < s:
            length = (size - 1) * s - 2 * p + d * (k - 1) + o + 1
            assert (length + 2 * p - d * (k - 1) - 1) // s + 1 == size
