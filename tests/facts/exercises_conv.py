"""Exercises on counting and on convolution, against torch, on the cases that learners meet."""

from itertools import pairwise
from typing import Any

from torch import nn

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def size_of(net: nn.Module) -> int:
    """Return the number of parameters of a module."""
    return sum(p.numel() for p in net.parameters())


def test_mlp_parameter_count(question: Question) -> None:
    def torch_says(sizes: list[int], bias: bool = True) -> int:  # noqa: FBT002 - as asked
        layers = [nn.Linear(i, o, bias, device="meta") for i, o in pairwise(sizes)]
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
        k, groups, project = [*rest, *(3, 1, False)[len(rest) :]]

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
    says(question, "0.9\\cdot256=230.4", "16384     36864     16384", "32768       4608")
