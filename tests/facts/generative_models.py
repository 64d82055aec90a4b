"""Facts of the questions on generative adversarial networks: every number and claim."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from tests.facts.prose import says, variants
from tests.facts.training_systems import gap_keys, right

Question = dict[str, Any]
State = list[torch.Tensor]


def pair() -> tuple[nn.Sequential, nn.Sequential]:
    """Return a small generator and a small discriminator, the same each time."""
    torch.manual_seed(8)
    g = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    d = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
    return g, d


def state(net: nn.Module) -> State:
    """Return copies of the parameters."""
    return [p.detach().clone() for p in net.parameters()]


def moved(net: nn.Module, before: State) -> bool:
    """Say whether any parameter has changed."""
    return any(not torch.equal(a, b) for a, b in zip(net.parameters(), before, strict=True))


def bce(logit: torch.Tensor, target: float) -> torch.Tensor:
    """Return the cross-entropy of a logit against a constant target."""
    return functional.binary_cross_entropy_with_logits(logit, torch.full_like(logit, target))


def test_gan_training_iteration(question: Question) -> None:
    g, d = pair()
    opt_d, opt_g = (torch.optim.SGD(net.parameters(), lr=0.1) for net in (d, g))
    x, z = torch.randn(6, 2), torch.randn(6, 3)
    before_g, before_d = state(g), state(d)
    opt_d.zero_grad()
    torch.autograd.backward(bce(d(x), 1.0))
    torch.autograd.backward(bce(d(g(z).detach()), 0.0))
    opt_d.step()
    assert moved(d, before_d)
    assert not moved(g, before_g)
    assert all(p.grad is None for p in g.parameters())
    before_d = state(d)
    opt_g.zero_grad()
    torch.autograd.backward(bce(d(g(z)), 1.0))
    opt_g.step()
    assert moved(g, before_g)
    assert not moved(d, before_d)
    # the generator step left gradients in the discriminator, hence the clearing
    assert any(p.grad is not None and p.grad.abs().sum() > 0 for p in d.parameters())
    needs = {item["id"]: set(item["after"]) for item in question["items"]}
    assert needs["fool"] == {"step-d", "zero-g"}
    assert needs["step-d"] == {"real", "fake"}


def test_gan_step1_real(question: Question) -> None:
    for v, key in gap_keys(question, 30):
        a = torch.tensor(math.log(v["p"] / (1 - v["p"])), dtype=torch.float64, requires_grad=True)
        b = torch.tensor(math.log(v["q"] / (1 - v["q"])), dtype=torch.float64, requires_grad=True)
        losses = bce(a, 1.0), bce(b, 0.0)
        assert key["real"] == pytest.approx(losses[0].item())
        assert key["fake"] == pytest.approx(losses[1].item())
        slopes = torch.autograd.grad(losses[0] + losses[1], [a, b])
        assert [key["grada"], key["gradb"]] == pytest.approx([s.item() for s in slopes])
        assert v["both"] == pytest.approx(sum(loss.item() for loss in losses), abs=6e-4)
    guess = bce(torch.zeros(1), 1.0).item()
    assert [round(guess, 3), round(2 * guess, 3)] == [0.693, 1.386]
    says(question, "0.693", "1.386", r"2\ln2")


def test_gan_step2_fake(question: Question) -> None:
    assert right(question) == {"waste"}
    after = []
    for cut in (True, False):
        g, d = pair()
        before = state(g)
        fake = g(torch.ones(5, 3))
        opt = torch.optim.SGD(d.parameters(), lr=0.1)
        torch.autograd.backward(bce(d(fake.detach() if cut else fake), 0.0))
        opt.step()
        after.append(state(d))
        assert not moved(g, before)
        assert all((p.grad is None) is cut for p in g.parameters())
        if not cut:
            with pytest.raises(RuntimeError, match="second time"):
                torch.autograd.backward(bce(d(fake), 1.0))
    assert all(torch.equal(a, b) for a, b in zip(*after, strict=True))
    says(question, "`.grad`", r"\tilde{x}=G(z)")


def test_gan_step3_generator(question: Question) -> None:
    assert right(question) == {"optimiser"}
    z = torch.ones(5, 3)

    def logit(way: str, g: nn.Sequential, d: nn.Sequential) -> torch.Tensor:
        fake: torch.Tensor = g(z)
        if way == "no-grad":
            with torch.no_grad():
                out: torch.Tensor = d(fake)
            return out
        if way == "detach":
            fake = fake.detach()
        if way == "eval":
            d.eval()
        if way == "requires-grad":
            d.requires_grad_(requires_grad=False)
        result: torch.Tensor = d(fake)
        return result

    found = {}
    for way in ("optimiser", "no-grad", "detach", "eval", "requires-grad"):
        g, d = pair()
        before_g, before_d = state(g), state(d)
        nets = [g, d] if way == "eval" else [g]
        loss = bce(logit(way, g, d), 1.0)
        if loss.requires_grad:
            torch.autograd.backward(loss)
        for net in nets:
            torch.optim.SGD(net.parameters(), lr=0.1).step()
        found[way] = (moved(g, before_g), moved(d, before_d))
    g, d = pair()
    with pytest.raises(RuntimeError, match="does not require grad"):
        torch.autograd.backward(bce(logit("no-grad", g, d), 1.0))
    assert found["optimiser"] == found["requires-grad"] == (True, False)
    assert found["no-grad"] == found["detach"] == (False, False)
    assert found["eval"] == (True, True)
    assert {way for way in found if way != "requires-grad"} == {
        option["id"] for option in question["options"]
    }


def value(p: float, q: float, da: float, db: float) -> float:
    """Return the value of the game for two kinds of samples."""
    terms = [(p, da), (1 - p, db), (q, 1 - da), (1 - q, 1 - db)]
    return sum(weight * math.log(x) for weight, x in terms if weight > 0)


def test_gan_objective(question: Question) -> None:
    grid = np.linspace(0.001, 0.999, 999)
    for v, key in gap_keys(question, 20):
        p, q = v["p"], v["q"]
        best = grid[np.argmax(p * np.log(grid) + q * np.log(1 - grid))]
        other = grid[np.argmax((1 - p) * np.log(grid) + (1 - q) * np.log(1 - grid))]
        assert key["dstar"] == pytest.approx(best, abs=6e-4)
        assert v["shown_b"] == pytest.approx(other, abs=1.2e-3)
        assert key["value"] == pytest.approx(value(p, q, best, other), rel=1e-4)
        middle = np.array([p + q, 2 - p - q]) / 2
        js = 0.5 * sum(
            float(np.sum(x * np.log(x / middle))) for x in np.array([[p, 1 - p], [q, 1 - q]])
        )
        assert key["value"] == pytest.approx(-math.log(4) + 2 * js)
        assert key["floor"] == pytest.approx(value(p, p, 0.5, 0.5))
        assert key["floor"] < key["value"]
    assert round(2 * math.log(0.5), 3) == -1.386
    near = 1e-12
    assert value(1, 0, 1 - near, near) == pytest.approx(0, abs=1e-9)
    says(question, "-1.386", r"-\log4+2\,\mathrm{JSD}", "0.8")
    extreme = next(g for g in question["gaps"] if g["id"] == "extreme")
    assert right(extreme) == {"minimum"}


def sizes(d: float) -> tuple[float, float]:
    """Return the gradients of both generator losses with respect to the logit, by autograd."""
    a = torch.tensor(math.log(d / (1 - d)), dtype=torch.float64, requires_grad=True)
    losses: list[Callable[[torch.Tensor], torch.Tensor]] = [
        lambda x: torch.log(1 - torch.sigmoid(x)),
        lambda x: -torch.log(torch.sigmoid(x)),
    ]
    first, second = (torch.autograd.grad(loss(a), a)[0].item() for loss in losses)
    return first, second


def test_gan_non_saturating(question: Question) -> None:
    for v, key in variants(question, 20):
        old, new = sizes(v["d"])
        assert old < 0 > new
        assert key == pytest.approx(new / old)
        assert v["one"] == pytest.approx(-new, abs=1e-6)
    assert sizes(0.5) == pytest.approx((-0.5, -0.5))
    assert sizes(0.01)[1] / sizes(0.01)[0] == pytest.approx(99)
    says(question, "| 0.01 | 0.5 | 0.99 |", "| 0.99 | 0.5 | 0.01 |", "99")


def test_gan_three_steps_why(question: Question) -> None:
    old, new = sizes(0.01)
    assert [-old, -new, new / old] == pytest.approx([0.01, 0.99, 99])
    assert value(0.3, 0.3, 0.5, 0.5) == pytest.approx(-math.log(4))
    assert round(-math.log(4), 3) == -1.386
    says(question, "0.01", "0.99", "99", "-1.386", r"-\log4")
