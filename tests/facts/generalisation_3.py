"""Facts of the questions on bias, variance and no free lunch: simulations and full enumeration."""

import itertools
import math
from typing import Any

import numpy as np

from tests.facts.convolution_counting import right_of
from tests.facts.initialisation import drawn
from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says, texts, variants

Question = dict[str, Any]
Array = np.ndarray[Any, Any]


def mean_variance(trees: int, v: float, rho: float) -> float:
    """Return the variance of the mean from the covariance matrix itself."""
    covariance = np.full((trees, trees), rho * v)
    np.fill_diagonal(covariance, v)
    weights = np.full(trees, 1 / trees)
    return float(weights @ covariance @ weights)


def test_bagging_variance(question: Question) -> None:
    for v, key in variants(question, 40):
        assert math.isclose(mean_variance(v["trees"], v["v"], v["rho"]), key, rel_tol=1e-9)
        assert math.isclose(v["shared"] + v["rest"], key, abs_tol=1e-3)
    for rho, shown in (
        (0, "1     0.20   0.04"),
        (0.3, "1     0.44   0.328"),
        (0.6, "1     0.68   0.616"),
    ):
        values = [mean_variance(b, 1, rho) for b in (1, 5, 25)]
        assert np.allclose(values, [float(x) for x in shown.split()], atol=5e-4)
        assert abs(mean_variance(2000, 1, rho) - rho) < 1e-3
        says(question, shown)
    assert np.array([0.5, 0.5]) @ np.array([[4, 2], [2, 4]]) @ np.array([0.5, 0.5]) == 3


def test_bias_definition(question: Question) -> None:
    assert right_of(question) == [False, False, True, False]
    sets = [5.2, 6.4, 5.7, 6.1, 5.6]
    assert round(float(np.mean(sets)) - 5, 6) == 0.8
    assert [round(x - 5, 6) for x in sets[:2]] == [0.2, 1.4]
    says(question, *map(str, sets), "5.8", "0.8", "0.2", "1.4")


X = np.linspace(0, 1, 30)
"""Where the simulated training samples lie."""


def hats(degree: int) -> Array:
    """Return the matrix that takes labels to the fit of a polynomial."""
    basis = np.polynomial.legendre.legvander(2 * X - 1, degree)
    hat: Array = basis @ np.linalg.pinv(basis)
    return hat


def fits(kind: str, *, seed: int = 0) -> Array:
    """Train on 4000 noisy label sets; return the predictions at one point."""
    rng = np.random.default_rng(seed)
    truth, noise = np.sin(2 * np.pi * X), rng.normal(size=(4000, 30))
    y = truth + noise
    middle = 14
    near = np.argsort(np.abs(X - X[middle]), kind="stable")
    predictions: Array
    if kind.startswith("k"):
        predictions = y[:, near[: int(kind[1:])]].mean(1)
    elif kind.startswith("degree"):
        predictions = (y @ hats(int(kind[6:])).T)[:, middle]
    elif kind.startswith("ridge"):
        features = np.random.default_rng(9).normal(size=(30, 20))
        lam = float(kind[5:])
        inverse = np.linalg.inv(features.T @ features + lam * np.eye(20))
        predictions = y @ (features @ inverse @ features[middle])
    else:
        predictions = np.zeros(4000)
    return predictions


def bagged(rng: np.random.Generator, copies: int) -> float:
    """Predict at a fixed point by nearest-neighbour models of bootstrap samples (deep trees)."""
    x = rng.random(30)
    y = np.sin(2 * np.pi * x) + rng.normal(size=30)
    picks = rng.integers(0, 30, (copies, 30)) if copies > 1 else np.arange(30)[None]
    nearest = np.abs(x[picks] - 0.5).argmin(1)
    return float(y[picks[np.arange(len(picks)), nearest]].mean())


def test_variance_definition(question: Question) -> None:
    spread = {kind: float(fits(kind).var()) for kind in ("k1", "k15", "degree1", "degree9")}
    spread |= {kind: float(fits(kind).var()) for kind in ("ridge10", "ridge0.01", "constant")}
    rng = np.random.default_rng(0)
    single, bag = (float(np.var([bagged(rng, n) for _ in range(800)])) for n in (1, 50))
    raised = {
        "knn": spread["k1"] > spread["k15"],
        "ridge": spread["ridge0.01"] > spread["ridge10"],
        "degree": spread["degree9"] > spread["degree1"],
        "more-data": False,  # ten times the samples: a tenth of σ²p/n
        "constant": spread["constant"] > 0,
        "test-noise": False,  # the predictions do not look at test labels
        "bag": bag > 0.8 * single,
    }
    assert {o["id"]: o["correct"] for o in question["options"]} == raised
    assert abs(spread["k1"] - 1) < 0.08
    assert abs(spread["k15"] - 1 / 15) < 0.008
    for degree, shown in ((1, "0.067"), (9, "0.333")):
        assert f"{np.trace(hats(degree) @ hats(degree).T) / 30:.3f}" == shown
    assert f"{1 / 15:.3f}" == "0.067"
    assert math.isclose(float(np.var([2, 4, 6])), 8 / 3)
    says(question, "0.067", "0.333", "1/15", "2.67")


def test_bias_variance_tradeoff(question: Question) -> None:
    rng = np.random.default_rng(0)
    for index, (v, key) in enumerate(drawn(question, 30)):
        mu, s2, count, c = v["mu"], v["s2"], v["count"], v["c"]
        if index < 3:
            data = mu + math.sqrt(s2) * rng.normal(size=(60_000, count))
            f = c * data.mean(1)
            fresh = mu + math.sqrt(s2) * rng.normal(size=60_000)
            assert abs(f.mean() - mu - key["bias"]) < 0.05
            assert math.isclose(f.var(), key["variance"], rel_tol=0.03)
            assert math.isclose(np.mean((fresh - f) ** 2), key["error"], rel_tol=0.03)
        grid = np.linspace(0, 1, 100_001)
        risk = (grid - 1) ** 2 * mu**2 + grid**2 * s2 / count
        assert math.isclose(float(grid[np.argmin(risk)]), key["best"], abs_tol=1e-4)
        at = float(risk[round(c * 100_000)])
        assert math.isclose(key["bias"] ** 2 + key["variance"], at, rel_tol=1e-6)
        assert math.isclose(v["plain"], s2 / count + s2, abs_tol=1e-3)
    rows = [((c - 1) ** 2 * 9, c * c * 3) for c in (0, 0.5, 0.75, 1)]
    assert [round(a, 2) for a, _ in rows] == [9, 2.25, 0.56, 0]
    assert [round(b, 2) for _, b in rows] == [0, 0.75, 1.69, 3]
    assert [round(a + b, 2) for a, b in rows] == [9, 3, 2.25, 3]
    assert 9 / (9 + 3) == 0.75
    figure = QUESTIONS / "generalisation" / question["figures"][0]["file"]
    grid = np.linspace(0, 1.2, 61)
    curves = {"bias": 9 * (grid - 1) ** 2, "variance": 3 * grid**2}
    curves["sum"] = curves["bias"] + curves["variance"]
    for name, curve in curves.items():
        pixels = np.stack([44 + 220 * grid, 226 - 22 * curve], 1)
        assert np.abs(polyline(figure, name) - pixels).max() < 0.06
    says(question, "$c=0.75$", "$c=1$")


def test_bias_variance_decomposition(question: Question) -> None:
    truth = np.sin(2 * np.pi * X)
    rng = np.random.default_rng(0)
    y = truth + 0.5 * rng.normal(size=(3000, 30))
    fresh = truth + 0.5 * rng.normal(size=(3000, 30))
    sums = {}
    for degree in (1, 3, 9):
        hat = hats(degree)
        bias, variance = float(np.mean((hat @ truth - truth) ** 2)), 0.25 * (degree + 1) / 30
        predictions = y @ hat.T
        assert math.isclose(float(predictions.var(0).mean()), variance, rel_tol=0.03)
        error = float(np.mean((fresh - predictions) ** 2))
        assert math.isclose(error, bias + variance + 0.25, rel_tol=0.02)
        assert float(np.mean((y - predictions) ** 2)) < error  # training labels flatter the model
        sums[degree] = bias + variance
        says(question, f"| {degree} | {bias:.3f} | {variance:.3f} | {bias + variance:.3f} |")
    assert min(sums, key=sums.__getitem__) == 3


def test_bias_variance_ensembles(question: Question) -> None:
    rng = np.random.default_rng(0)
    means = 1 + math.sqrt(0.2) * rng.normal(size=100_000)
    prediction, sums = np.zeros_like(means), {}
    for round_ in range(1, 21):
        prediction += 0.3 * (means - prediction)  # the weak learner picks up 30% of the residual
        if round_ in (1, 5, 20):
            squared, spread = 0.7 ** (2 * round_), 0.2 * (1 - 0.7**round_) ** 2
            assert math.isclose(float(prediction.mean() - 1) ** 2, squared, abs_tol=0.004)
            assert math.isclose(float(prediction.var()), spread, rel_tol=0.02)
            sums[round_] = squared + spread
            says(question, f"| {round_} | {squared:.3f} | {spread:.3f} | {sums[round_]:.3f} |")
    assert sums[5] < sums[20] < sums[1]
    assert mean_variance(3, 3, 0) == 1
    line = []
    for _ in range(200):  # bagging a stable learner changes next to nothing
        x = rng.random(30)
        y = x + rng.normal(size=30)
        own = np.polyval(np.polyfit(x, y, 1), 0.5)
        picks = rng.integers(0, 30, (10, 30))
        line.append([own, np.mean([np.polyval(np.polyfit(x[p], y[p], 1), 0.5) for p in picks])])
    kept = np.var(line, axis=0)
    assert kept[1] > 0.85 * kept[0]
    wild = [float(np.var([bagged(rng, n) for _ in range(600)])) for n in (1, 30)]
    assert wild[1] < 0.75 * wild[0]


def labellings(count: int) -> list[tuple[int, ...]]:
    """List all labellings of some points."""
    return list(itertools.product((0, 1), repeat=count))


def right(prediction: tuple[int, ...], truth: tuple[int, ...]) -> int:
    """Count the points that are predicted correctly."""
    return sum(a == b for a, b in zip(prediction, truth, strict=True))


def test_no_free_lunch(question: Question) -> None:
    shown = [right((0, 0, 0), t) for t in sorted(labellings(3), key=sum)]
    assert shown == [3, 2, 2, 2, 1, 1, 1, 0]
    for prediction in labellings(3):
        scores = [right(prediction, truth) for truth in labellings(3)]
        assert sum(scores) / 24 == 0.5
        assert sorted(scores) == sorted(shown)
    regular = [truth for truth in labellings(3) if len(set(truth)) == 1]
    assert len(regular) == 2
    assert all(right((truth[0],) * 3, truth) == 3 for truth in regular)
    says(question, "000", "010", "2/3", "1/3", "1/2")


def test_no_free_lunch_average(question: Question) -> None:
    for v, key in drawn(question, 12):
        points, differ = v["points"], v["differ"]
        one = (0,) * points
        two = (1,) * differ + (0,) * (points - differ)
        scores = [(right(one, t), right(two, t)) for t in labellings(points)]
        assert key["functions"] == len(scores)
        assert key["perfect"] == sum(a == points for a, _ in scores)
        assert key["mean"] == 100 * sum(a for a, _ in scores) / len(scores) / points
        assert key["better"] == sum(a > b for a, b in scores) == sum(a < b for a, b in scores)
        ties = sum(right((0,) * differ, t) * 2 == differ for t in labellings(differ))
        assert v["ties"] == ties
        assert v["ahead"] == (2**differ - ties) // 2
    truths = labellings(3)
    rows = [[right(p, t) for t in truths] for p in ((0, 0, 0), (0, 1, 1))]
    for lang in ("zh", "en"):
        for row in rows:
            assert "   ".join(map(str, row)) in texts(question, lang)
    wins = [a - b for a, b in zip(*rows, strict=True)]
    assert [sum(w > 0 for w in wins), wins.count(0), sum(w < 0 for w in wins)] == [2, 4, 2]
    winners = "   ".join("A" if w > 0 else "B" if w < 0 else "-" for w in wins)
    assert winners in texts(question, "en")
    assert (6 + 4 / 2) / 10 == 0.8
