"""Facts of the questions on faults, branches, subnormals, copies and kernel entry."""

import io
from typing import Any

import numpy as np
import pytest
import torch

from tests.facts.prose import says, variants
from tests.facts.systems import gap_keys, right

Question = dict[str, Any]


def test_page_fault_steps(question: Question) -> None:
    needs = {item["id"]: item["after"] for item in question["items"]}
    assert needs["frame"] == ["area"]
    assert needs["entry"] == ["arrive"]
    assert needs["retry"] == ["entry"]
    mean = 0.999 * 100 + 0.001 * 100_000
    assert mean == pytest.approx(200, rel=0.01)
    says(question, "$t_m=100$", "$p=0.001$", "200 ns")


def mispredictions(outcomes: list[bool], top: int) -> int:
    """Run a counter from 0 to `top`, starting at `top`; the upper half predicts "taken"."""
    state, wrong = top, 0
    for taken in outcomes:
        wrong += (state > top // 2) != taken
        state = min(top, state + 1) if taken else max(0, state - 1)
    return wrong


def test_loop_branch_predictor(question: Question) -> None:
    for v, keys in gap_keys(question, 40):
        outcomes = ([True] * v["t"] + [False]) * v["m"]
        one, two = mispredictions(outcomes, 1), mispredictions(outcomes, 3)
        assert (keys["one"], keys["two"]) == (one, two)
        assert keys["saved"] == (one - two) * v["c"]
    alternating = [True, False] * 50
    assert mispredictions(alternating, 1) == 99
    assert mispredictions(alternating, 3) == 50
    chance = np.random.default_rng(4).random(4000) < 0.5
    for top in (1, 3):
        assert mispredictions(list(chance), top) / 4000 == pytest.approx(0.5, abs=0.03)


def test_gradual_underflow(question: Question) -> None:
    assert right(question) == {"f"}
    tiny = np.float64(2.0**-1074)
    assert np.nextafter(np.float64(0), np.float64(1)) == tiny
    assert tiny / 2 == 0
    a, b = 1.5 * 2.0**-1022, 2.0**-1022
    assert a - b == 2.0**-1023 < np.finfo(np.float64).tiny
    assert 1e-200 * 1e-200 == 0
    # float16 has the same structure and few enough numbers to try them all.
    halves = np.arange(2**16, dtype=np.uint16).view(np.float16)
    ordered = np.unique(halves[np.isfinite(halves)])
    assert bool((np.diff(ordered.astype(np.float64)) >= 2.0**-24).all())
    small = ordered[np.abs(ordered) < 2.0**-13][::5]
    differences = small[:, None] - small[None, :]
    assert int((differences == 0).sum()) == len(small)
    assert np.finfo(np.float16).smallest_subnormal == 2.0**-24
    assert np.finfo(np.float16).tiny == 2.0**-14
    assert torch.tensor(2.0**-26).half() == 0
    assert torch.tensor(0.51 * 2.0**-24).half() != 0
    says(question, "2^{-1074}", "2^{-1023}", "2^{-24}", r"10^{-200}\times10^{-200}=0")


def overlapped(copy: int, compute: int, batches: int) -> int:
    """Simulate a copy engine and a processor; two buffers let the copy be one batch ahead."""
    copied: list[int] = []
    computed: list[int] = []
    for i in range(batches):
        free = computed[i - 2] if i > 1 else 0
        copied.append(max(copied[-1] if copied else 0, free) + copy)
        computed.append(max(copied[-1], computed[-1] if computed else 0) + compute)
    return computed[-1]


def test_pinned_dma_copy(question: Question) -> None:
    assert 100 * (6 + 10) == 1600
    assert overlapped(6, 10, 100) == 1006
    for copy, compute, count in ((6, 10, 100), (10, 6, 50), (7, 7, 9), (3, 20, 4)):
        expected = copy + (count - 1) * max(copy, compute) + compute
        assert overlapped(copy, compute, count) == expected
    says(question, "1600 ms", "1006 ms", r"t_c+(n-1)\max(t_c,t_g)+t_g")


def test_context_switch_threads(question: Question) -> None:
    assert right(question) == {"space"}
    assert pytest.approx(0.05) == 10_000 * 5e-6
    says(question, "10000", "50 ms", "5 %", "CR3", "PCID", "ASID")


class Counted(io.RawIOBase):
    """A file of zeros that counts how often it is read."""

    def __init__(self, size: int) -> None:
        """Begin at the front."""
        self.left, self.calls = size, 0

    def readable(self) -> bool:
        """Say that reading is possible."""
        return True

    def readinto(self, target: Any, /) -> int:  # noqa: ANN401 (any writable buffer)
        """Fill the buffer as far as there are bytes."""
        count = min(self.left, len(target))
        self.left -= count
        self.calls += count > 0
        return count


def test_small_reads_cost(question: Question) -> None:
    for v, key in variants(question, 40):
        size = v["mib"] * 2**20
        calls = len(range(0, size, v["k"]))
        assert calls == v["calls"]
        assert key == pytest.approx((calls * v["c"] * 1e-9 + size / (v["bw"] * 1e9)) * 1e3)
    raw = Counted(2**20)
    while raw.read(4096):
        pass
    assert raw.calls == 256
    source = Counted(8192 * 4)
    buffered = io.BufferedReader(source, 8192)
    for _ in range(8192 * 4):
        buffered.read(1)
    assert source.calls == 4
    assert pytest.approx(2400) == 300e-9 * 8e9
    says(question, "256", "2400")
