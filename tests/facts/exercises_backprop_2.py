"""Exercises on triplets, mixup, early stopping and GAN training, against independent witnesses."""

import itertools
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.facts.exercises_backprop import close, gradient, held
from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def length(of: torch.Tensor) -> torch.Tensor:
    """Return the lengths of rows, with derivative 0 where a row is 0."""
    square = of.square().sum(dim=1)
    safe = torch.where(square > 0, square, torch.ones_like(square))
    return torch.where(square > 0, safe.sqrt(), torch.zeros_like(square))


def apart(u: torch.Tensor, v: torch.Tensor, metric: str) -> torch.Tensor:
    """Return the three distances of the exercise."""
    if metric == "euclidean":
        return length(u - v)
    if metric == "squared":
        return (u - v).square().sum(dim=1)
    size = length(u) * length(v)
    safe = torch.where(size > 0, size, torch.ones_like(size))
    return 1 - torch.where(size > 0, (u * v).sum(dim=1) / safe, torch.zeros_like(size))


def test_triplet_loss_gradient(question: Question) -> None:
    programs = Programs(question)
    for group, (a, p, n, margin, metric) in programs.cases(2):
        points = [held(one) for one in (a, p, n)]
        ta, tp, tn = points
        hinge = apart(ta, tp, metric) - apart(ta, tn, metric) + margin
        loss = torch.relu(hinge).mean()
        torch.autograd.backward(loss)
        for solve in programs.solutions():
            value, *gradients = solve(a, p, n, margin, metric)
            close(value, loss, 1e-11, 1e-13)
            for mine, theirs in zip(gradients, points, strict=True):
                close(mine, gradient(theirs), 1e-10, 1e-12)
        if metric == "euclidean" and group == "euclidean":  # torch adds 1e-6 to the difference
            theirs = functional.triplet_margin_loss(ta, tp, tn, margin=margin)
            close(loss.item(), theirs, 1e-5)
    samples = [args for group, args in programs.cases(1) if group == "sample"]
    loss, *_ = programs.reference(*samples[0])
    assert loss == 0.5
    says(question, "$L=0.5$", "D(a,p)=5", "D(a,n)=6", "1-5+2=-2", "\\frac2N(n-p)")
    u, v = functional.normalize(torch.randn(2, 4, 3, dtype=torch.float64), dim=2)
    close(apart(u, v, "squared").numpy(), 2 * apart(u, v, "cosine"))  # the remark on unit vectors
    together = [np.ones((3, 2))] * 3
    loss, *gradients = programs.reference(*together, 0.75, "squared")
    assert loss == 0.75
    assert not np.any(gradients)


def by_hand(emb: Any, labels: Any, margin: float, kind: str) -> list[list[int]]:  # noqa: ANN401
    """Enumerate all triplets and choose, as the statement says it."""
    count = range(len(emb))
    d = [[round(float(((u - v) ** 2).sum())) for v in emb] for u in emb]
    valid = [
        (a, p, n)
        for a, p, n in itertools.product(count, repeat=3)
        if a != p and labels[a] == labels[p] and labels[a] != labels[n]
    ]
    best: dict[Any, tuple[Any, list[int]]] = {}
    for a, p, n in valid:
        key: Any = a if kind == "batch-hard" else (a, p)
        rank = (-d[a][p], d[a][n], p, n) if kind == "batch-hard" else (d[a][n], n)
        if kind == "semi-hard" and not d[a][p] < d[a][n] < d[a][p] + margin:
            continue
        best[key] = min(best.get(key, (rank, [a, p, n])), (rank, [a, p, n]))
    return [best[key][1] for key in sorted(best)]


def test_triplet_mining(question: Question) -> None:
    programs = Programs(question)
    for _, (emb, labels, margin, kind) in programs.cases(1):
        wanted = by_hand(emb, labels, margin, kind)
        for solve in programs.solutions():
            mine = solve(emb, labels, margin, kind)
            assert mine.shape == (len(wanted), 3)
            assert mine.dtype == np.int64
            assert mine.tolist() == wanted
    samples = [args for group, args in programs.cases(1) if group == "sample"]
    emb = samples[0][0]
    assert ((emb - emb[0]) ** 2).sum(axis=1).tolist() == [0, 4, 9, 10, 2]
    assert programs.reference(*samples[0])[0].tolist() == [0, 1, 2]
    assert programs.reference(*samples[1])[0].tolist() == [0, 1, 4]
    assert 72 * 3 * 68 == 14688
    says(question, "14688", "$4+6$")


def test_mixup_batch(question: Question) -> None:
    programs = Programs(question)
    for _, (x, y, classes, alpha, each, seed) in programs.cases(2):
        rng = np.random.default_rng(seed)
        lam = np.ones(len(x) if each else ())
        if alpha:
            lam = np.asarray(rng.beta(alpha, alpha, size=len(x) if each else None))
        partner = rng.permutation(len(x))
        shares = np.broadcast_to(lam, len(x))
        one_hot = functional.one_hot(torch.tensor(y), classes).numpy()
        for solve in programs.solutions():
            got = programs.drive(solve, x, y, classes, alpha, each, seed)
            for k, share in enumerate(shares):  # the line between the two samples
                mixed = share * x[k] + (1 - share) * x[partner[k]]
                close(got["x"][k], mixed, 1e-6, 1e-6)
                label = share * one_hot[k] + (1 - share) * one_hot[partner[k]]
                close(got["y"][k], label, 1e-6, 1e-6)
            close(got["y"].sum(axis=1), np.ones(len(x)), 1e-6)
            if not each:
                close(got["x"].sum(axis=0), x.sum(axis=0), 1e-5)
            assert got["x"].dtype == got["y"].dtype == x.dtype
    numbers_of_mixup()


def numbers_of_mixup() -> None:
    """Cross-entropy is linear in the label; a tiny parameter of Beta gives 0 or 1."""
    logits = torch.tensor([[0.3, -1.0, 2.0]])
    soft = torch.tensor([[0.7, 0.3, 0.0]])
    parts = [functional.cross_entropy(logits, torch.tensor([c])) for c in (0, 1)]
    close((0.7 * parts[0] + 0.3 * parts[1]).numpy(), functional.cross_entropy(logits, soft), 1e-6)
    ends = np.random.default_rng(0).beta(1e-8, 1e-8, size=200)
    assert set(np.round(ends, 6)) == {0.0, 1.0}
    assert 0.35 < ends.mean() < 0.65


def stops_at(
    patience: int, min_delta: float, mode: str, values: list[float]
) -> tuple[int | None, int | None]:
    """Say where training stops and which epoch is best, from the rule and the whole history."""
    for end in range(1, len(values) + 1):
        records: list[int] = []
        for epoch, value in enumerate(values[:end], start=1):
            before = values[records[-1] - 1] if records else None
            gain = 0.0 if before is None else (before - value if mode == "min" else value - before)
            if value == value and (before is None or gain > min_delta):  # noqa: PLR0124 - NaN
                records.append(epoch)
        last = records[-1] if records else 0
        if end - last >= patience or end == len(values):
            stopped = end if end - last >= patience else None
            return stopped, last or None
    raise AssertionError(values)


def test_early_stopping_keeps_the_best(question: Question) -> None:
    programs = Programs(question)
    for _, (patience, min_delta, mode, values, updates) in programs.cases(3):
        stop, best = stops_at(patience, min_delta, mode, values)
        for solve in programs.solutions():
            got = programs.drive(solve, patience, min_delta, mode, values, updates)
            assert got["stop"] == [k == stop for k in range(1, (stop or len(values)) + 1)]
            assert got["best epoch"] == best
            if best is None:
                assert got["weights"] is None
            else:
                total = sum(updates[:best])
                assert got["weights"] == {"w": [[total, -total]] * 2, "b": [total, 0]}
    losses = [5.0, 4, 3, 4, 4, 2, 3, 3, 3]
    assert [stops_at(p, 0.0, "min", losses) for p in (2, 3)] == [(5, 3), (9, 6)]
    says(question, "1 2 3 3 3 6 6 6 6", "0 0 0 1 2 0 1 2 3")


def through(layers: Any, params: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:  # noqa: ANN401
    """Run a network of the GAN exercise, written out as formulas, with given parameters."""
    left = iter(params)
    for name, *_ in layers:
        if name == "linear":
            x = x @ next(left).T + next(left)
        elif name == "norm":
            mean, var = x.mean(dim=0), x.var(dim=0, unbiased=False)
            x = (x - mean) / (var + 1e-5).sqrt() * next(left) + next(left)
        else:
            x = torch.tanh(x) if name == "tanh" else torch.where(x > 0, x, 0.2 * x)
    return x


def parameters(layers: Any) -> list[torch.Tensor]:  # noqa: ANN401
    """Return the parameters of a network; BatchNorm has a shift that starts at 0."""
    return [
        held(a)
        for name, *arrays in layers
        for a in (arrays if name == "linear" else [*arrays, *(0.0 * np.array(b) for b in arrays)])
    ]


def descend(loss: torch.Tensor, params: list[torch.Tensor], rate: float) -> list[torch.Tensor]:
    """Take one step of plain gradient descent."""
    grads = torch.autograd.grad(loss, params)
    return [held((p - rate * g).detach().numpy()) for p, g in zip(params, grads, strict=True)]


def test_gan_training_step(question: Question) -> None:
    programs = Programs(question)
    for _, (what, d, g, kind, rates, batches) in programs.cases(1):
        got = [
            programs.drive(solve, "everything", d, g, kind, rates, batches)
            for solve in programs.solutions()
        ]
        for one in got:
            assert one["flow"][0] == [["D", False], ["D", False], ["G", True]] * len(batches), what
            assert one["flow"][1:] == [[True, True], 0]
        if kind != "sgd":  # the two programs against each other
            close(got[0]["generator"][-1], got[1]["generator"][-1])
            close(got[0]["discriminator"][-1], got[1]["discriminator"][-1])
            continue
        pd, pg = parameters(d), parameters(g)
        for k, (real, z) in enumerate(batches):
            real, z = torch.tensor(real), torch.tensor(z)  # noqa: PLW2901
            first = -functional.logsigmoid(through(d, pd, real)).mean()
            pd = descend(first, pd, rates[0])
            fake = through(g, pg, z).detach()
            second = -functional.logsigmoid(-through(d, pd, fake)).mean()
            pd = descend(second, pd, rates[0])
            third = -functional.logsigmoid(through(d, pd, through(g, pg, z))).mean()
            pg = descend(third, pg, rates[1])
            for one in got:
                for mine, loss in zip(one["losses"][k], (first, second, third), strict=True):
                    close(mine, loss, 1e-9, 1e-11)
                for name, params in (("discriminator", pd), ("generator", pg)):
                    flat = torch.cat([p.flatten() for p in params])
                    close(one[name][k], flat, 1e-9, 1e-11)
    numbers_of_gan(question, programs)


def numbers_of_gan(question: Question, programs: Programs) -> None:
    """The worked example, the slopes of the three losses, and the value at the optimum."""
    _, (_, *case) = next(iter(programs.cases(1)))
    got = programs.drive(programs.reference, "everything", *case)
    assert [round(loss, 3) for loss in got["losses"][0]] == [0.693, 1.701, 0.763]
    assert got["discriminator"][0].round(3).tolist() == [0.182, -0.318]
    says(question, "\\approx0.693", "\\approx1.701", "\\approx0.182", "\\approx-0.318")
    says(question, "s\\approx-0.135", "\\approx0.763", "2\\ln2", "-\\ln4")
    assert round(sum(got["discriminator"][0]), 3) == -0.135
    s = held([-30.0, 0.4])
    for loss, slope in (
        (functional.softplus(-s), torch.sigmoid(s) - 1),
        (functional.softplus(s), torch.sigmoid(s)),
        ((1 - torch.sigmoid(s)).log(), -torch.sigmoid(s)),
    ):
        (grad,) = torch.autograd.grad(loss.sum(), s, retain_graph=True)
        close(grad.numpy(), slope, 1e-9)
