"""Exercises on compression, SVM and boosting, against torch, brute force and other solvers.

scikit-learn is not installed; its results are replaced by optimality conditions and enumeration.
"""

import itertools
from collections.abc import Callable
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
            pools: list[Any] = []  # (importance, kept) of all that is compared
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


def test_pegasos_linear_svm(question: Question) -> None:
    programs = Programs(question)
    for _, (x, y, c, order, part) in programs.cases(3):
        told = [programs.drive(solve, x, y, c, order, part) for solve in programs.solutions()]
        if not set(y.tolist()) <= {-1, 1}:
            assert told == ["ValueError", "ValueError"]
            continue
        rate = 1 / (len(x) * c)
        tx, ty = torch.tensor(x), torch.tensor(y)
        w = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
        for t, i in enumerate(order.tolist(), start=1):
            # relu has the derivative 0 at 0, hence none at a margin of exactly 1
            one = rate / 2 * (w @ w) + functional.relu(1 - ty[i] * (tx[i] @ w))
            (g,) = torch.autograd.grad(one, w)
            w = (w - g / (rate * t)).detach().requires_grad_()
        value = rate / 2 * (w @ w) + functional.relu(1 - ty * (tx @ w)).mean()
        for solve in programs.solutions():
            mine, objective = solve(x, y, c, order)
            close(mine, w.detach().numpy(), 1e-7)
            close(objective, float(value.detach()), 1e-7)
    x, y, c, order, _ = next(args for group, args in programs.cases(1) if group == "sample")
    assert 1 / (len(x) * c) == 2 / 3
    close(programs.reference(x, y, c, np.array([0]))[0], [3, 0])
    close(programs.reference(x, y, c, np.array([0, 2]))[0], [1.5, 0])
    assert programs.reference(x, y, c, order[:0])[1] == 1
    logistic = [f"{np.log1p(np.exp(-u)):.2f}" for u in (-1, 0, 0.5, 1, 2)]
    says(question, " | ".join(logistic), "(1.5,0)")


Array = np.ndarray[Any, np.dtype[Any]]


def primal_and_dual(
    problem: tuple[Array, Array, float], kernel: Callable[..., float], alpha: Array, b: float
) -> tuple[float, float]:
    """Return both objectives; equal ones prove both optimal."""
    x, y, c = problem
    gram = np.array([[kernel(u, v) for v in x] for u in x])
    beta = alpha * y
    slack = np.maximum(0, 1 - y * (gram @ beta + b)).sum()
    half = beta @ gram @ beta / 2
    return float(half + c * slack), float(alpha.sum() - half)


def test_kernel_svm_by_smo(question: Question) -> None:
    programs = Programs(question)
    ours, other = programs.solutions()
    for group, (what, c, kernel, sigma, x, y, *rest) in programs.cases(2):
        one, two = (solve(c, kernel, sigma) for solve in (ours, other))
        if what == "check":
            close(one.check(x, y, *rest), two.check(x, y, *rest))
            continue
        if set(y.tolist()) != {-1, 1}:
            assert programs.drive(ours, what, c, kernel, sigma, x, y) == "ValueError"
            continue
        alpha, b = one.fit(x, y)
        primal, dual = primal_and_dual((x, y, c), two.k, alpha, b)  # its kernel is written apart
        assert abs(primal - dual) < 1e-5 * max(1.0, c)
        checked = one.check(
            x, y, np.where(alpha > c - 1e-9, c, np.where(alpha < 1e-9, 0, alpha)), b
        )
        close(checked[0], dual, 1e-6)
        assert abs(checked[1]) < 1e-6
        assert checked[2] < 1e-9
        assert checked[3] < (1.0 if group == "bounded" else 1e-6)
        two.fit(x, y)
        np.testing.assert_allclose(one.decision(x), two.decision(x), rtol=1e-4, atol=1e-4)
        if group == "bounded":  # b may move as far to one side as to the other
            wanted = y - one.decision(x) + b
            assert checked[3] == 0
            low, high = wanted[y < 0].max(), wanted[y > 0].min()
            assert low < high
            close(b, (low + high) / 2)
    sample = [args for group, args in programs.cases(1) if group == "sample"]
    _, c, kernel, sigma, x, y, queries = sample[0]
    machine = ours(c, kernel, sigma)
    alpha, b = machine.fit(x, y)
    np.testing.assert_allclose(alpha, [0, 0.5, 0.5, 0], atol=1e-6)
    np.testing.assert_allclose(machine.decision(queries), queries[:, 0] - 2, atol=1e-6)
    np.testing.assert_allclose(machine.check(x, y, alpha, b)[0], 1 - 0.5 * 0.25 * 4, atol=1e-6)
    _, c, kernel, sigma, x, y, alpha, b = sample[3]
    close(ours(c, kernel, sigma).check(x, y, alpha, b)[1], 0.25)
    says(question, "f(x)=x-2", r"(0,\frac12,\frac12,0)", "(0,0.25,0.5,0)")


def test_adaboost_with_stumps(question: Question) -> None:
    programs = Programs(question)
    for group, (x, y, rounds, queries, _part) in programs.cases(2):
        results = [solve(x, y, rounds, queries) for solve in programs.solutions()]
        for stumps, alphas, labels in results:
            assert stumps == results[0][0]
            close(alphas, results[0][1], 1e-7)
            assert labels.tolist() == results[0][2].tolist()
            w, bound = np.full(len(y), 1 / len(y)), 1.0
            total = np.zeros(len(y))
            for (j, t, s), alpha in zip(stumps, alphas, strict=True):
                h = np.where(x[:, j] > t, s, -s)
                error = w[h != y].sum()
                close(alpha, np.log((1 - max(error, 1e-9)) / max(error, 1e-9)) / 2, 1e-7)
                # SAMME without the half gives the same weights
                samme = w * np.exp(2 * alpha * (h != y))
                w = w * np.exp(-alpha * y * h)
                w /= w.sum()
                if error > 1e-9:
                    close(w, samme / samme.sum())
                    close(w[h != y].sum(), 0.5)
                bound *= 2 * np.sqrt(error * (1 - error))
                total += alpha * h
            if len(stumps):
                assert np.mean(np.where(total >= 0, 1, -1) != y) <= bound + 1e-9
            assert group != "hopeless" or len(stumps) <= 1
    x, y, _, _, _ = next(args for group, args in programs.cases(1) if group == "sample")
    stumps, alphas, _ = programs.reference(x, y, 3, x)
    assert stumps[:2] == [(0, 2.5, -1), (0, 6.0, 1)]
    assert stumps[2] == stumps[0]
    assert round(2 * np.sqrt(5 / 36), 3) == 0.745
    assert round(2 * np.sqrt(5 / 36) * 2 * np.sqrt(0.2 * 0.8), 3) == 0.596
    assert [round(float(a), 3) for a in alphas[:2]] == [0.805, 0.693]
    close(alphas[:2], [np.log(5) / 2, np.log(4) / 2])
    w = np.full(6, 1 / 6)
    for (j, t, s), alpha in zip(stumps[:2], alphas, strict=False):
        w = w * np.exp(-alpha * y * np.where(x[:, j] > t, s, -s))
        w /= w.sum()
        expected = [0.1] * 5 + [0.5] if t == 2.5 else [0.25, 0.25, 0.0625, 0.0625, 0.0625, 0.3125]
        close(w, expected)
    says(question, "0.805", "0.693", "0.596", "3 .25  .25  .063 .063 .063 .313")


def test_gradient_boosted_trees(question: Question) -> None:
    programs = Programs(question)

    def loss_of(loss: str, y: Any, f: Any) -> float:  # noqa: ANN401
        if loss == "squared":
            return float(((y - f) ** 2).sum() / 2)
        tf, ty = torch.tensor(f), torch.tensor(y)
        return float(functional.binary_cross_entropy_with_logits(tf, ty, reduction="sum"))

    for group, (x, y, loss, depth, lr, rounds, queries) in programs.cases(1):
        ours, other = (
            solve(x, y, loss, depth, lr, rounds, queries) for solve in programs.solutions()
        )
        close(ours, other, 1e-7)
        assert ours.shape == (rounds + 1, len(queries))
        path = programs.reference(x, y, loss, depth, lr, rounds, x)
        losses = [loss_of(loss, y, f) for f in path]
        if loss == "squared":  # a step towards the mean of a leaf cannot raise it
            assert all(after <= before + 1e-9 for before, after in itertools.pairwise(losses))
        if group != "flat" and loss == "logistic":  # the start is the best constant
            for shift in (-0.01, 0.01):
                assert loss_of(loss, y, path[0] + shift) > losses[0]
        for before, after in itertools.pairwise(path):
            f = torch.tensor(before.copy(), requires_grad=True)
            ty = torch.tensor(y)
            if loss == "squared":
                value = ((ty - f) ** 2).sum() / 2
            else:
                value = functional.binary_cross_entropy_with_logits(f, ty, reduction="sum")
            (g,) = torch.autograd.grad(value, f, create_graph=True)
            (h,) = torch.autograd.grad(g.sum(), f)
            step = (after - before) / lr
            for leaf in np.unique(step.round(8)):
                mine = np.abs(step - leaf) < 1e-7
                newton = -float(g[mine].sum().detach()) / float(h[mine].sum())
                np.testing.assert_allclose(step[mine], newton, rtol=1e-5, atol=1e-7)
    (x, y, *_), (_, z, *_), *_ = (args for group, args in programs.cases(1) if group == "sample")
    path = programs.reference(x, y, "squared", 1, 0.5, 2, x)
    close(path, [[6] * 4, [4.5, 4.5, 7.5, 7.5], [3.75, 3.75, 8.25, 8.25]])
    close(programs.reference(x, z, "logistic", 1, 0.5, 0, x[:1]), [[-np.log(3)]])
    assert round(float(np.log(3)), 3) == 1.099
    says(question, "| 1 | 2 | 6 | −4 | −3 | 4.5 | −2.5 | 3.75 |", "18+18=36", "1.099", "3/16")
