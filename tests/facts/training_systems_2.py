"""Facts of the questions on data loading: every number and claim."""

import heapq
import math
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, Dataset, IterableDataset

from app.domain.expressions import compile_expression
from tests.facts.prose import says, variants
from tests.facts.training_systems import gap_keys, right

Question = dict[str, Any]


class Squares(Dataset[torch.Tensor]):
    """A map-style data set with nothing but the two methods, and a count of its calls."""

    def __init__(self, size: int) -> None:
        """Remember the number of samples."""
        self.size = size
        self.calls = 0

    def __len__(self) -> int:
        """Return the number of samples."""
        return self.size

    def __getitem__(self, index: int) -> torch.Tensor:
        """Return the index beside the process that fetched it."""
        self.calls += 1
        return torch.tensor([index, os.getpid()])


class Drawing(Dataset[float]):
    """A data set that keeps a random generator of its own."""

    def __init__(self) -> None:
        """Seed the generator once, before any worker exists."""
        self.rng = np.random.default_rng(0)

    def __len__(self) -> int:
        """Return the number of samples."""
        return 4

    def __getitem__(self, index: int) -> float:
        """Draw for the "augmentation"."""
        return float(self.rng.random())


class Stream(IterableDataset[int]):
    """A stream that does not look at its worker."""

    def __iter__(self) -> Iterator[int]:
        """Yield ten numbers."""
        yield from range(10)


def step_time(workers: int, prepare: float, compute: float, steps: int = 400) -> float:
    """Simulate a loader with one batch per worker and step; return the time of a late step."""
    if workers == 0:
        return prepare + compute
    free = [0.0] * workers
    ends = [0.0]
    for step in range(steps):
        ready = free[step % workers] + prepare
        start = max(ready, ends[-1])
        # a worker may run ahead by two batches, no more
        free[step % workers] = max(ready, ends[max(0, len(ends) - 2 * workers)])
        ends.append(start + compute)
    return (ends[-1] - ends[steps // 2]) / (steps - steps // 2)


def test_dataloader_speed(question: Question) -> None:
    times = {w: step_time(w, 60, 40) for w in (0, 1, 2, 4)}
    assert times == pytest.approx({0: 100, 1: 60, 2: 40, 4: 40}, rel=0.01)
    assert [round(40 / times[w] * 100) for w in (0, 1, 2)] == [40, 67, 100]
    assert times[0] - times[2] == pytest.approx(60, rel=0.02)  # the wait that loading can save
    says(question, "40%", "67%", "100%", "100 ms", r"\frac{t_d}{W}", "60 ms")


def test_dataloader_workers_needed(question: Question) -> None:
    for v, key in variants(question, 40):
        prepare, compute = v["b"] * v["c"], v["s"]
        needed = next(w for w in range(1, 200) if prepare / w <= compute)
        assert key == needed
        assert step_time(needed, prepare, compute) == pytest.approx(compute, rel=0.01)
        assert step_time(needed - 1, prepare, compute) > compute * 1.01
        assert v["work"] == prepare
        assert v["ratio"] == pytest.approx(prepare / compute, abs=0.006)
    assert [math.ceil(64 * 5 / 100), round(320 / 3, 1), round(320 / 3 - 100, 1)] == [4, 106.7, 6.7]
    says(question, "320 ms", "106.7 ms", "6.7 ms")
    assert [300 / 50, 50 / (300 / 3)] == [6, 0.5]
    assert [1000 / (50 * 4), 1000 / 100] == [5, 10]


def test_dataloader_worker_memory(question: Question) -> None:
    assert right(question) == {"f"}
    here = Squares(100)
    alone = torch.cat(list(DataLoader(here, batch_size=10)))
    assert here.calls == 100
    assert set(alone[:, 1].tolist()) == {os.getpid()}
    there = Squares(100)
    spread = torch.cat(
        list(DataLoader(there, batch_size=10, num_workers=2, multiprocessing_context="fork"))
    )
    counts = Counter(spread[:, 1].tolist())
    assert there.calls == 0
    assert len(counts) == 2
    assert os.getpid() not in counts
    assert set(counts.values()) == {50}
    drawn = DataLoader(Drawing(), batch_size=2, num_workers=2, multiprocessing_context="fork")
    first, second = (batch.tolist() for batch in drawn)
    assert first == second  # each worker has a copy of the generator
    says(question, "dataset.calls = 0", "50", "24", "`default_rng(0)`")
    assert 4 * 6 == 24


def test_pin_memory(question: Question) -> None:
    assert right(question) == {"pinned"}
    batch = torch.empty(256, 3, 224, 224, device="meta")
    size = batch.numel() * batch.element_size() / 1e6
    assert round(size) == 154
    assert round(size / 25, 1) == 6.2
    assert [round(size / 4, 1), round(size / 4 / 25, 1)] == [38.5, 1.5]
    says(question, "154 MB", "6.2 ms", "38.5 MB", "1.5 ms", "40", "30")


def test_data_generator(question: Question) -> None:
    for v, key in gap_keys(question, 30):
        kind = {1: torch.uint8, 2: torch.float16, 4: torch.float32}[v["w"]]
        image = torch.empty(3, 224, 224, dtype=kind, device="meta")
        assert v["image"] == image.numel() * image.element_size()
        count = int(f"{v['tens']}0000")
        assert key["whole"] == pytest.approx(count * v["image"] / 1e9)
        held = [v["b"] * v["image"]] * (v["k"] * v["f"])
        assert key["held"] == pytest.approx(sum(held) / 1e6)
        assert v["batch"] == pytest.approx(held[0] / 1e6, abs=0.051)
    float_image = 3 * 224 * 224 * 4
    assert round(1.28e6 * float_image / 1e9) == 771
    assert round(8 * 2 * 256 * float_image / 1e6) == 2466
    assert 300 < 771e3 / 2466 < 320
    says(question, "771 GB", "2466 MB")
    numbers = (i for i in range(4))
    assert [sum(numbers), sum(numbers)] == [6, 0]
    again = next(g for g in question["gaps"] if g["id"] == "again")
    assert right(again) == {"nothing"}
    assert [list(Stream()), list(Stream())] == [list(range(10))] * 2


def test_data_generator_requirements(question: Question) -> None:
    assert right(question) == {"getitem", "len"}
    loader = DataLoader(Squares(100), batch_size=32, shuffle=True)
    epochs = [[batch[:, 0].tolist() for batch in loader] for _ in range(2)]
    assert [len(batch) for batch in epochs[0]] == [32, 32, 32, 4]
    orders = [[i for batch in epoch for i in batch] for epoch in epochs]
    assert sorted(orders[0]) == list(range(100))
    assert orders[0] != orders[1]

    class NoLength(Dataset[int]):
        def __getitem__(self, index: int) -> int:
            return index

    with pytest.raises(TypeError, match="len"):
        DataLoader(NoLength(), shuffle=True)
    assert 32 * 3 + 4 == 100
    says(question, "`__getitem__`", "`__len__`", "PyDataset")


def test_iterable_dataset_workers(question: Question) -> None:
    wrong = [compile_expression(e["value"]) for e in question["answer"]["common_errors"]]
    for v, key in variants(question, 40):
        every = [range(v["size"]) for _ in range(v["k"])]
        sizes = [len(part[i : i + v["b"]]) for part in every for i in range(0, len(part), v["b"])]
        assert key == len(sizes)
        assert v["samples"] == sum(sizes)
        assert all(error.value(v) != key for error in wrong)
    loader = DataLoader(Stream(), batch_size=4, num_workers=2, multiprocessing_context="fork")
    batches = [batch.tolist() for batch in loader]
    assert sorted(map(len, batches)) == [2, 2, 4, 4, 4, 4]
    assert set(Counter(i for batch in batches for i in batch).values()) == {2}
    shares = [[i for i in range(10) if i % 2 == w] for w in range(2)]
    says(question, *(" ".join(map(str, share)) for share in shares))
    assert np.lcm(2, 4) * 2 == 8


def handed_out(workers: int, ahead: int, times: list[float]) -> tuple[list[int], list[int], int]:
    """Simulate numbered batches; return them as they arrive, as handed out, the most waiting."""
    idle = [(0.0, worker) for worker in range(workers)]
    running: list[tuple[float, int, int]] = []
    arrived: list[int] = []
    order: list[int] = []
    buffer: set[int] = set()
    most, sent, now = 0, 0, 0.0
    while len(order) < len(times):
        while idle and sent < len(times) and sent < len(order) + workers * ahead:
            free, worker = heapq.heappop(idle)
            heapq.heappush(running, (max(free, now) + times[sent], sent, worker))
            sent += 1
        now, number, worker = heapq.heappop(running)
        heapq.heappush(idle, (now, worker))
        arrived.append(number)
        buffer.add(number)
        while len(order) in buffer:
            buffer.remove(len(order))
            order.append(len(order))
        most = max(most, len(buffer))
    return arrived, order, most


def test_dataloader_own_design(question: Question) -> None:
    for seed in range(200):
        times = np.random.default_rng(seed).exponential(size=20).tolist()
        arrived, order, most = handed_out(3, 2, times)
        assert sorted(arrived) == order == list(range(20))
        assert arrived != order
        assert most <= 5
    assert handed_out(3, 2, [99.0] + [0.1] * 19)[2] == 5
    assert handed_out(4, 2, [99.0] + [0.1] * 19)[2] == 7
    says(question, "$WF-1$", "5", "7")
