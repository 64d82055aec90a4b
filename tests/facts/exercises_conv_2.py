"""The residual block: both orders of activation and all shortcuts, against torch."""

from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def held(array: Any) -> torch.Tensor:  # noqa: ANN401 - an array of a case
    """Return a tensor of its own that takes gradients."""
    return torch.tensor(np.array(array), dtype=torch.float64, requires_grad=True)


def shortcut(x: torch.Tensor, proj: torch.Tensor | str | None, outs: int, s: int) -> torch.Tensor:
    """Return what torch makes of the shortcut."""
    if proj is None:
        return x
    if isinstance(proj, str):
        cut = x[:, :, ::s, ::s]
        return functional.pad(cut, (0, 0, 0, 0, 0, outs - x.shape[1]))
    return functional.conv2d(x, proj, None, s)


def test_residual_block_by_hand(question: Question) -> None:
    programs = Programs(question)
    for group, (_, x, dout, w1, w2, proj, stride, pre) in programs.cases(1):
        tx, t1, t2 = held(x), held(w1), held(w2)
        tproj = proj if proj is None or isinstance(proj, str) else held(proj)
        start = torch.relu(tx) if pre else tx
        inner = torch.relu(functional.conv2d(start, t1, None, stride, 1))
        y = functional.conv2d(inner, t2, None, 1, 1) + shortcut(tx, tproj, len(w2), stride)
        y = y if pre else torch.relu(y)
        torch.autograd.backward([y], [torch.tensor(dout)])
        tensors = [tx, t1, t2, *([tproj] if isinstance(tproj, torch.Tensor) else [])]
        wanted = [y.detach(), *(t.grad for t in tensors)]
        for solve in programs.solutions():
            got = programs.drive(solve, "all", x, dout, w1, w2, proj, stride, pre)
            if len(wanted) < 5:
                assert got[4] is None, group
            for mine, theirs in zip(got, wanted, strict=len(wanted) == 5):
                assert theirs is not None
                np.testing.assert_allclose(mine, theirs.numpy(), rtol=1e-11, atol=1e-12)
    numbers_of_one_pixel(question, programs)


def numbers_of_one_pixel(question: Question, programs: Programs) -> None:
    """The worked examples: a block on one pixel, in both versions."""
    samples = [args for group, args in programs.cases(1) if group == "sample"]
    results = [programs.drive(programs.reference, *args) for args in samples[:4]]
    assert [(y.item(), dx.item()) for y, dx, *_ in results] == [
        (2, 2),
        (-5, -5),
        (0, 0),
        (-1, 1),
    ]
    says(question, "z=0.5\\cdot2+1=2", "dx=0.5\\cdot2+1=2", "y=-3\\cdot2+1=-5", "z=-5<0", "$y=-1$")
