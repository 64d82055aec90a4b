"""Exercises on compression, SVM and boosting, against torch, brute force and other solvers.

scikit-learn is not installed; its results are replaced by optimality conditions and enumeration.
"""

from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def close(got: object, wanted: object, rtol: float = 1e-9) -> None:
    """Assert that numbers or arrays agree."""
    np.testing.assert_allclose(np.array(got), np.array(wanted), rtol=rtol, atol=1e-10)


def test_prune_by_magnitude(question: Question) -> None:
    programs = Programs(question)
    for group, (weights, sparsity, scope) in programs.cases(2):
        for solve in programs.solutions():
            masks, pruned = solve(weights, sparsity, scope)
            for w, mask, rest in zip(weights, masks, pruned, strict=True):
                assert rest.tolist() == (w * mask).tolist()
                if scope == "rows":
                    assert set(mask.sum(axis=1).tolist()) <= {0, w.shape[1]}
            pools = []  # (importance, kept) of all that is compared
            for w, mask in zip(weights, masks, strict=True):
                rows = scope == "rows"
                size = np.sqrt((w**2).sum(axis=1)) if rows else np.abs(w).ravel()
                pools.append((size, mask.all(axis=1) if rows else mask.ravel()))
            if scope == "global":
                pools = [tuple(np.concatenate(part) for part in zip(*pools, strict=True))]
            for size, kept in pools:
                removed = len(kept) - int(kept.sum())
                assert abs(removed - sparsity * len(kept)) < 0.5
                if 0 < removed < len(kept):
                    assert size[~kept].max() <= size[kept].min() + 1e-12
                    tied = np.isclose(size, size[~kept].max(), rtol=1e-12, atol=0)
                    assert kept[tied].tolist() == sorted(kept[tied].tolist())
                    assert group in {"ties", "zeros", "sample"} or tied.sum() == 1
    (w, sparsity, _), *_ = (args for group, args in programs.cases(1) if group == "sample")
    assert sorted(np.abs(np.concatenate([a.ravel() for a in w]))) == [
        0.1,
        0.5,
        0.5,
        0.5,
        1,
        2,
        3,
        6,
    ]
    assert [m.tolist() for m in programs.reference(w, sparsity, "global")[0]] == [
        [[False, True], [False, True]],
        [True] * 4,
    ]
    assert [m.ravel().tolist() for m in programs.reference(w, sparsity, "layer")[0]] == [
        [True, True, False, True],
        [False, True, True, True],
    ]
    small = programs.reference([w[0], w[1] / 100], sparsity, "global")[0]
    assert [m.ravel().tolist() for m in small] == [[True] * 4, [False, True, False, True]]
    assert 0.29 * 100 < 29
    says(question, "0.005", "28.999")


def test_distillation_loss_and_gradient(question: Question) -> None:
    programs = Programs(question)
    for _, (z, v, labels, t, alpha, _part) in programs.cases(3):
        tz = torch.tensor(z.copy(), requires_grad=True)
        log_q = functional.log_softmax(tz / t, dim=1)
        p = functional.log_softmax(torch.tensor(v / t), dim=1)
        soft = functional.kl_div(log_q, p, reduction="batchmean", log_target=True) * t * t
        loss = alpha * soft + (1 - alpha) * functional.cross_entropy(tz, torch.tensor(labels))
        torch.autograd.backward([loss])
        assert tz.grad is not None
        for solve in programs.solutions():
            mine, gradient = solve(z, v, labels, t, alpha)
            close(mine, float(loss.detach()))
            close(gradient, tz.grad.numpy(), 1e-8)
            close(gradient.sum(axis=1), np.zeros(len(z)))
    solve = programs.reference
    rng = np.random.default_rng(0)
    z, v = rng.normal(size=(2, 4, 5))
    labels = np.zeros(4, dtype=np.int64)
    close(solve(z, z + 3.0, labels, 2.0, 1.0)[0], 0.0)
    # a large temperature compares centred logits, and T no longer matters
    limit = ((z - z.mean(1, keepdims=True)) - (v - v.mean(1, keepdims=True))) / 5 / 4
    for t in (1e4, 2e4):
        np.testing.assert_allclose(solve(z, v, labels, t, 1.0)[1], limit, rtol=1e-2, atol=1e-4)

    def softmax(logits: list[float]) -> list[str]:
        e = np.exp(np.array(logits))
        return [f"{x:.3f}" for x in e / e.sum()]

    assert softmax([2, 1, -1]) == ["0.705", "0.259", "0.035"]
    assert softmax([1, 0, -1]) == softmax([2, 1, 0]) == ["0.665", "0.245", "0.090"]
    assert softmax([8, 4, 0])[:2] == ["0.982", "0.018"]
    assert round(float(np.exp(-8) / (1 + np.exp(-4) + np.exp(-8))), 4) == 0.0003
    says(question, "(0.705,0.259,0.035)", "(0.665,0.245,0.090)", "| 4 | 0.665 | 0.245 | 0.090 |")
    says(question, "| 1 | 0.982 | 0.018 | 0.0003 |")


def test_int8_quantise_and_restore(question: Question) -> None:
    programs = Programs(question)
    for _, (x, calibration, scheme, axis) in programs.cases(3):
        for solve in programs.solutions():
            q, scale, zero, restored = solve(x, calibration, scheme, axis)
            assert q.dtype == np.int8
            s, z = np.atleast_1d(scale), np.atleast_1d(zero)
            assert np.abs(z).max() <= 128
            bounds = (-127, 127) if scheme == "symmetric" else (-128, 127)
            if axis is None:
                tx = torch.fake_quantize_per_tensor_affine(
                    torch.tensor(x), float(s[0]), int(z[0]), *bounds
                )
            else:
                tx = torch.fake_quantize_per_channel_affine(
                    torch.tensor(x),
                    torch.tensor(s, dtype=torch.float32),
                    torch.tensor(z, dtype=torch.int32),
                    axis,
                    *bounds,
                )
            step = s.reshape([-1 if axis == d else 1 for d in range(x.ndim)])
            off = z.reshape(step.shape)
            # torch keeps its steps in float32: allow a step where rounding is a close call
            assert np.abs(tx.numpy() - restored).max() <= step.max() * 1.001
            assert np.mean(np.abs(tx.numpy() - restored) > 1e-4 * step.max()) < 0.2
            close(restored, (q.astype(float) - off) * step)
            inside = (q > bounds[0]) & (q < bounds[1])
            assert np.all((np.abs(restored - x) <= step * 0.5000001)[inside])
            assert np.all(restored[x == 0] == 0)
    (x, calibration, _, _), *_ = (args for group, args in programs.cases(1) if group == "sample")
    q, scale, zero, restored = programs.reference(x, calibration, "affine")
    close(scale, 0.02)
    assert zero == -78
    assert q.tolist()[0::3] == [-128, -61]
    assert q.tolist()[4:] == [127, 127]
    close(restored[3], 0.34)
    close(restored[5], 4.1)
    assert round(abs(0.34 - 0.333), 3) == 0.007
    q, scale, *_ = programs.reference(x, calibration, "symmetric")
    assert round(float(scale), 4) == 0.0323
    assert q[0] == -31
    assert len(range(-127, -31)) == 96
    says(question, "16.65", "0.34", "0.0323", "96", "-78", "0.007")
