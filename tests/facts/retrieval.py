"""Facts of the questions on nearest-neighbour search: every number and claim."""

import math
from typing import Any

import numpy as np
import pytest

from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says, variants
from tests.facts.training_systems import gap_keys, right

Question = dict[str, Any]


def test_one_shot_face_recognition(question: Question) -> None:
    assert right(question) == {"threshold"}
    rng = np.random.default_rng(2)
    u, v = (x / np.linalg.norm(x) for x in rng.normal(size=(2, 64)))
    assert np.sum((u - v) ** 2) == pytest.approx(2 - 2 * u @ v)
    cosine = {d: 1 - d**2 / 2 for d in (1.0, 1.2)}
    assert cosine[1.0] == 0.5
    assert round(cosine[1.2], 2) == 0.28
    # whatever the gallery, there is a nearest neighbour
    gallery = rng.normal(size=(5, 8))
    far = 1e6 * np.ones(8)
    nearest = int(np.argmin(np.linalg.norm(gallery - far, axis=1)))
    assert 0 <= nearest < 5
    says(question, "0.28", "0.5", r"2-2\cos\theta")


def test_face_gallery_false_accept(question: Question) -> None:
    for v, key in variants(question, 30):
        none = np.cumprod(np.full(v["size"], 1 - 1 / v["per"]))[-1]
        assert key == pytest.approx(1 - none, rel=1e-6)
        assert v["mean"] == pytest.approx(v["size"] / v["per"], abs=6e-4)
    shown = {n: -math.expm1(n * math.log1p(-1e-6)) for n in (10**3, 10**6, 10**7)}
    assert f"{shown[10**3]:.3f}" == "0.001"
    assert f"{shown[10**6]:.3f}" == "0.632"
    assert f"{shown[10**7]:.5f}" == "0.99995"
    needed = -math.expm1(math.log1p(-0.01) / 1e7)
    assert needed == pytest.approx(1e-9, rel=0.01)
    assert sum(0.1 * x for x in (1, 0.9)) == pytest.approx(0.19)  # at the first, or the second
    says(question, "0.632", "0.99995", "10^{-9}", "0.19")


def test_ann_10m_faces(question: Question) -> None:
    for v, key in gap_keys(question, 30):
        count = v["mil"] * 10**6
        vector = np.zeros(v["d"], dtype=np.float32)
        assert key["raw"] == pytest.approx(count * vector.nbytes / 1e9)
        sizes = [len(range(cell, count, v["nlist"])) for cell in range(v["nlist"])]
        assert key["dist"] == len(sizes) + sum(sizes[: v["nprobe"]])
        assert sum(sizes) == count
        code = np.zeros(v["m"], dtype=np.uint8)
        assert key["codes"] == count * code.nbytes / 1e6
        assert v["share"] == pytest.approx(100 * v["scan"] / count, abs=0.006)
    assert [1e7 * d * 4 / 1e9 for d in (128, 512)] == [5.12, 20.48]
    lists = np.arange(1, 40000)
    assert abs(lists[np.argmin(lists + 8 * 1e7 / lists)] - 8944) <= 1
    assert round(math.sqrt(8e7)) == 8944
    says(question, "5.12 GB", "20.48 GB", "8944", "210")
    assert 10 + 2 * (1000 // 10) == 210
    miss = next(g for g in question["gaps"] if g["id"] == "miss")
    assert right(miss) == {"lost"}
    # a search of two cells of a small gallery misses some true neighbours, all cells none
    rng = np.random.default_rng(0)
    x, queries = rng.random((400, 2)), rng.random((200, 2))
    centres = x[:12]
    home = np.argmin(np.linalg.norm(x[:, None] - centres, axis=2), axis=1)
    found = {1: 0, 12: 0}
    for q in queries:
        true = int(np.argmin(np.linalg.norm(x - q, axis=1)))
        order = np.argsort(np.linalg.norm(centres - q, axis=1))
        for probes in found:
            found[probes] += int(home[true] in order[:probes])
    assert found[1] < 200 == found[12]


def collides(degrees: float, bits: int, tables: int) -> float:
    """Return the chance that a neighbour at an angle is found, by counting directions."""
    turn = (np.arange(36000) + 0.5) / 36000 * 2 * math.pi
    angle = math.radians(degrees)
    agree = float(np.mean((np.cos(turn) > 0) == (np.cos(turn - angle) > 0)))
    missed = 1.0
    for _ in range(tables):
        missed *= 1 - math.prod([agree] * bits)
    return 1 - missed


def test_lsh(question: Question) -> None:
    for v, key in gap_keys(question, 30):
        assert key["p"] == pytest.approx(collides(v["deg"], 1, 1), rel=1e-3)
        assert key["one"] == pytest.approx(collides(v["deg"], v["k"], 1), rel=1e-3)
        assert key["any"] == pytest.approx(collides(v["deg"], v["k"], v["l"]), rel=1e-3)
        assert collides(v["deg"], v["k"] + 2, v["l"]) < key["any"]
        assert v["shown_p"] == pytest.approx(key["p"], abs=6e-4)
        assert v["shown_one"] == pytest.approx(key["one"], abs=6e-5)
    table = {n: [f"{collides(a, 12, n):.3g}" for a in (30, 60, 90)] for n in (10, 40)}
    assert table == {10: ["0.696", "0.0745", "0.00244"], 40: ["0.991", "0.266", "0.00972"]}
    says(question, *table[10], *table[40], "0.51")
    figure = QUESTIONS / "retrieval-deployment" / question["figures"][0]["file"]
    for bits, tables in ((1, 1), (12, 1), (12, 10), (12, 40)):
        for x, y in polyline(figure, f"k{bits}l{tables}"):
            assert (220 - y) / 190 == pytest.approx(collides((x - 44) / 3, bits, tables), abs=2e-3)
    rng = np.random.default_rng(1)  # in many dimensions as in the plane
    u = np.zeros(50)
    u[0] = 1
    w = np.zeros(50)
    w[:2] = math.cos(0.6), math.sin(0.6)
    planes = rng.normal(size=(20000, 50))
    assert np.mean((planes @ u > 0) == (planes @ w > 0)) == pytest.approx(
        1 - 0.6 / math.pi, abs=0.01
    )
    assert sum(0.3 * x for x in (1, 0.7)) == pytest.approx(0.51)
    more = next(g for g in question["gaps"] if g["id"] == "more")
    assert right(more) == {"lower"}


def test_annoy_faiss(question: Question) -> None:
    count, dimensions = 10**7, 512
    assert round(2 * count * dimensions / 1e9) == 10
    size = count * dimensions * 4 / 1e9
    assert size == 20.48
    assert round(size / 2000 * 1e3) == 10
    assert len(question["pairs"]) == 5
    says(question, "20.48 GB", r"2\cdot10^7\cdot512\approx10$ GFLOP", "10 ms", "nprobe")


def test_tree_index_principle(question: Question) -> None:
    assert [f"{0.01 ** (1 / d):.3g}" for d in (2, 128, 512)] == ["0.1", "0.965", "0.991"]
    ratios = []
    for d in (2, 8, 32, 128, 512):
        rng = np.random.default_rng(0)
        x, queries = rng.random((1000, d)), rng.random((100, d))
        squares = (x**2).sum(1) + (queries**2).sum(1)[:, None] - 2 * queries @ x.T
        distances = np.sqrt(np.maximum(squares, 0))
        ratios.append(f"{np.median(distances.min(1) / distances.max(1)):.2f}")
    assert ratios == ["0.02", "0.22", "0.52", "0.73", "0.86"]
    says(question, " | ".join(ratios), "0.965", "0.991", "f^{1/d}")
    inside = np.prod(np.full(10, 0.5))
    assert inside == pytest.approx(0.001, rel=0.03)
    assert inside == 1 / 1024
