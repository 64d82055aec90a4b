"""Exercises on normalisation, PCA, LDA, k-means and bias and variance, against torch and counting.

scikit-learn is not installed; torch, closed forms and brute force stand in for it.
"""

from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]
Array = np.ndarray[Any, Any]


def close(mine: Any, theirs: Any, rtol: float = 1e-8, atol: float = 1e-11) -> None:  # noqa: ANN401
    """Compare numbers or arrays with a tensor or numbers."""
    wanted = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else theirs
    np.testing.assert_allclose(mine, wanted, rtol=rtol, atol=atol)


def samples(programs: Programs) -> list[tuple[Any, ...]]:
    """Return the cases that learners see."""
    return [args for group, args in programs.cases(1) if group == "sample"]


def normalised(
    x: torch.Tensor, kind: str, groups: int, gamma: torch.Tensor, beta: torch.Tensor, eps: float
) -> torch.Tensor:
    """Normalise with the functions of torch."""
    if kind == "bn":
        return functional.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)
    if kind == "ln":
        return functional.layer_norm(x, gamma.shape, gamma, beta, eps)
    if kind == "in":
        return functional.instance_norm(x, None, None, gamma, beta, eps=eps)
    return functional.group_norm(x, groups, gamma, beta, eps)


def test_norm_layers_and_gradients(question: Question) -> None:
    programs = Programs(question)
    for group, (what, x, kind, groups, gamma, beta, eps, dout) in programs.cases(1):
        if what == "refusal":
            for solve in programs.solutions():
                args = (what, x, kind, groups, gamma, beta, eps, dout)
                assert programs.drive(solve, *args) == "ValueError"
            continue
        leaves = [torch.tensor(one.copy(), requires_grad=True) for one in (x, gamma, beta)]
        y = normalised(leaves[0], kind, groups, leaves[1], leaves[2], eps)
        grads = torch.autograd.grad(y, leaves, torch.tensor(dout))
        rtol = 1e-6 if group == "offset" else 1e-8
        for solve in programs.solutions():
            mine, backward = solve(x, kind, groups, gamma, beta, eps)
            close(mine, y, rtol, 1e-8 if group == "offset" else 1e-11)
            for one, other in zip(backward(dout), grads, strict=True):
                close(one, other, rtol, 1e-6 if group == "offset" else 1e-10)
    _, backward = programs.reference(*samples(programs)[5][1:-1])
    dx, _, _ = backward(samples(programs)[5][-1])
    assert [round(float(v), 4) for v in dx[0, 0]] == [0.0789, -0.0789]
    says(question, "dx=\\pm0.0789", "\\sqrt{1.21}=1.1", "-0.5/1.1")


def test_switchable_norm_layer(question: Question) -> None:
    programs = Programs(question)
    for group, (x, w_mean, w_var, gamma, beta, eps) in programs.cases(2):
        t = torch.tensor(x)
        p, q = (torch.softmax(torch.tensor(w), 0) for w in (w_mean, w_var))
        found = [torch.var_mean(t, s, correction=0, keepdim=True) for s in ((2, 3), (1, 2, 3))]
        found.append(torch.var_mean(t, (0, 2, 3), correction=0, keepdim=True))
        mean = p[0] * found[0][1] + p[1] * found[1][1] + p[2] * found[2][1]
        var = q[0] * found[0][0] + q[1] * found[1][0] + q[2] * found[2][0]
        scale, shift = (torch.tensor(one)[:, None, None] for one in (gamma, beta))
        wanted = scale * (t - mean) / torch.sqrt(var + eps) + shift
        if group == "one":  # a single score far above the others: the plain layer of torch
            kind = ("in", "ln", "bn")[int(w_mean.argmax())]
            plain = torch.ones(x.shape[1:] if kind == "ln" else x.shape[1]).double()
            close(normalised(t, kind, 0, plain, 0 * plain, eps) * scale + shift, wanted)
        for solve in programs.solutions():
            rtol, atol = (1e-6, 1e-8) if group == "offset" else (1e-9, 1e-11)
            close(solve(x, w_mean, w_var, gamma, beta, eps), wanted, rtol, atol)
    first = programs.reference(*samples(programs)[0])
    assert round(float(first[0, 0, 0, 0]), 3) == -1.069
    x = samples(programs)[0][0]
    for axes, told in (((2, 3), (1, 1)), ((1, 2, 3), (2, 2)), ((0, 2, 3), (3, 5))):
        assert (x.mean(axis=axes).flat[0], x.var(axis=axes).flat[0]) == told
    says(question, "-2/\\sqrt{3.5}\\approx-1.069", "$0.25+0.5+2.5=3.25$", "$(1+2+3)/3=2$")


def test_whiten_pca_and_zca(question: Question) -> None:
    programs = Programs(question)
    for _, (what, x, kind, eps) in programs.cases(3):
        t = torch.tensor(x)
        cov = torch.cov(t.T, correction=0).reshape(x.shape[1], x.shape[1])
        found = torch.linalg.eigh(cov)
        clipped = found.eigenvalues.clamp(min=0.0)
        shrunk = torch.diag(clipped / (clipped + eps))
        root = found.eigenvectors @ torch.diag((clipped + eps) ** -0.5) @ found.eigenvectors.T
        for solve in programs.solutions():
            z, mean, w = solve(x, kind, eps)
            close(mean, t.mean(0))
            close(z, (x - mean) @ w, 1e-7, 1e-9)
            close(w @ w.T, root @ root, 1e-6, 1e-8)  # the inverse of cov + eps
            spread = w.T @ cov.numpy() @ w
            if kind == "zca":
                close(w, root, 1e-6, 1e-8)
                close(spread, found.eigenvectors @ shrunk @ found.eigenvectors.T, 1e-6, 1e-8)
            else:
                close(spread, shrunk.flip(0, 1), 1e-6, 1e-8)
            if what == "full" and eps < 1e-9:
                close(spread, np.eye(len(cov)), 1e-6, 1e-8)
    x = samples(programs)[0][1]
    centred = x - x.mean(axis=0)
    assert (centred.T @ centred / 4).tolist() == [[73, 36], [36, 52]]
    values, vectors = np.linalg.eigh(centred.T @ centred / 4)
    close(values, [25, 100])
    close(np.abs(vectors.T), [[0.6, 0.8], [0.8, 0.6]])
    assert centred[0].tolist() == [5, 10]
    for eps, shares in ((0.0, [1, 1]), (96.0, [10 / 14, 5 / 11])):
        close(programs.drive(programs.reference, "full", x, "pca", eps)["z"][0], shares)
    says(question, "73&36\\\\36&52", "$(0.8,0.6)$", "$(-0.6,0.8)$", "$\\sqrt{196}=14$")


def test_pca_fit_and_reconstruct(question: Question) -> None:
    programs = Programs(question)
    for group, (_, x, k, whiten) in programs.cases(1):
        t = torch.tensor(x)
        found = torch.linalg.eigh(torch.cov(t.T))
        values = found.eigenvalues.flip(0).clamp(min=0.0)
        for solve in programs.solutions():
            mean, components, variances, ratios, scores, restored = solve(x, k, whiten)
            close(mean, t.mean(0))
            close(components @ components.T, np.eye(k), 1e-9, 1e-9)
            assert all(row[np.abs(row).argmax()] > 0 for row in components)
            if group == "precision":  # where the covariance is not a good witness
                assert np.abs(variances / values[:k].numpy() - 1).max() < 0.05
                continue
            close(variances, values[:k], 1e-7, 1e-9)
            close(ratios, values[:k] / values.sum(), 1e-7, 1e-9)
            plane = found.eigenvectors.flip(1)[:, :k]
            close(restored, t.mean(0) + (t - t.mean(0)) @ plane @ plane.T, 1e-7, 1e-8)
            plain = (x - mean) @ components.T
            close(scores, plain / plain.std(axis=0, ddof=1) if whiten else plain, 1e-7, 1e-8)
            close(np.square(x - restored).sum(), values[k:].sum() * (len(x) - 1), 1e-6, 1e-8)
    x = samples(programs)[0][1]
    _, components, variances, ratios, _, _ = programs.reference(x, 2, False)
    close(components, [[0.8, 0.6], [-0.6, 0.8]])
    close(variances, [100, 25])
    close(ratios, [0.8, 0.2])
    close(programs.reference(x, 1, False)[-1][0], [9, 8])
    says(question, "$(1,2)+10u_1=(9,8)$", "$m-1=4$", "$3\\times10^6$", "10^{-16}\\lambda_1")
    assert round(1e3 / 3e-4, -5) == 3.3e6
