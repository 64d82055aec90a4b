"""Exercises on distributed and federated training, against torch, sums and full-batch descent."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]
Array = npt.NDArray[np.float64]


def test_ring_all_reduce_by_hand(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    solutions = programs.solutions()
    for _, (what, arrays) in programs.cases(3):
        p, m = len(arrays), len(arrays[0])
        for solve in solutions:
            got = drive(solve, what, arrays)
            if what == "sums":
                total = np.sum(arrays, axis=0, dtype=np.float64)
                for array in got:
                    assert array.dtype == arrays[0].dtype
                    assert array == pytest.approx(total, rel=1e-5, abs=1e-5)
            elif what == "bits":
                assert all(got)
            elif what == "separate":
                assert not any(got)
            else:
                assert got["elements sent in all"] == 2 * (p - 1) * m
                assert got["messages of each rank"] == [2 * (p - 1)] * p
                assert got["only to the next rank"]
                assert got["one part at a time"]
                if m % p == 0:
                    assert got["elements sent by each"] == [2 * (p - 1) * m // p] * p
    # the picture: which ranks have been added up in which part, by the words themselves
    held = [[{rank} for _ in range(3)] for rank in range(3)]
    for step in range(2):
        got = [held[r][(r - step) % 3] for r in range(3)]
        for r in range(3):
            part = (r - 1 - step) % 3
            held[r][part] = held[r][part] | got[r - 1]
    assert held == [[{0}, {0, 1, 2}, {0, 2}], [{0, 1}, {1}, {0, 1, 2}], [{0, 1, 2}, {1, 2}, {2}]]
    assert [len(part) for part in np.array_split(np.arange(7), 3)] == [3, 2, 2]
    assert 2 * (3 - 1) * 7 == 4 * 7 == 28
    assert 2 * (1000 - 1) == 1998
    assert 4096 // 1000 == 4
    says(question, r"4\times7=28", r"(r+1)\bmod P", "2(P-1)M")


def whole(shards: list[list[tuple[Array, Array]]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return all samples of all ranks as one batch."""
    parts = [part for shard in shards for part in shard]
    return tuple(torch.tensor(np.concatenate(part)) for part in zip(*parts, strict=True))  # type: ignore[return-value]


def test_data_parallel_adam(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    for _, (what, shards, w, steps, hp, *dtype) in programs.cases(2):
        if what != "w" or dtype:
            continue
        x, y = whole(shards)
        p = torch.tensor(w, requires_grad=True)
        betas = hp["beta1"], hp["beta2"]
        adam = torch.optim.Adam([p], lr=hp["lr"], betas=betas, eps=hp["eps"])
        for _ in range(steps):
            adam.zero_grad()
            (0.5 * (x @ p - y).square().mean()).backward()  # type: ignore[no-untyped-call]
            adam.step()
        for solve in programs.solutions():
            for got in drive(solve, "w", shards, w, steps, hp):
                assert got == pytest.approx(p.detach().numpy(), rel=1e-9, abs=1e-12)
    agree(programs)
    # the sample: shares of one and three
    gradients = [-np.mean(y) for y in ([4.0], [0.0, 1.0, 2.0])]
    assert gradients == [-4, -1]
    assert np.average(gradients, weights=[1, 3]) == -1.75
    assert np.mean(gradients) == -2.5
    # the first step of Adam is a sign
    assert np.mean(-np.sign([-4.0, 1.0])) == 0
    assert np.mean([-4.0, 1.0]) == -1.5
    with np.errstate(over="ignore"):
        assert np.isinf(np.float16(2000) * np.float16(64))
    says(question, "-1.75", "-2.5", "-1.5", r"64\times2000")


def agree(programs: Programs) -> None:
    """Compare the reference and the alternative through the driver."""
    drive = programs.drive
    ours, other = programs.solutions()
    for _, args in programs.cases(2):
        one, two = drive(ours, *args), drive(other, *args)
        if args[0] in ("w", "weights"):
            for key in one if isinstance(one, dict) else range(len(one)):
                assert one[key] == pytest.approx(two[key], rel=1e-5, abs=1e-6)
        elif args[0] != "received":
            assert one == two


def descent(xs: list[Array], ys: list[Array], rate: float) -> Callable[[int, dict[str, Any]], Any]:
    """Return clients that take one step of full-batch gradient descent on least squares."""

    def client(k: int, model: dict[str, Any]) -> dict[str, Any]:
        model["w"] -= rate * xs[k].T @ (xs[k] @ model["w"] - ys[k]) / len(ys[k])
        return model

    return client


def test_federated_averaging_server(question: Question) -> None:
    programs = Programs(question)
    agree(programs)
    rng = np.random.default_rng(3)
    sizes = [2, 9, 5]
    xs, ys = [rng.normal(size=(n, 3)) for n in sizes], [rng.normal(size=n) for n in sizes]
    w = rng.normal(size=3)
    for solve in programs.solutions():
        client = descent(xs, ys, 0.1)
        got = solve({"w": w}, sizes, client, [[0, 1, 2]] * 4)["w"]
        p, x, y = w.copy(), np.concatenate(xs), np.concatenate(ys)
        for _ in range(4):  # FedSGD is gradient descent on all samples
            p -= 0.1 * x.T @ (x @ p - y) / len(y)
        assert got == pytest.approx(p, rel=1e-12)
        still = solve({"w": w}, sizes, lambda _, model: model, [[0, 2], [1]])["w"]
        assert still == pytest.approx(w, rel=1e-15)
    # the sample
    sample = next(args for group, args in programs.cases(1) if group == "sample")
    got = programs.drive(programs.reference, *sample)
    assert got["b"] == [(30 * 4 - 10 * 4) / 40] == [2]
    assert (4 - 4) / 2 == 0
    assert math.isclose((30 * 4 - 10 * 4) / 100, 0.8)
    says(question, r"(30\cdot4-10\cdot4)/40=2", "0.8", r"$-4$")
