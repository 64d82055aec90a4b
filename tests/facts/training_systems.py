"""Facts of the questions on distributed training: every number and claim."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from app.domain.expressions import compile_expression
from tests.facts.prose import says, texts, variants

torch.set_num_threads(1)
Question = dict[str, Any]


def gap_keys(question: Question, count: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return for each variant its parameters and the key of every numeric gap."""
    sources = {g["id"]: g["answer"]["value"] for g in question["gaps"] if g["kind"] == "numeric"}
    return [
        (v, {name: compile_expression(source).value(v) for name, source in sources.items()})
        for v, _ in variants(question, count)
    ]


def right(node: Question) -> set[str]:
    """Return the ids of the right options of a question or a gap."""
    return {option["id"] for option in node["options"] if option["correct"]}


def trained(copies: int, samples: torch.Tensor, order: str) -> list[torch.Tensor]:
    """Train copies of a small network on slices with Adam; return the parameters of each."""
    torch.manual_seed(3)
    nets = [nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 1)) for _ in range(copies)]
    for net in nets[1:]:
        net.load_state_dict(nets[0].state_dict())
    optimisers = [torch.optim.Adam(net.parameters(), lr=0.05) for net in nets]
    for _ in range(3):
        for net, part in zip(nets, samples.chunk(copies), strict=True):
            net.zero_grad()
            (net(part) - part.sum(1, keepdim=True)).square().mean().backward()
        if order == "step-first":
            for optimiser in optimisers:
                optimiser.step()
        for same in zip(*(net.parameters() for net in nets), strict=True):
            mean = torch.stack([p.grad for p in same if p.grad is not None]).mean(0)
            for p in same:
                p.grad = mean.clone()
        if order == "mean-first":
            for optimiser in optimisers:
                optimiser.step()
    return [nn.utils.parameters_to_vector(net.parameters()).detach() for net in nets]


def test_data_parallel_synchronous(question: Question) -> None:
    samples = torch.randn(32, 5)
    (alone,) = trained(1, samples, "mean-first")
    copies = trained(4, samples, "mean-first")
    assert all(torch.equal(copies[0], other) for other in copies)
    assert torch.allclose(copies[0], alone, atol=1e-5)
    apart = trained(4, samples, "step-first")
    assert not torch.allclose(apart[0], apart[1], atol=1e-3)
    says(question, r"\frac14\sum_{r=1}^{4}", "0.7")
    both = np.ones(2) - 0.1 * np.mean([2, 4])
    assert both == pytest.approx([0.7, 0.7])
    needs = {item["id"]: item["after"] for item in question["items"]}
    assert needs["step"] == ["reduce"]
    assert needs["reduce"] == ["backward"]


def test_gradient_averaging_equivalence(question: Question) -> None:
    for v, key in variants(question, 40):
        sizes, slopes = [v[f"n{i}"] for i in (1, 2, 3)], [v[f"g{i}"] for i in (1, 2, 3)]
        w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
        x = torch.cat([torch.full((n,), g) for n, g in zip(sizes, slopes, strict=True)]).double()
        (slope,) = torch.autograd.grad((w * x).mean(), w)
        assert key == pytest.approx(slope.item())
        assert abs(v["plain"] - key) > 0.02
    assert np.mean([1, 2, 3, 6]) == 3 == (3 * 2 + 1 * 6) / 4
    assert np.mean([np.mean([1, 2, 3]), 6]) == 4
    says(question, r"n_r/n=1/P", "1/6 ×3", "1/2 ×1", "1/4 ×3")
    assert [1 / (2 * 3), 1 / (2 * 1)] == [1 / 6, 1 / 2]


def test_per_device_bn_averaging(question: Question) -> None:
    assert right(question) == {"f"}
    values = torch.tensor([1.0, 3.0, 5.0, 9.0]).double()[:, None]

    def after(x: torch.Tensor) -> list[float]:
        got = nn.functional.batch_norm(x, None, None, training=True, eps=1e-12)
        return [float(y) for y in got[:, 0]]

    assert after(values[:2]) == pytest.approx([-1, 1]) == after(values[2:])
    whole = after(values)
    assert [values.mean(), values.var(correction=0)] == [4.5, 8.75]
    assert whole[1] == pytest.approx(-0.507, abs=5e-4)
    assert [round(y, 2) for y in whole] == [-1.18, -0.51, 0.17, 1.52]
    says(question, "4.5", "8.75", "-0.507", "-1.18 -.51 .17 1.52")
    # the gradients differ with BN and agree with LN
    for norm, agree in ((nn.BatchNorm1d(4), False), (nn.LayerNorm(4), True)):
        torch.manual_seed(1)
        net = nn.Sequential(nn.Linear(3, 4), norm, nn.Tanh(), nn.Linear(4, 1)).double()
        x = torch.randn(32, 3, dtype=torch.float64)

        def slope(part: torch.Tensor, net: nn.Sequential = net) -> torch.Tensor:
            loss = (net(part) - part.prod(1, keepdim=True)).square().mean()
            (grad,) = torch.autograd.grad(loss, [list(net.parameters())[-2]])
            return grad

        mean = torch.stack([slope(part) for part in x.chunk(4)]).mean(0)
        assert torch.allclose(mean, slope(x), atol=1e-9) is agree


def ring(copies: np.ndarray) -> tuple[np.ndarray, int, np.ndarray]:
    """Run a ring all-reduce chunk by chunk; return the result, the steps, the values sent."""
    p = len(copies)
    chunks = copies.reshape(p, p, -1).copy()
    sent, steps = np.zeros(p, dtype=int), 0
    for phase in ("reduce", "gather"):
        for step in range(p - 1):
            first = 0 if phase == "reduce" else 1
            moves = [(r, (r + first - step) % p) for r in range(p)]
            parts = [chunks[r, c].copy() for r, c in moves]
            for (r, c), part in zip(moves, parts, strict=True):
                old = chunks[(r + 1) % p, c] if phase == "reduce" else 0
                chunks[(r + 1) % p, c] = part + old
                sent[r] += part.size
            steps += 1
    return chunks.reshape(p, -1), steps, sent


def test_sync_vs_async_allreduce(question: Question) -> None:
    for v, key in gap_keys(question, 20):
        copies = np.random.default_rng(5).integers(0, 9, (v["p"], v["m"]))
        after, steps, sent = ring(copies)
        assert (after == copies.sum(0)).all()
        assert steps == key["steps"]
        assert set(sent) == {key["sent"]} == {2 * v["once"]}
        received, returned = copies.size, v["p"] * v["m"]
        assert key["server"] == received + returned
    assert ring(np.ones((2, 100), dtype=int))[2].tolist() == [100, 100]
    assert ring(np.ones((4, 8), dtype=int))[1] == 6
    for p, busy, server in ((4, 300, 800), (8, 350, 1600), (16, 375, 3200)):
        assert 2 * 2 * (p - 1) / p * 100 == busy  # as much received as sent
        assert 2 * p * 100 == server
    says(question, "| 300 | 350 | 375 |", "| 800 | 1600 | 3200 |", r"2(P-1)/P\to2")
    limit = next(g for g in question["gaps"] if g["id"] == "limit")
    assert right(limit) == {"two"}
    many = 10**6
    assert 2 * (many - 1) / many == pytest.approx(2, rel=1e-5)


def late(q: float, steps: int, delay: int) -> list[float]:
    """Return the path of gradient descent on q·x²/2 with step 1 and late gradients."""
    way = [1.0] * (delay + 1)
    for _ in range(steps):
        x = torch.tensor(way[-1 - delay], dtype=torch.float64, requires_grad=True)
        (slope,) = torch.autograd.grad(0.5 * q * x**2, x)
        way.append(way[-1] - slope.item())
    return way[delay:]


def test_stale_gradient_step(question: Question) -> None:
    for v, key in variants(question, 30):
        assert v["q"] == pytest.approx(v["a"] * v["lr"])
        way = late(v["a"] * v["lr"], 4, 1)
        assert key == pytest.approx(way[4])
        assert [v["t1"], v["t2"], v["t3"]] == pytest.approx(way[1:4])
        assert v["fresh"] == pytest.approx(late(v["q"], 4, 0)[4], abs=1e-4)
    assert late(1.0, 12, 1)[:6] == [1, 0, -1, -1, 0, 1] == late(1.0, 12, 1)[6:12]
    says(question, "1,0,-1,-1,0,1", r"r^2-r+q=0")
    for q, delay, settles in ((0.5, 0, True), (1.5, 0, True), (0.5, 1, True), (1.5, 1, False)):
        assert (abs(late(q, 100, delay)[-1]) < 1e-6) is settles
    for q in (0.3, 0.9, 1.4):
        assert abs(np.roots([1, -1, q])) ** 2 == pytest.approx([q, q])
    assert abs(late(0.95, 900, 1)[-1]) < 1e-6
    assert abs(late(1.05, 900, 1)[-1]) > 1
    assert "0.2" in texts(question["followups"], "en")  # 2/10 without delay, 1/10 with


def test_data_parallel_scaling(question: Question) -> None:
    resnet = 25.6e6 * 4 / 1e6
    sent = 2 * 7 / 8 * resnet
    assert [round(resnet), round(sent)] == [102, 179]
    assert round(sent * 1e6 / 10e9 * 1e3) == 18
    assert round(8 * 100 / 118, 1) == 6.8
    assert [51200 // 64 * 10, 51200 // 512 * 10] == [8000, 1000]
    scaled = 8 * np.array([64, 0.1])
    assert scaled == pytest.approx([512, 0.8])
    says(question, "102 MB", "=179$ MB", "18 ms", "6.8", "8000", "1000", "512", "0.8")
