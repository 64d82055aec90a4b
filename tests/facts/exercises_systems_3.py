"""Exercises on nearest-neighbour search, against distances in exact or long arithmetic."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]
Array = npt.NDArray[np.float64]


def true_distance(x: Array, q: Array, metric: str) -> float:
    """Return a distance, without rounding before the end or nearly so."""
    a, b = ([Fraction(float(v)) for v in point] for point in (x, q))
    if metric == "l2":
        return math.sqrt(sum((s - t) ** 2 for s, t in zip(a, b, strict=True)))
    product = sum(s * t for s, t in zip(a, b, strict=True))
    sizes = sum(s * s for s in a) * sum(t * t for t in b)
    return 1 - float(product) / math.sqrt(sizes) if sizes else 1.0


def ranked(
    queries: Array, vectors: Array, rows: list[list[int]], k: int, metric: str
) -> tuple[list[list[float]], list[list[int]]]:
    """Return the k nearest among the given rows of each query, with the padding."""
    dist, idx = [], []
    for q, mine in zip(queries, rows, strict=True):
        best = sorted((true_distance(vectors[i], q, metric), i) for i in mine)[:k]
        best += [(math.inf, -1)] * (k - len(best))
        dist.append([d for d, _ in best])
        idx.append([i for _, i in best])
    return dist, idx


def test_exact_nearest_neighbours(question: Question) -> None:
    programs = Programs(question)
    solutions = programs.solutions()
    for group, (queries, vectors, k, metric) in programs.cases(1):
        if group == "large":
            witness = torch.cdist(torch.tensor(queries[:3]), torch.tensor(vectors)).topk(
                k, largest=False
            )
            for solve in solutions:
                dist, idx = solve(queries[:3], vectors, k, metric)
                assert (idx == witness.indices.numpy()).all()
                assert dist == pytest.approx(witness.values.numpy(), rel=1e-5)
            continue
        every = [list(range(len(vectors)))] * len(queries)
        wanted, rows = ranked(queries, vectors, every, k, metric)
        for solve in solutions:
            dist, idx = solve(queries, vectors, k, metric)
            assert (dist.dtype, idx.dtype) == (np.float64, np.int64)
            assert dist.shape == idx.shape == (len(queries), k)
            assert np.allclose(dist, wanted, rtol=1e-11, atol=1e-14)
            assert idx.tolist() == rows
    # numbers of the text
    relative = 1.1e-16 * (1e4 / 1e-3) ** 2
    assert relative == pytest.approx(0.011)
    assert 100 * 12_000 * 30 * 8 == 288e6
    assert 10**7 * 128 * 4 == 5.12e9
    assert 10**7 * 128 == 1.28e9
    x = np.random.default_rng(0).normal(size=(40, 64)) * 10
    self_distance = np.sqrt(np.abs((x**2).sum(1) * 2 - 2 * np.einsum("nd,nd->n", x, x)))
    assert 1e-7 < self_distance.max() < 1e-5
    query, a, b = (np.array(v) for v in ([1.0, 0.0], [1.0, 0.1], [5.0, 3.0]))
    assert (query @ a, query @ b) == (1, 5)
    cosines = [1 - true_distance(v, query, "cosine") for v in (a, b)]
    assert [f"{c:.3f}" for c in cosines] == ["0.995", "0.857"]
    assert true_distance(a, query, "l2") == pytest.approx(0.1)
    assert true_distance(b, query, "l2") == 5
    says(question, "288 MB", "5.12 GB", r"1.28\times10^9", "0.01", "0.995", "0.857")


def lloyd(vectors: Array, centres: Array, iterations: int) -> tuple[torch.Tensor, list[list[int]]]:
    """Return the centres of k-means, computed with torch, and the rows of each cell."""
    x, c = torch.tensor(vectors), torch.tensor(centres)
    for _ in range(iterations):
        home = torch.cdist(x, c, compute_mode="donot_use_mm_for_euclid_dist").argmin(1)
        for cell in range(len(c)):
            if (home == cell).any():
                c[cell] = x[home == cell].mean(0)
    home = torch.cdist(x, c, compute_mode="donot_use_mm_for_euclid_dist").argmin(1)
    return c, [torch.nonzero(home == cell).flatten().tolist() for cell in range(len(c))]


def test_inverted_file_index(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    solutions = programs.solutions()
    for _, (vectors, start, iterations, *search) in programs.cases(1):
        centres, cells = lloyd(vectors, start, iterations)
        for solve in solutions:
            got = drive(solve, vectors, start, iterations)
            assert got["centres"] == pytest.approx(centres.numpy(), rel=1e-12, abs=1e-12)
            assert [cell.tolist() for cell in got["cells"]] == cells
            assert sorted(i for cell in got["cells"] for i in cell) == list(range(len(vectors)))
        if not search:
            continue
        queries, k, nprobe = search
        order, _ = ranked_cells(queries, centres.numpy(), nprobe)
        rows = [[i for cell in probes for i in cells[cell]] for probes in order]
        wanted, idx = ranked(queries, vectors, rows, k, "l2")
        for solve in solutions:
            got = drive(solve, vectors, start, iterations, *search)
            assert np.allclose(got[0], wanted, rtol=1e-12, atol=1e-12)
            assert got[1].tolist() == idx
            assert got[2].tolist() == [len(mine) for mine in rows]
    n, nprobe = 10**7, 8
    best = min(range(1000, 20000), key=lambda c: c + nprobe * n / c)
    assert best == round(math.sqrt(nprobe * n)) == 8944
    assert round(best + nprobe * n / best) == 17889
    assert f"{17889 / n:.2%}" == "0.18%"
    for lang, figure in (("zh", "17 889"), ("en", "17,889")):
        assert figure in question["explanation"][lang]
    says(question, "8944", "0.18%")


def ranked_cells(
    queries: Array, centres: Array, nprobe: int
) -> tuple[list[list[int]], list[list[float]]]:
    """Return the nearest cells of each query."""
    every = [list(range(len(centres)))] * len(queries)
    dist, idx = ranked(queries, centres, every, min(nprobe, len(centres)), "l2")
    return idx, dist


def test_hyperplane_hash_tables(question: Question) -> None:
    programs = Programs(question)
    drive = programs.drive
    solutions = programs.solutions()
    for _, (vectors, planes, queries, *k) in programs.cases(1):
        rows = []
        for q in queries:
            mine = [
                i
                for i, x in enumerate(vectors)
                if any(
                    all((normal @ x >= 0) == (normal @ q >= 0) for normal in table)
                    for table in planes
                )
            ]
            rows.append(mine)
        for solve in solutions:
            got = drive(solve, vectors, planes, queries)
            assert [found.tolist() for found in got] == rows
            if k:
                wanted, idx = ranked(queries, vectors, rows, k[0], "cosine")
                dist, found = drive(solve, vectors, planes, queries, *k)
                assert np.allclose(dist, wanted, rtol=1e-12, atol=1e-12)
                assert found.tolist() == idx
    # the table of the explanation, and the probability of one bit
    for angle in (30, 60, 90):
        p = 1 - angle / 180
        row = [1 - (1 - p**12) ** tables for tables in (1, 10, 40)]
        shown = {
            30: ["0.112", "0.696", "0.991"],
            60: ["0.0077", "0.0745", "0.266"],
            90: ["0.00024", "0.00244", "0.0097"],
        }[angle]
        assert row == pytest.approx([float(s) for s in shown], rel=0.02)
        says(question, " | ".join(shown))
    rng = np.random.default_rng(5)
    normals = rng.normal(size=(20_000, 6))
    u, v = np.eye(6)[0], np.eye(6)[0] * math.cos(1.0) + np.eye(6)[1] * math.sin(1.0)
    agree = np.mean((normals @ u >= 0) == (normals @ v >= 0))
    assert agree == pytest.approx(1 - 1.0 / math.pi, abs=0.015)
    assert f"{(5 / 6) ** 12:.3f}" == "0.112"
    assert 2 ** np.arange(64, 66) @ np.ones(2, dtype=int) == 0  # int64 has no such power
    assert f"{1 - 0.7**2:.2f}" == "0.51"
