"""Exercises on single optimisers, against torch.optim and closed forms."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import torch

from tests.facts.programs import Programs
from tests.facts.prose import says

Question = dict[str, Any]


def close(mine: Any, theirs: Any, rtol: float = 1e-9, atol: float = 1e-12) -> None:  # noqa: ANN401
    """Compare an array with a tensor or an array, in shape and type too."""
    wanted = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else np.asarray(theirs)
    assert (np.shape(mine), mine.dtype) == (wanted.shape, wanted.dtype)
    np.testing.assert_allclose(mine, wanted, rtol=rtol, atol=atol)


def torch_path(
    make: Callable[[list[torch.Tensor]], torch.optim.Optimizer],
    start: Any,  # noqa: ANN401
    gradients: list[Any],
    rates: list[float],
) -> np.ndarray:
    """Take steps with an optimiser of torch and return the parameter after each one."""
    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimiser = make([p])
    path = []
    for g, rate in zip(gradients, rates, strict=True):
        optimiser.param_groups[0]["lr"] = rate
        p.grad = torch.tensor(g, dtype=torch.float64)
        optimiser.step()
        path.append(p.detach().numpy().copy())
    return np.stack(path)


def test_momentum_as_in_pytorch(question: Question) -> None:
    programs = Programs(question)
    refused = 0
    for _, (start, gradients, rates, mu, dampening, nesterov, reuse) in programs.cases(3):
        make = partial(torch.optim.SGD, lr=1.0, momentum=mu, dampening=dampening, nesterov=nesterov)
        wanted: Any = "ValueError"
        try:
            wanted = torch_path(make, start, gradients, rates)
        except ValueError:
            refused += 1
        for solve in programs.solutions():
            mine = programs.drive(solve, start, gradients, rates, mu, dampening, nesterov, reuse)
            if isinstance(wanted, str):
                assert mine == wanted
            else:
                close(mine, wanted)
    assert refused == 3 * (3 + 1)  # three of the group, one of the samples
    solve = programs.reference

    def velocities(gradients: list[float], dampening: float) -> list[float]:
        p, v, seen = np.zeros(()), None, []
        for g in gradients:
            p, v = solve(p, np.array(g), v, 0.1, 0.5, dampening, False)
            seen.append(float(v))
        return seen

    assert velocities([1, 1, -2], 0.0) == [1, 1.5, -1.25]
    assert velocities([1, 1, -2], 0.5) == [1, 1, -0.5]
    assert velocities([1, 1, 1], 0.0) == [1, 1.5, 1.75]
    assert velocities([1, 1, 1], 0.5) == [1, 1, 1]
    samples = [args for name, args in programs.cases(1) if name == "sample"]
    close(programs.drive(solve, *samples[0])[:, 0], np.array([0.9, 0.75, 0.875]))
    close(programs.drive(solve, *samples[1])[:, 0], np.array([0.9, 0.8, 0.85]))
    from_zero = 0.0
    for wanted_v in (0.5, 0.75, 0.875):
        from_zero = 0.5 * from_zero + 0.5
        assert from_zero == wanted_v
    for mu in (0.5, 0.9):
        for t in range(1, 12):
            total = mu ** (t - 1) + (1 - mu) * sum(mu ** (t - k) for k in range(2, t + 1))
            assert abs(total - 1) < 1e-12
    assert round(1 - 0.9**3, 3) == 0.271
    says(question, "0.271", "−1.25", "0.875", "0.85")


def test_nesterov_looks_ahead(question: Question) -> None:
    programs = Programs(question)
    for group, (start, A, b, c, rates, mus, watch, *_) in programs.cases(4):
        for solve in programs.solutions():
            got = programs.drive(solve, start, A, b, c, rates, mus, True)
            path, points = got["path"], got["points"]
            assert len(points) == len(rates)
            bare = programs.drive(solve, start, A, b, c, rates, mus, watch)
            close(bare["path"] if watch else bare, path)
            if len({*rates}) > 1:
                continue
            # torch stores the look-ahead point, where the next gradient is taken
            x = torch.tensor(start, requires_grad=True)
            optimiser = torch.optim.SGD([x], lr=rates[0], momentum=mus[0], nesterov=True)
            for step in range(len(rates)):
                close(points[step], x, atol=1e-10)
                now = x.detach().numpy()
                x.grad = torch.tensor(A @ now - b[step % len(b)] + c * now**3)
                optimiser.step()
                before = path[step - 1] if step else start
                close(x.detach().numpy(), path[step] - mus[0] * (before - path[step]), atol=1e-10)
        assert group != "batches" or len(b) > 1
    for solve in programs.solutions():
        rng = np.random.default_rng(3)
        for _ in range(20):  # damping of momentum along a direction of curvature h
            h, lr, mu, theta, v = rng.uniform(0.1, 2.0, size=5)
            _, new = solve(lambda x, h=h: h * x, np.array([theta]), np.array([v]), lr, mu)
            close(new, np.array([mu * (1 - lr * h) * v + lr * h * theta]))
            landed, _ = solve(lambda x: 4.0 * x, np.array([theta]), np.array([v]), 0.25, mu)
            assert abs(landed[0]) < 1e-12
            assert abs((theta - (mu * v + 0.25 * 4.0 * theta)) + mu * v) < 1e-12  # momentum
    samples = [args for name, args in programs.cases(1) if name == "sample"]
    got = programs.drive(programs.reference, *samples[0])
    close(got["path"][:, 1], np.zeros(3))
    says(question, r"\mu(1-\eta\lambda)", r"$\lambda=4$", r"$\eta=0.25$")


def sparse_adagrad(args: tuple[Any, ...]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the table and the accumulator after one step of torch on a sparse gradient."""
    p, G, rows, g, lr, eps = args
    table = torch.tensor(p, requires_grad=True)
    optimiser = torch.optim.Adagrad([table], lr=lr, eps=eps)
    optimiser.state[table]["sum"].copy_(torch.tensor(G))
    where, what = torch.tensor(rows)[None], torch.tensor(g)
    checked: Any = torch.sparse.check_sparse_tensor_invariants
    with checked(True):
        table.grad = torch.sparse_coo_tensor(where, what, p.shape)
        optimiser.step()
    return table, optimiser.state[table]["sum"]


def test_adagrad_on_sparse_rows(question: Question) -> None:
    programs = Programs(question)
    for _, args in programs.cases(3):
        wanted = sparse_adagrad(args)
        for solve in programs.solutions():
            for mine, theirs in zip(solve(*args), wanted, strict=True):
                close(mine, theirs)
    # an embedding whose rows repeat in a batch has the sum of their contributions as gradient
    words = torch.tensor([2, 0, 2, 2])
    layer = torch.nn.Embedding(4, 3, sparse=True, dtype=torch.float64)
    (layer(words) * torch.arange(12.0).reshape(4, 3)).sum().backward()
    assert layer.weight.grad is not None
    dense = layer.weight.grad.to_dense()
    close(dense[2].numpy(), np.array([0.0 + 6 + 9, 1 + 7 + 10, 2 + 8 + 11]))
    solve = programs.reference
    _, second = [args for name, args in programs.cases(1) if name == "sample"]
    p, G = solve(*second)
    assert G[2].tolist() == [9, 0]
    assert (second[3] ** 2).sum(axis=0).tolist() == [5, 8]
    moved = second[0] - p
    assert (round(moved[2, 0], 4), moved[2, 1]) == (0.4615, 0)
    G = np.zeros((1, 1))
    for n in range(1, 10_001):  # constant gradients: steps of 1 / sqrt(n)
        p, G = solve(np.zeros((1, 1)), G, np.array([0]), np.full((1, 1), 0.01), 1.0, 1e-10)
        if n in (1, 4, 100, 10_000):
            assert abs(-p[0, 0] - 1 / np.sqrt(n)) < 1e-6
    total = sum(1 / np.sqrt(k) for k in range(1, 10_001))
    assert abs(total / (2 * np.sqrt(10_000)) - 1) < 0.01
    defaults = torch.optim.Adagrad([torch.zeros(1, requires_grad=True)]).defaults
    assert (defaults["eps"], defaults["initial_accumulator_value"]) == (1e-10, 0)
    says(question, "0.4615", "$G=(5,8)$", "$G=(9,0)$", "$10^{-10}$", "| 1 | 0.5 | 0.1 | 0.01 |")


def adadelta(solve: Any, steps: int, warm: int = 0, unit: float = 1.0, size: float = 1.0) -> Any:  # noqa: ANN401
    """Return the steps under a constant gradient, the first of them with a learning rate of 0.1."""
    p, s, d, moves = 0.0, 0.0, 0.0, []
    for t in range(steps):
        eps, rate = 1e-6 * unit**2, 0.1 * unit if t < warm else None
        before = p
        p, s, d = solve(p, size, s, d, 0.9, eps, rate)
        moves.append(abs(float(p - before)))
    return moves


def test_adadelta_without_learning_rate(question: Question) -> None:
    programs = Programs(question)
    for _, (start, gradients, rates, rho, eps, *_) in programs.cases(3):
        ours = [
            programs.drive(solve, start, gradients, rates, rho, eps)
            for solve in programs.solutions()
        ]
        for key, value in ours[0].items():
            close(ours[1][key], value)
        if rates[0] is None:
            make = partial(torch.optim.Adadelta, rho=rho, eps=eps)
            close(ours[0]["p"], torch_path(make, start, gradients, [1.0] * len(rates)))
        elif None not in rates:  # the first form is RMSProp with eps inside the root
            s, p = np.zeros_like(start), start
            for g, lr, mine in zip(gradients, rates, ours[0]["p"], strict=True):
                s = rho * s + (1 - rho) * g * g
                p = p - lr * g / np.sqrt(s + eps)
                close(mine, p)
    solve = programs.reference
    cold, warm = adadelta(solve, 1000), adadelta(solve, 1000, warm=20)
    rows = [[f"{moves[t - 1]:.4f}" for t in (1, 10, 100, 1000)] for moves in (cold, warm)]
    says(question, *(" | ".join(row) for row in rows))
    for t in range(600, 990):  # the square of the step grows by (1 - rho) eps
        assert abs((cold[t + 1] ** 2 - cold[t] ** 2) / (0.1 * 1e-6) - 1) < 0.01
    for rho, said in ((0.95, "0.00447"), (0.9, "0.00316")):
        for g in (1.0, 30.0):
            p, _, _ = solve(0.0, g, 0.0, 0.0, rho, 1e-6)
            assert f"{-p:.5f}" == said
            assert abs(-p - np.sqrt(1e-6 / (1 - rho))) < 1e-6 * 10
        says(question, said)
    # another scale of the loss hardly matters; other units of the parameter would need another eps
    np.testing.assert_allclose(adadelta(solve, 50, size=1000.0), cold[:50], rtol=1e-4)
    assert solve(0.0, 1.0, 0.0, 0.0, 0.9, 0.0)[0] == 0  # without eps nothing moves
    assert torch.optim.Adadelta([torch.zeros(1, requires_grad=True)]).defaults["lr"] == 1.0


def test_rmsprop_centred_variance(question: Question) -> None:
    programs = Programs(question)
    for group, (hp, start, gradients, rates) in programs.cases(3):
        make = partial(
            torch.optim.RMSprop,
            alpha=hp["alpha"],
            eps=hp["eps"],
            momentum=hp["mu"],
            centered=hp["centered"],
        )
        wanted = torch_path(make, start, gradients, rates)
        for solve in programs.solutions():
            mine = programs.drive(solve, hp, start, gradients, rates)
            if group != "offset":
                close(mine, wanted)
                continue
            assert np.isnan(wanted).any()  # torch subtracts; exact arithmetic is the witness
            p, m, s = [Fraction(x) for x in start[5:]], [Fraction(0)] * 3, [Fraction(0)] * 3
            alpha = Fraction(hp["alpha"])
            for g, lr, got in list(zip(gradients, rates, mine, strict=True))[:25]:
                for i, slope in enumerate(Fraction(x) for x in g[5:]):
                    m[i] = alpha * m[i] + (1 - alpha) * slope
                    s[i] = alpha * s[i] + (1 - alpha) * slope**2
                    root = Fraction(float(s[i] - m[i] ** 2) ** 0.5)
                    p[i] -= Fraction(lr) * slope / (root + Fraction(hp["eps"]))
                np.testing.assert_allclose(got[5:], [float(x) for x in p], rtol=1e-7)
    assert round(float(np.spacing(1e8)) * 1e8, 1) == 1.5
    assert abs(1 / np.sqrt(1 - 0.99) - 10) < 1e-9
    solve = programs.reference
    hp = {"lr": 1.0, "alpha": 0.9, "eps": 1e-3, "mu": 0.0, "centered": False}
    steps = {}
    for centered in (False, True):
        at = np.zeros(1)
        state: Any = {}
        for _ in range(500):
            before = at
            at, state = solve(at, np.array([3.0]), state, {**hp, "centered": centered})
        steps[centered] = float((before - at)[0])
    assert abs(steps[False] - 1) < 1e-3  # lr
    assert abs(steps[True] - 3.0 / 1e-3) < 1  # lr g / eps
    says(question, r"$1.5\cdot10^{-8}$", r"$\alpha=0.99$", r"\mathrm{lr}\,g/\epsilon")


def test_nadam_three_rules(question: Question) -> None:
    programs = Programs(question)
    for _, (rule, hp, start, gradients) in programs.cases(3):
        ours = [programs.drive(solve, rule, hp, start, gradients) for solve in programs.solutions()]
        close(ours[1], ours[0])
        if rule == "pytorch":
            make = partial(
                torch.optim.NAdam,
                betas=(hp["beta1"], hp["beta2"]),
                eps=hp["eps"],
                momentum_decay=hp["psi"],
            )
            rates = [hp["lr"]] * len(gradients)  # torch keeps the product in single precision
            close(ours[0], torch_path(make, start, gradients, rates), rtol=1e-6)
            continue
        b1, b2, p = hp["beta1"], hp["beta2"], start
        for t, wanted in enumerate(ours[0], start=1):  # sums instead of recursions
            m = (1 - b1) * sum(b1 ** (t - k) * gradients[k - 1] for k in range(1, t + 1))
            v = (1 - b2) * sum(b2 ** (t - k) * gradients[k - 1] ** 2 for k in range(1, t + 1))
            known = b1 * m / (1 - b1 ** (t if rule == "ruder" else t + 1))
            mean = known + (1 - b1) * gradients[t - 1] / (1 - b1**t)
            p = p - hp["lr"] * mean / (np.sqrt(v / (1 - b2**t)) + hp["eps"])
            close(p, wanted)
    hp = {"lr": 1.0, "beta1": 0.9, "beta2": 0.999, "eps": 0.0, "psi": 0.004}
    for solve in programs.solutions():
        for rule, said in (("ruder", 1.9), ("dozat", 1.474), ("pytorch", 1.056)):
            p, state = solve(rule, np.zeros(1), np.ones(1), {}, hp)
            assert round(-p[0], 3) == said
        for rule in ("ruder", "dozat", "pytorch"):  # for a constant gradient the mean tends to it
            state = {}
            for _ in range(200):
                p, state = solve(rule, np.zeros(1), np.ones(1), state, hp)
            assert abs(-p[0] - 1) < 1e-3
    mu = [0.9 * (1 - 0.5 * 0.96 ** (t * 0.004)) for t in range(5000)]
    assert (round(mu[1], 2), round(mu[2], 2), round(mu[1] * mu[2], 4)) == (0.45, 0.45, 0.2026)
    assert mu[4244] < 0.675 <= mu[4245]
    assert round(0.045 / (1 - 0.2026) + 1, 3) == 1.056
    default = torch.optim.NAdam([torch.zeros(1, requires_grad=True)]).defaults
    assert default["momentum_decay"] == 0.004
    says(question, "1.9", "1.474", "1.056", "0.2026", "4245", "0.675")
