"""Exercises on normalisation, PCA, LDA, k-means and bias and variance, against torch and counting.

scikit-learn is not installed; torch, closed forms and brute force stand in for it.
"""

from typing import Any

import numpy as np
import torch
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

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


def test_lda_directions_from_scatter(question: Question) -> None:
    programs = Programs(question)
    for group, (x, y, shrinkage) in programs.cases(2):
        t, classes = torch.tensor(x), sorted(set(y.tolist()))
        n = x.shape[1]
        total = (t - t.mean(0)).T @ (t - t.mean(0))
        parts = [t[torch.tensor(y == c)] for c in classes]
        within = total.new_zeros(n, n)
        for p in parts:
            within = within + (p - p.mean(0)).T @ (p - p.mean(0))
        between = total - within  # the other way to find it
        ball = torch.trace(within) / n * torch.diag(total.new_ones(n))
        shrunk = (1 - shrinkage) * within + shrinkage * ball
        wanted = torch.linalg.eigvals(torch.linalg.solve(shrunk, between)).real
        wanted = wanted.sort(descending=True).values[: min(len(classes) - 1, n)]
        for solve in programs.solutions():
            w = torch.tensor(programs.drive(solve, x, y, shrinkage))
            assert w.shape == (n, len(wanted))
            ratio = (w * (between @ w)).sum(0) / (w * (shrunk @ w)).sum(0)
            close(ratio, wanted, 1e-7, 1e-9)
            scale = torch.linalg.matrix_norm(between)
            close(between @ w / scale, shrunk @ w * ratio / scale, 1e-6, 1e-8)
            if shrinkage == 0:  # the total scatter has the same directions
                close(between @ w / scale, total @ w * (ratio / (1 + ratio)) / scale, 1e-6, 1e-8)
            if group == "two":
                line = torch.linalg.solve(within, parts[0].mean(0) - parts[1].mean(0))
                close(torch.abs(w[:, 0] @ line / torch.linalg.vector_norm(line)), 1.0)
    x, y, _ = samples(programs)[0]
    rows = x[:4] - x[:4].mean(axis=0)
    assert (2 * rows.T @ rows).tolist() == [[16, 8], [8, 8]]
    assert (x[4:].mean(axis=0) - x[:4].mean(axis=0)).tolist() == [3, 1]
    close(np.array([[8, 4], [4, 4]]) @ np.array([[4, -4], [-4, 8]]), 16 * np.eye(2))
    close(programs.drive(programs.reference, x, y, 0.0)[:, 0], np.array([2, -1]) / 5**0.5)
    says(question, "S_w=2\\begin{pmatrix}8&4\\\\4&4\\end{pmatrix}", "$(2,-1)$", "8\\\\-4", "2")


def test_kmeans_with_careful_seeding(question: Question) -> None:
    programs = Programs(question)
    for group, (x, k, init, seed, max_iter) in programs.cases(1):
        for solve in programs.solutions():
            centres, labels, inertia = programs.drive(solve, x, k, init, seed, max_iter)
            apart = torch.cdist(
                torch.tensor(x), torch.tensor(centres), compute_mode="donot_use_mm_for_euclid_dist"
            )
            assert labels.dtype == np.int64
            if group != "ties":
                close(apart.gather(1, torch.tensor(labels)[:, None])[:, 0], apart.amin(1))
            close(inertia, apart.amin(1).square().sum(), 1e-9, 1e-9)
            if max_iter == 100:  # nothing is left to move
                for j in set(labels.tolist()):
                    close(centres[j], x[labels == j].mean(axis=0), 1e-9, 1e-9)
    history = [
        programs.drive(solve, *samples(programs)[0][:3], 0, rounds)
        for solve in programs.solutions()
        for rounds in range(4)
    ]
    sums = [float(inertia) for _, _, inertia in history]
    assert sums[:4] == sorted(sums[:4], reverse=True)
    assert [round(one, 1) for one in sums[:4]] == [104, 23.9, 10, 10]
    close(sums[:4], sums[4:])
    close(history[1][0][:, 0], [1, 26 / 3])
    assert history[1][1].tolist() == [0, 0, 0, 1, 1]
    assert history[3][0][:, 0].tolist() == [2, 11]
    says(question, "$J=0+4+0+36+64=104$", "$26/3$", "23.9", "$J=8+2=10$", "8(\\ln k+2)")
    probabilities_of_seeding(programs)


def probabilities_of_seeding(programs: Programs) -> None:
    """The second centre of k-means++: how often it is which point, over many seeds."""
    x = np.array([[0.0], [1.0], [3.0]])
    counts = np.zeros((3, 3))
    for seed in range(200):
        centres, _, _ = programs.drive(programs.reference, x, 2, "k-means++", seed, 0)
        first, second = ([0.0, 1.0, 3.0].index(float(c)) for c in centres[:, 0])
        counts[first, second] += 1
    wanted = np.array([[0, 1, 9], [1, 0, 4], [9, 4, 0]]) / np.array([[10], [5], [13]]) / 3
    assert np.abs(counts / 200 - wanted).max() < 6 * np.sqrt(0.3 * 0.7 / 200)


def test_bias_variance_by_simulation(question: Question) -> None:
    programs = Programs(question)
    for _, (what, *case) in programs.cases(1):
        name, repeats, bags, x, ys, x0, f0, y0s = case
        runs = torch.zeros(repeats, len(x0)).double()
        for i, y in enumerate(ys[: repeats * bags]):
            runs[i // bags] += fitted(name, x, y, x0) / bags
        truth, labels = torch.tensor(f0), torch.tensor(y0s[:repeats])
        spread = runs.var(0)
        wanted = {
            "bias2": ((runs.mean(0) - truth).square() - spread / repeats).mean(),
            "variance": spread.mean(),
            "noise": (labels - truth).square().mean(),
            "mse": (labels - runs).square().mean(),
        }
        for solve in programs.solutions():
            got = programs.drive(solve, what, *case)
            if what == "calls":
                assert got == {"train": repeats * bags, "model": repeats * bags, "labels": repeats}
                continue
            for part, value in (got if what == "all" else {what: got}).items():
                close(value, wanted[part], 1e-9, 1e-11)
    first, second = (programs.drive(programs.reference, *args) for args in samples(programs)[:2])
    assert first == {"bias2": 4, "variance": 0.5, "noise": 1.5, "mse": 8.5}
    assert second["variance"] == (1.5 - 3) ** 2 / 2
    says(question, "$(1+0+1+4)/4=1.5$", "$(0+9+9+16)/4=8.5$", "=2.25$", "$6.25$", "$4+0.5+1.5=6$")
    unbiased_estimates(programs)


def fitted(name: str, x: Array, y: Array, x0: Array) -> torch.Tensor:
    """Train one of the models of the cases with torch, and predict."""
    ty, t0 = torch.tensor(y), torch.tensor(x0)
    if name == "constant":
        return ty.mean().expand(len(x0))
    if name == "nearest":
        return ty[(t0[:, None] - torch.tensor(x)).abs().argmin(1)]
    design = torch.stack([torch.ones(len(x)).double(), torch.tensor(x)], 1)
    weights = torch.linalg.lstsq(design, ty[:, None]).solution
    wanted: torch.Tensor = weights[0] + weights[1] * t0
    return wanted


def unbiased_estimates(programs: Programs) -> None:
    """Over many experiments the estimates average to the closed form of a constant fit."""
    rng = np.random.default_rng(5)
    x, x0, f0, sd = np.arange(4.0), np.array([0.0, 3.0]), np.array([0.2, 1.4]), 0.8
    clean = np.array([0.2, 0.5, 0.9, 1.4])
    found = []
    for _ in range(400):
        ys, y0s = clean + sd * rng.standard_normal((6, 4)), f0 + sd * rng.standard_normal((3, 2))
        got = programs.drive(programs.reference, "all", "constant", 3, 2, x, ys, x0, f0, y0s)
        found.append(list(got.values()))
    mean, error = np.mean(found, axis=0), np.std(found, axis=0) / 400**0.5
    bias2 = np.square(clean.mean() - f0).mean()
    variance = sd**2 / 4 / 2  # four labels in a mean, two bags
    wanted = np.array([bias2, variance, sd**2, bias2 + variance + sd**2])
    assert (np.abs(mean - wanted) < 5 * error).all()


LAYERS: dict[str, Any] = {
    "conv": lambda c, o, k, s, p, g, b: torch.nn.Conv2d(c, o, k, s, p, groups=g, bias=b),
    "bn": torch.nn.BatchNorm2d,
    "relu": lambda _c: torch.nn.ReLU(),
    "maxpool": lambda _c, k, s, p: torch.nn.MaxPool2d(k, s, p),
    "adaptive": lambda _c, a: torch.nn.AdaptiveAvgPool2d(a),
    "flatten": lambda _c: torch.nn.Flatten(),
    "fc": torch.nn.Linear,
}


def built(node: Any, x: torch.Tensor, path: str, rows: list[Any]) -> torch.Tensor:  # noqa: ANN401
    """Build a network of torch on no device, layer by layer, and report what torch counts."""
    if isinstance(node, list):
        for i, child in enumerate(node):
            x = built(child, x, f"{path}.{i}", rows)
        return x
    kind, *numbers = node
    if kind in ("add", "concat"):
        ends = [built(child, x, f"{path}.{i}", rows) for i, child in enumerate(numbers[0])]
        return torch.cat(ends, 1) if kind == "concat" else torch.stack(ends).sum(0)
    flat = kind == "bn" and x.ndim == 2
    with torch.device("meta"):
        layer = torch.nn.BatchNorm1d(x.shape[1]) if flat else LAYERS[kind](x.shape[1], *numbers)
    flops = 0
    if kind in ("conv", "fc"):  # the only ones that torch counts, and the counter takes its time
        with FlopCounterMode(display=False) as counter:
            x = layer(x)
        flops = counter.get_total_flops()
    else:
        x = layer.eval()(x)
    rows.append(
        (path[1:], tuple(x.shape[1:]), sum(p.numel() for p in layer.parameters()), flops // 2)
    )
    return x


def test_network_report_at_any_size(question: Question) -> None:
    programs = Programs(question)
    for _, (what, layers, (c, h, w), scale) in programs.cases(1):
        if what == "refusal":
            for solve in programs.solutions():
                assert programs.drive(solve, what, layers, (c, h, w), scale) == "ValueError"
            continue
        rows: list[Any] = []
        built(layers, torch.empty(1, c, h * scale, w * scale, device="meta"), "", rows)
        for solve in programs.solutions():
            wanted = rows, sum(row[2] for row in rows), sum(row[3] for row in rows)
            assert solve(layers, (c, h, w), scale) == wanted
    networks = [args for group, args in programs.cases(1) if group == "network"]
    for (_, layers, shape, scale), first, total in zip(
        networks[::2], (102_760_448, 411_041_792), (138_357_544, 446_638_888), strict=True
    ):
        rows, params, _ = programs.reference(layers, shape, scale)
        assert params == total
        assert next(row[2] for row in rows if row[1] == (4096,)) == first + 4096
        says(question, f"{first:,}".replace(",", "\\,"), f"{total:,}".replace(",", "\\,"))
    flats = [programs.reference(*args[1:3], scale)[0][4] for args in samples(programs)[:1]
             for scale in (1, 2)]  # fmt: skip
    assert [row[1] for row in flats] == [(12,), (70,)]
    says(question, "$2\\times3$", "12", "70", "5.8")
    assert round(70 / 12, 1) == 5.8
