"""Facts of the questions on overfitting: fits, simulations and counts instead of the formulas."""

import math
import random
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from tests.facts.convolution_counting import right_of
from tests.facts.initialisation import drawn
from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says, variants

Question = dict[str, Any]


def stopped(h: float, eta: float, steps: int) -> float:
    """Walk gradient descent on h/2·(w−1)² from 0 and return where it stops."""
    w = 0.0
    for _ in range(steps):
        w -= eta * h * (w - 1)
    return w


def test_early_stopping_as_l2(question: Question) -> None:
    for v, key in variants(question, 40):
        w = stopped(v["h"], v["eta"], v["steps"])
        assert math.isclose(v["h"] * (w - 1) + key * w, 0, abs_tol=1e-9)  # the same minimum
        assert math.isclose(w, v["reached"], abs_tol=6e-5)
        assert math.isclose(1 - w, v["shown"], abs_tol=6e-5)
    for h in (0.1, 1, 4):
        w = stopped(h, 0.1, 10)
        says(question, f"{w:.3f}", f"{h * (1 - w) / w:.3f}")
    w = stopped(0.01, 0.1, 10)
    assert math.isclose(0.01 * (1 - w) / w, 1 / (0.1 * 10), rel_tol=0.01)
    assert stopped(1, 0.5, 1) == 0.5


def equalised(levels: Sequence[int]) -> list[int]:
    """Map grey levels by the share of pixels not above them, times 255."""
    share = [sum(other <= level for other in levels) / len(levels) for level in levels]
    return [math.floor(255 * s + 0.5) for s in share]


def test_histogram_equalisation_name(question: Question) -> None:
    new = equalised([50, 50, 60, 90])
    assert new == [128, 128, 191, 255]
    assert (new[2] - new[1], new[3] - new[2]) == (63, 64)
    assert (255 * 0.5, 255 * 0.75) == (127.5, 191.25)
    shades = random.Random(0).sample(range(5000), 1001)  # noqa: S311 - a picture, no secret
    assert equalised(sorted(shades))[500] in (127, 128)
    says(question, "127.5", "191.25", "191", "63", "64")


def test_label_preserving_augmentation(question: Question) -> None:
    kept = {"pets", "digits-shift", "speech"}
    assert {o["id"] for o in question["options"] if o["correct"]} == kept
    turned = {6: 9, 9: 6}
    wrong = sum(turned.get(d, d) != d for d in range(10)) / 10 / 2
    assert wrong == 0.1
    says(question, "20%", "10%")


def test_loss_up_accuracy_up(question: Question) -> None:
    assert right_of(question) == [False, True]
    for epoch, shown in ((10, [0.6, 0.6, 0.45, 0.4]), (11, [0.9, 0.9, 0.7, 0.01])):
        p = torch.tensor(shown, dtype=torch.float64)
        logits = torch.stack([p, 1 - p], 1).log()
        loss = float(cross_entropy(logits, torch.zeros(4, dtype=torch.long)))
        right = int((p > 0.5).sum())
        listed = ", ".join(map(str, shown))
        says(question, f"| {epoch} | {listed} | {25 * right}% | {loss:.3f} |")
    each = [-math.log(p) for p in (0.9, 0.9, 0.7, 0.01)]
    assert [f"{x:.3f}" for x in each] == ["0.105", "0.105", "0.357", "4.605"]
    assert f"{sum(each[:3]):.3f}" == "0.567"
    assert 0.88 < each[3] / sum(each) < 0.92
    says(question, "0.567", "4.605")


def test_mixup_target(question: Question) -> None:
    for v, key in drawn(question, 30):
        pixel = torch.lerp(torch.tensor(float(v["xb"])), torch.tensor(float(v["xa"])), v["lam"])
        assert math.isclose(float(pixel), key["pixel"], rel_tol=1e-5)
        p = torch.tensor([[v["pa"], v["pb"], v["pc"]]], dtype=torch.float64)
        assert math.isclose(float(p.sum()), 1)
        a, b = torch.tensor([0]), torch.tensor([1])
        mixed = v["lam"] * cross_entropy(p.log(), a) + (1 - v["lam"]) * cross_entropy(p.log(), b)
        assert math.isclose(float(mixed), key["loss"], rel_tol=1e-9)
        soft = torch.tensor([[v["lam"], key["label"], 0.0]], dtype=torch.float64)
        assert math.isclose(float(cross_entropy(p.log(), soft)), key["loss"], rel_tol=1e-9)
        grid = np.linspace(0.001, 0.999, 1999)
        least = (-v["lam"] * np.log(grid) - (1 - v["lam"]) * np.log(1 - grid)).min()
        assert math.isclose(float(least), key["floor"], rel_tol=1e-4)
    floor = -0.7 * math.log(0.7) - 0.3 * math.log(0.3)
    assert f"{floor:.3f}" == "0.611"
    says(question, "0.611")


def test_overfitting_cause_complexity(question: Question) -> None:
    for v, key in drawn(question, 30):
        x = np.array([0.0, 1.0, 2.0])
        y = v["a"] * x + v["b"] + np.array([0.0, v["e"], 0.0])
        parabola, line = np.polyfit(x, y, 2), np.polyfit(x, y, 1)
        assert np.allclose(np.polyval(parabola, x), y)
        assert key["train"] == 0
        assert math.isclose(np.polyval(parabola, v["s"]), key["quadratic"], abs_tol=1e-6)
        assert math.isclose(np.polyval(line, v["s"]), key["line"], abs_tol=1e-6)
    bump = np.polyfit([0.0, 1.0, 2.0], [0.0, 1.0, 0.0], 2)
    flat = np.polyfit([0.0, 1.0, 2.0], [0.0, 1.0, 0.0], 1)
    ratio = abs(np.polyval(bump, 3.0) / np.polyval(flat, 3.0))
    assert math.isclose(np.polyval(bump, 3.0), -3, abs_tol=1e-9)
    assert math.isclose(ratio, 9, rel_tol=1e-9)
    says(question, "1/3", "$-3$", "9")


def test_overfitting_cause_data(question: Question) -> None:
    assert right_of(question) == [False, False, True, False]
    x = torch.randn(5000, 3, generator=torch.Generator().manual_seed(0))
    w, b = torch.zeros(3), torch.zeros(())
    for _ in range(60):  # every label is "good": the bias grows, nothing looks at defects
        slope = torch.sigmoid(x @ w + b) - 1
        w, b = w - 0.5 * (x.T @ slope) / 5000, b - 0.5 * slope.mean()
    assert float(b) > 2
    assert float(w.abs().max()) < 0.1
    defects = x[:100] + 0.3
    assert bool((defects @ w + b > 0).all())
    weighted = 1000 * torch.zeros(0).sum()  # a class weight times no samples at all
    assert float(weighted) == 0
    says(question, "98%", "2%", "100")


def test_overfitting_cause_noise(question: Question) -> None:
    for v, key in drawn(question, 20):
        r = v["r"]
        pairs = [(a, b, (r if a else 1 - r) * (r if b else 1 - r)) for a in (0, 1) for b in (0, 1)]
        agree = 100 * sum(p for a, b, p in pairs if a == b)
        clean = 100 * sum(p for a, _, p in pairs if a == 0)
        assert math.isclose(key["memnoisy"], agree, rel_tol=1e-9)
        assert math.isclose(key["memclean"], clean, rel_tol=1e-9)
        assert key["memtrain"] == 100
        assert key["ruletrain"] == v["rule_noisy"] == 100 - v["rho"]
    rng = np.random.default_rng(0)
    train, test = rng.random((2, 200_000)) < 0.2
    assert abs(np.mean(train == test) - 0.68) < 0.005
    says(question, "68%", "80%")


def test_overfitting_definition(question: Question) -> None:
    assert right_of(question) == [False, False, True, False]

    def gaps(name: str) -> list[float]:
        text = next(o for o in question["options"] if o["id"] == name)["text"]["en"]
        numbers = [
            float(x)
            for x in text.replace(";", " ").replace("%", "").split()
            if x[0] in "0123456789"
        ]
        assert len(numbers) == 6
        return [*(round(numbers[2 + i] - numbers[i], 2) for i in (0, 1)), numbers[5] - numbers[4]]

    assert gaps("overfit") == [0.2, 1.25, -4]
    assert gaps("gap") == [0.2, 0.35, 9]
    assert max(abs(g) for g in gaps("underfit")[:2]) < 0.05
    says(question, "0.20", "1.25", "0.35", "4", "9")


def test_overfitting_diagnosis(question: Question) -> None:
    train, validation = 100 - 99, 100 - 74
    assert validation - train == 25
    assert 26 - 3 == 23  # what a shift explains when the train-dev error is 3%
    says(question, r"$R_\mathrm{tr}=1\%$", "25", "24%", "3%", "23")
    points = question["rubric"]["points"]
    assert {p["id"] for p in points if p["must"]} == {"rule-out", "data", "model"}


def pull(penalty: str, w: float, lam: float) -> float:
    """Let autograd find the pull of a penalty on one weight."""
    x = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    value = lam * x.abs() if penalty == "l1" else lam / 2 * x.square()
    (slope,) = torch.autograd.grad(value, x)
    return float(slope)


def test_overfitting_model_side(question: Question) -> None:
    assert [pull("l2", w, 0.1) for w in (2.0, 0.01)] == [0.2, 0.001]
    assert [pull("l1", w, 0.1) for w in (2.0, 0.01)] == [0.1, 0.1]
    says(question, "0.2", "0.1", "0.001")
    jitter = []
    for size in (8, 512):
        x = torch.randn(200, size, generator=torch.Generator().manual_seed(0))
        x[:, 0] = 1.0  # the same sample in every batch
        out = (x - x.mean(1, keepdim=True)) / x.std(1, unbiased=False, keepdim=True)
        jitter.append(float(out[:, 0].std()))
    assert jitter[0] > 5 * jitter[1]  # the noise of batch statistics fades with larger batches


def test_overfitting_prevention_list(question: Question) -> None:
    assert {o["id"] for o in question["options"] if o["correct"]} == {
        "decay",
        "crops",
        "drop",
        "stop",
    }
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 5)), rng.normal(size=30)

    def error(w: np.ndarray) -> float:
        return float(np.mean((x @ w - y) ** 2))

    fits = [np.linalg.solve(x.T @ x + lam * np.eye(5), x.T @ y) for lam in (0, 1, 100, 1e9)]
    assert [error(w) for w in fits] == sorted(error(w) for w in fits)
    assert np.abs(fits[-1]).max() < 1e-6
    w = np.zeros(5)
    for _ in range(4000):  # clipped steps arrive at the same minimum
        g = x.T @ (x @ w - y) / 15
        w -= 0.1 * g * min(1.0, 0.01 / float(np.linalg.norm(g) + 1e-12))
    assert math.isclose(error(w), error(fits[0]), rel_tol=1e-4)


def excess(n: int, p: int, rng: np.random.Generator) -> float:
    """Average how much worse than the truth a fit of p parameters does on fresh labels."""
    x = rng.normal(size=(n, p))
    hat = x @ np.linalg.pinv(x)
    noise = rng.normal(size=(4000, n))
    return float(np.mean((noise @ hat.T) ** 2))


def test_overfitting_three_causes(question: Question) -> None:
    rng = np.random.default_rng(0)
    assert abs(excess(12, 12, rng) - 1) < 0.03
    assert abs(excess(12, 3, rng) - 0.25) < 0.02
    knots = np.linspace(-1, 1, 12)
    y = rng.normal(size=12)
    wild, calm = np.polyfit(knots, y, 11), np.polyfit(knots, y, 2)
    assert np.allclose(np.polyval(wild, knots), y, atol=1e-6)
    dense = np.linspace(-1, 1, 400)
    assert np.ptp(np.polyval(wild, dense)) > 4 * np.ptp(np.polyval(calm, dense))
    says(question, "$p=12$", "$n=12$", "$p=3$")


def watch(losses: Iterable[float], patience: int) -> tuple[int, int]:
    """Run early stopping; return where it stops and which epoch it restores."""
    best, best_at, epoch = math.inf, 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best:
            best, best_at = loss, epoch
        if epoch - best_at >= patience:
            break
    return epoch, best_at


def test_prevent_early_stop(question: Question) -> None:
    for v, key in drawn(question, 60):
        fall = [1000.0 - i for i in range(v["a"])]
        bad = [2000.0] * v["g"]
        again = [500.0 - i for i in range(v["c"] - v["back"] + 1)]
        losses = [*fall, *bad, *again, *[3000.0] * 40]
        assert watch(losses, v["p"]) == (key["stop"], key["restore"])
        needed = next(p for p in range(1, 30) if watch(losses, p)[1] == v["c"])
        assert needed == key["least"]
    shown = [5, 4, 3, 4, 4, 2, 3, 3, 3]
    assert watch(shown, 2) == (5, 3)
    assert watch(shown, 3) == (9, 6)
    assert watch([3, 2, 2.5, 1], 1) == (3, 2)
    counter, least, counts = 0, math.inf, []
    for loss in shown:
        counter = 0 if loss < least else counter + 1
        least = min(least, loss)
        counts.append(str(counter))
    drawing = (QUESTIONS / "generalisation" / question["figures"][0]["file"]).read_text("utf-8")
    assert re.findall(r'y="240">(\d)<', drawing) == counts
    curve = polyline(QUESTIONS / "generalisation" / question["figures"][0]["file"], "loss")
    assert [(188 - y) / 30 for y in curve[:, 1]] == shown
