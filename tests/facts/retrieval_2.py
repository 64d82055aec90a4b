"""Facts of the questions on face search and model compression: every number and claim."""

import math
import re
from typing import Any

import numpy as np
import pytest
import torch

from app.domain.kinds import QUESTION
from tests.facts.prose import says, variants
from tests.facts.training_systems import gap_keys

Question = dict[str, Any]


def test_face_search_design(question: Question) -> None:
    size = np.float64(10**7) * 512 * 4 / 1e9
    assert size == pytest.approx(20.48)
    assert [round(size / rate * 1e3) for rate in (50, 2000)] == [410, 10]
    assert round(2 * 10**7 * 512 / 1e9) == 10
    compared = 4000 + 16 * (10**7 // 4000)
    assert compared == 44000
    assert f"{100 * compared / 1e7:.2f}" == "0.44"
    assert 10**7 * 64 / 1e6 == 640
    assert 512 * 4 / 64 == 32
    says(question, "20.48 GB", "410 ms", "10 ms", "=44000$", "0.44%", "640 MB", "32")


def test_model_compression(question: Question) -> None:
    w = torch.empty(1024, 1024)
    dense = w.numel() * 4 / 1e6
    shapes = {
        "dense": dense,
        "int8": w.to(torch.int8).numel() / 1e6,
        "rank": (w[:, :64].numel() + w[:64].numel()) * 4 / 1e6,
        "rows": w[: 1024 - 324].numel() * 4 / 1e6,
    }
    assert [f"{x:.2f}" for x in shapes.values()] == ["4.19", "1.05", "0.52", "2.87"]
    says(question, "4.19 MB", "1.05 MB", "0.52 MB", "2.87 MB", "2^{20}", "2^{17}", "r<512")
    assert [w.numel(), 2 * 1024 * 64] == [2**20, 2**17]
    assert [r for r in (511, 512, 513) if 2 * 1024 * r < w.numel()] == [511]
    assert [1000 * 1000, 2 * 1000 * 50] == [1000000, 100000]


def stored(rows: int, cols: int, kept: int, value: torch.dtype) -> tuple[int, int]:
    """Return the bytes of a matrix as CSR and dense, from torch's own tensors."""
    flat = torch.zeros(rows * cols)
    flat[torch.randperm(rows * cols)[:kept]] = 1.0
    sparse = flat.reshape(rows, cols).to_sparse_csr()
    parts = sparse.crow_indices().int(), sparse.col_indices().int(), sparse.values().to(value)
    return sum(p.numel() * p.element_size() for p in parts), flat.numel() * flat.element_size()


@pytest.mark.filterwarnings("ignore:Sparse CSR")
def test_pruned_sparse_storage(question: Question) -> None:
    allowed = question["answer"]["tol"]
    for v, key in variants(question, 200):
        assert abs(float(f"{key:.4g}") - key) <= allowed * key  # rounded as asked, it is right
        assert abs(2 * v["keep"] - key) > allowed * key
    for v, key in variants(question, 6):
        csr, dense = stored(v["rows"], v["cols"], v["kept"], torch.float32)
        assert key == pytest.approx(100 * csr / dense)
        assert (csr > dense) is (2 * v["keep"] + v["pointer"] > 100)
        assert (2 * v["keep"] >= 100) is (csr > dense)
        assert v["body"] + v["pointer"] == pytest.approx(key, abs=1e-3)
    csr, dense = stored(1000, 1000, 100_000, torch.float32)
    assert [f"{csr / 1e6:.3f}", dense / 1e6, f"{100 * csr / dense:.1f}"] == ["0.804", 4.0, "20.1"]
    small = csr - 100_000 * (3 + 2)  # int8 values, int16 columns
    assert [f"{small / 1e6:.3f}", f"{100 * small / dense:.1f}"] == ["0.304", "7.6"]
    says(question, "0.804", "20.1%", "0.304", "7.6%", r"2k+\frac1C", "240", "400")
    assert [30 * (4 + 4), 100 * 4] == [240, 400]


def test_int8_affine_quantisation(question: Question) -> None:
    for v, key in gap_keys(question, 40):
        x = torch.tensor([v["lo"], v["hi"], 0.0, v["x"]], dtype=torch.float64)
        scale = (v["hi"] - v["lo"]) / 255
        zero = round(-v["lo"] / scale)
        assert key["scale"] == pytest.approx(scale, rel=1e-4)
        assert key["zero"] == zero
        codes = torch.clamp(torch.round(x / scale) + zero, 0, 255)
        assert codes.tolist() == [0, 255, zero, key["q"]]
        assert key["back"] == pytest.approx(float(scale * (codes[3] - zero)), rel=1e-4)
        assert v["error"] == pytest.approx(abs(v["x"] - key["back"]), abs=1e-4)
        assert v["error"] <= key["worst"] * v["s"] + 1e-9
        assert v["width"] == pytest.approx(v["hi"] - v["lo"])
    grid = (np.arange(10**5) + 0.5) / 10**5
    errors = np.abs(grid - np.round(grid))
    assert errors.max() == pytest.approx(0.5, abs=1e-4)
    assert errors.mean() == pytest.approx(0.25, abs=1e-4)
    assert math.sqrt(np.mean(errors**2)) == pytest.approx(1 / math.sqrt(12), abs=1e-4)
    assert f"{1 / math.sqrt(12):.3f}" == "0.289"
    says(question, "0.289", "s/2", "50")
    assert round(1 / 0.02) == 50


def test_compression_plan(question: Question) -> None:
    sizes = np.array([25.6, 3.5])
    assert sizes * 4 == pytest.approx([102.4, 14])
    assert f"{sizes[0] / 10:.1f}" == "2.6"  # int8 takes a byte per parameter
    fits = np.array([25.6, 5.3, 3.5]) <= 10  # MB at a byte per parameter
    assert fits.tolist() == [False, True, True]
    says(question, "102.4 MB", "25.6 MB", "14 MB", "3.5 MB")


def test_distillation_temperature_name(question: Question) -> None:
    asked = QUESTION.validate_python(question)
    assert asked.slug == question["slug"]
    logits = torch.tensor([8.0, 4.0, 0.0], dtype=torch.float64)
    table = [torch.softmax(logits / t, 0).tolist() for t in (1, 4)]
    shown = [f"{table[0][0]:.3f} | {table[1][0]:.3f}", f"{table[0][1]:.3f} | {table[1][1]:.3f}"]
    assert shown == ["0.982 | 0.665", "0.018 | 0.245"]
    assert f"{table[0][2]:.4f} | {table[1][2]:.3f}" == "0.0003 | 0.090"
    says(question, *shown, "0.0003 | 0.090")

    def slope(t: float) -> torch.Tensor:
        z = torch.zeros(3, dtype=torch.float64, requires_grad=True)
        loss = -(torch.softmax(logits / t, 0) * torch.log_softmax(z / t, 0)).sum()
        (grad,) = torch.autograd.grad(loss, z)
        return grad

    assert float(slope(400).norm() / slope(100).norm()) == pytest.approx(1 / 16, rel=0.03)
    patterns = [re.compile(a["regex"]) for a in question["accept"] if "regex" in a]
    assert any(p.fullmatch("the softmax temperature") for p in patterns)
