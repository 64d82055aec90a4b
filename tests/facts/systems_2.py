"""Facts of the questions on TLBs, speed-ups, rooflines and floating-point sums."""

import threading
import time
from typing import Any

import numpy as np
import pytest
import torch

from tests.facts.prose import says, variants
from tests.facts.systems import gap_keys, right

Question = dict[str, Any]
Floats = np.ndarray[Any, np.dtype[np.float32]]


def test_gil_cpu_bound(question: Question) -> None:
    assert right(question) == {"processes"}
    meeting = threading.Barrier(4)

    def wait() -> None:
        meeting.wait(5)  # all four are blocked at once, so waiting overlaps under the GIL
        time.sleep(0.001)

    threads = [threading.Thread(target=wait) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert not meeting.broken
    assert 8 / 4 == 2
    says(question, "3.13", "W/n")


def test_tlb_reach(question: Question) -> None:
    for v, key in variants(question, 60):
        size = v["w"] * 2**20
        small = len(range(0, size, v["p"] * 1024))
        huge = len(range(0, size, 2 * 2**20))
        assert key == small - v["slots"] + huge
        assert v["reach"] == v["slots"] * v["p"]
    assert 1536 * 4 == 6 * 1024
    assert 1536 * 2 == 3 * 1024
    assert 4096 // 8 == 512
    says(question, "6 MiB", "3 GiB", "512")


def test_amdahl_speedup(question: Question) -> None:
    for v, key in variants(question, 60):
        after = v["d"] / v["cores"] + v["r"] / v["g"]
        assert v["d"] + v["r"] == v["t"]
        assert key == pytest.approx(v["t"] / after)
        shares = {v["d"] / v["t"]: v["cores"], v["r"] / v["t"]: v["g"]}
        assert key == pytest.approx(1 / sum(share / by for share, by in shares.items()))
        assert min(v["cores"], v["g"]) <= key <= max(v["cores"], v["g"])
        assert key < v["g"] / (v["r"] / v["t"])
    assert 1 / (0.1 + 0.9 / 1e9) < 10


def pairwise(values: torch.Tensor) -> torch.Tensor:
    """Add neighbours until one value is left; the length is a power of two."""
    while len(values) > 1:
        values = values[0::2] + values[1::2]
    return values[0]


def test_float_ones_stagnate(question: Question) -> None:
    for v, keys in gap_keys(question, 30):
        kind = torch.bfloat16 if v["p"] == 8 else torch.float16
        assert torch.finfo(kind).eps == 2.0 ** (1 - v["p"])
        base = torch.tensor(2.0 ** v["e"], dtype=kind)
        after = torch.nextafter(base, torch.tensor(torch.inf, dtype=kind))
        assert (after - base).item() == 2.0 ** keys["gap"]
        step = torch.tensor(v["c"], dtype=kind)
        stuck = torch.tensor(keys["stuck"], dtype=kind)
        assert (stuck + step).item() == keys["stuck"]
        every = torch.arange(v["c"], keys["stuck"], v["c"]).to(kind)
        assert bool((every + step > every).all())
        assert keys["stuck"] < keys["pair"]
        assert pairwise(torch.full((v["count"],), float(v["c"]), dtype=kind)) == keys["pair"]
    assert np.float32(2**24) + np.float32(1) == 2**24 == 16777216
    assert np.nextafter(np.float32(2**23), np.float32(np.inf)) == 2**23 + 1
    assert np.finfo(np.float32).nmant == 23
    says(question, "2^{24}=16777216", "2048", "256")


def test_roofline_bound(question: Question) -> None:
    for v, key in variants(question, 60):
        seconds = []
        for amount, rate in ((v["flop"], v["peak"] * 1e12), (v["bytes"], v["bw"] * 1e9)):
            seconds.append(amount / rate)
        a, b = (
            torch.empty(v["m"], v["k"], device="meta"),
            torch.empty(v["k"], v["cols"], device="meta"),
        )
        moved = (a.numel() + b.numel() + (a @ b).numel()) * v["w"]
        assert v["bytes"] == moved
        assert v["flop"] == 2 * a.numel() * v["cols"]
        assert key == pytest.approx(max(seconds) * 1e6)
        if v["m"] == 1:
            assert v["intensity"] == pytest.approx(2 / v["w"], rel=0.02)
            assert key == pytest.approx(v["tm"])
            eight = v["w"] * (8 * v["k"] + v["k"] * v["cols"] + 8 * v["cols"])
            assert eight / v["bytes"] < 1.02
            assert max(8 * v["tc"], eight / v["bw"] / 1000) < 1.02 * key
    says(question, "$m=1$", "$2/w$")


def kahan(start: float, values: Floats, order: list[str]) -> np.float32:
    """Run the statements for every value in float32."""
    s, c = np.float32(start), np.float32(0)
    t = y = np.float32(0)
    for x in values:
        for statement in order:
            if statement == "correct":
                y = x - c
            elif statement == "add":
                t = s + y
            elif statement == "error":
                c = (t - s) - y
            elif statement == "flipped":
                c = y - (t - s)
            elif statement == "late":
                s = s + c
            else:
                s = t
    return s


def test_kahan_order(question: Question) -> None:
    order = [item["id"] for item in question["items"]]
    ones = np.ones(1000, np.float32)
    assert kahan(2**24, ones, order) == 16778216 == 2**24 + 1000
    plain = np.float32(2**24)
    for one in ones:
        plain = plain + one
    assert plain == 16777216
    swapped = ["correct", "add", "store", "error"]
    assert kahan(2**24, ones, swapped) != 16778216
    assert kahan(2**24, ones, ["correct", "add", "flipped", "store"]) != 16778216
    assert kahan(2**24, ones, ["add", "error", "store"]) != 16778216
    says(question, "16777216", "16778216")
