"""Numbers and claims of the questions on parameters, batches, data and network families."""

import math
import re
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from tests.facts.dl_foundations import keys
from tests.facts.prose import QUESTIONS, says, variants

Question = dict[str, Any]


def test_model_parameters(question: Question) -> None:
    drawn = {name: keys(question, name, 30) for name in ("w", "prediction", "ridge")}
    x = np.array([1.0, 2.0, 3.0])
    for index, (v, key) in enumerate(drawn["w"]):
        y = np.array([v["y1"], v["y2"], v["y3"]], dtype=float)
        w = float(np.linalg.lstsq(x[:, None], y, rcond=None)[0][0])
        assert key == pytest.approx(w)
        assert drawn["prediction"][index][1] == pytest.approx(w * v["xs"])
        wide = np.append(x, math.sqrt(v["lam"]))  # a penalty is one more sample with target 0
        ridge = float(np.linalg.lstsq(wide[:, None], np.append(y, 0), rcond=None)[0][0])
        assert drawn["ridge"][index][1] == pytest.approx(ridge)
        assert v["xy"] == x @ y
    assert (x @ (2 * x), x @ x) == (28, 14)
    says(question, "$w=28/14=2$")


def test_parameter_forms(question: Question) -> None:
    xs, ys, alpha = np.array([-1.0, 1.0]), np.array([-1.0, 1.0]), np.array([0.5, 0.5])
    grid = np.linspace(-2, 2, 9)
    assert [float((alpha * ys * xs * g).sum()) for g in grid] == pytest.approx(grid.tolist())
    best = max(
        ((a, 2 * a - 0.5 * (2 * a) ** 2) for a in np.linspace(0, 1, 101)), key=lambda pair: pair[1]
    )
    assert best[0] == pytest.approx(0.5), "the dual on the constraint alpha1 = alpha2"
    says(question, r"\alpha_1=\alpha_2=0.5", r"$0.5,0.5,0$")
    assert len(question["pairs"]) == 5


def test_hyperparameters(question: Question) -> None:
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(30, 5)), rng.normal(size=30)
    losses, norms = [], []
    for lam in (0.0, 0.1, 1.0, 10.0):
        w = np.linalg.solve(a.T @ a + lam * np.eye(5), a.T @ b)
        losses.append(float(((a @ w - b) ** 2).sum()))
        norms.append(float(w @ w))
    assert losses == sorted(losses), "the training loss never falls with lambda"
    assert norms == sorted(norms, reverse=True)
    points = rng.normal(size=(50, 2))
    nearest = ((points[:, None] - points[None]) ** 2).sum(-1).argmin(1)
    assert (nearest == np.arange(50)).all(), "k=1: each point is its own neighbour"
    says(question, r"$\lambda=0$", "$k=1$")


def test_hyperparameter_grid_cost(question: Question) -> None:
    for v, key in variants(question, 30):
        trainings = 0
        for _ in np.ndindex(v["nc"], v["ns"], v["np"]):
            for _fold in range(v["folds"]):
                trainings += 1
        assert key == trainings + 1
        assert v["combos"] == trainings / v["folds"]
    says(question, "$2\\cdot2\\cdot2+1=9$")


def hinge_weights(c: float) -> float:
    """Fit a soft-margin linear SVM on a line with one outlier; return |w|."""
    x = torch.tensor([-3.0, -2.0, 2.0, 3.0, -0.5], dtype=torch.float64)
    y = torch.tensor([-1.0, -1.0, 1.0, 1.0, 1.0], dtype=torch.float64)
    ws, bs = torch.meshgrid(
        torch.linspace(0, 3, 121).double(), torch.linspace(-3, 3, 121).double(), indexing="ij"
    )
    margins = 1 - y * (ws[..., None] * x + bs[..., None])
    objective = 0.5 * ws**2 + c * margins.clamp(min=0).sum(-1)
    return float(ws.flatten()[objective.argmin()])


def test_hyperparameter_examples(question: Question) -> None:
    assert hinge_weights(0.01) < hinge_weights(0.1) < hinge_weights(100.0)
    kernel = [math.exp(-(3**2) / (2 * s**2)) for s in (1, 30)]
    assert [f"{value:.3f}" for value in kernel] == ["0.011", "0.995"]
    w, seen = 1.0, []
    for _ in range(3):
        seen.append(w)
        w -= 2.5 * w
    assert seen == [1.0, -1.5, 2.25]
    assert math.exp(-4.5) == pytest.approx(kernel[0])
    says(question, "0.011", "0.995", r"$1,-1.5,2.25,\dots$")
    labels = np.array([0, 0, 0, 1, 1])
    assert np.bincount(labels).argmax() == 0, "with k = N everybody votes"


def test_parameter_vs_hyperparameter(question: Question) -> None:
    net = nn.Sequential(
        nn.Embedding(5, 4), nn.BatchNorm1d(4), nn.PReLU(), nn.Dropout(0.5), nn.Linear(4, 2)
    )
    before = {name: value.clone() for name, value in net.state_dict().items()}
    optimiser = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    torch.manual_seed(1)
    out = net(torch.tensor([0, 1, 2, 3, 4, 0, 1, 2]))
    torch.autograd.backward((out * torch.randn_like(out)).sum())
    forward = {n: v.clone() for n, v in net.state_dict().items()}
    optimiser.step()
    moved = {n for n, v in net.state_dict().items() if not torch.equal(v, forward[n])}
    assert {"0.weight", "1.weight", "2.weight", "4.weight"} <= moved
    assert "1.running_mean" not in moved
    assert not torch.equal(forward["1.running_mean"], before["1.running_mean"])
    right = {o["id"] for o in question["options"] if o["correct"]}
    assert right == {"gamma", "prelu", "embedding"}
    norm = nn.BatchNorm1d(4)
    assert sum(p.numel() for p in norm.parameters()) == 8
    assert sum(b.numel() for b in norm.buffers()) == 9
    assert norm.momentum == 0.1


def test_random_search_trials(question: Question) -> None:
    for v, key in variants(question, 60):
        count, hit = 0, 0.0
        while hit < v["p"] / 100:
            count += 1
            hit = 1 - math.prod([1 - v["q"] / 100] * count)
        assert key == count == v["need"]
        assert v["one"] == pytest.approx(100 * hit, abs=0.006)
    assert [round(0.95**n, 4) for n in (58, 59)] == [0.0510, 0.0485]
    share = (1 - 0.01) / (1 - 1e-5)
    assert share == pytest.approx(0.99, abs=1e-4)
    picture = QUESTIONS / "dl-foundations" / question["figures"][0]["file"]
    across = re.findall(r'class="dK" cx="([\d.]+)"', picture.read_text("utf-8"))
    assert [len(across), len(set(across[:9])), len(set(across[9:]))] == [18, 3, 9]
    says(question, "0.0510", "0.0485", "$n=59$", "99%")


def test_epoch_batch_iteration(question: Question) -> None:
    for v, key in variants(question, 12):
        data = torch.utils.data.TensorDataset(torch.zeros(v["size"], 1))
        loader = torch.utils.data.DataLoader(data, v["b"], drop_last=bool(v["drop"]))
        assert len(loader) == v["per_epoch"]
        assert key == v["e"] * len(loader)
        assert v["size"] - v["full"] * v["b"] == v["rest"]
    assert (10000 // 200, 10000 % 200) == (50, 0)
    assert (10000 // 256, math.ceil(10000 / 256), 10000 % 256) == (39, 40, 16)
    assert round(10000 / 256, 2) == 39.06
    says(question, "39.06", "50", "16")


def test_why_mini_batches(question: Question) -> None:
    rng = np.random.default_rng(0)
    samples = rng.normal(size=(20000, 100))
    assert samples.mean(1).std() == pytest.approx(1 / 10, rel=0.02)
    assert 50000 / 100 == 500
    assert 1 / math.sqrt(50000) == pytest.approx(0.0045, abs=5e-5)
    assert math.sqrt(10000 / 100) == 10
    assert math.sqrt(1024 / 64) == 4
    says(question, "0.0045", "500", "1/4")
    kept = []
    for size in (8, 16):
        saved: list[int] = []

        def note(tensor: torch.Tensor, into: list[int] = saved) -> torch.Tensor:
            into.append(tensor.numel())
            return tensor

        net = nn.Sequential(nn.Linear(4, 63), nn.Tanh(), nn.Linear(63, 63), nn.Tanh())
        with torch.autograd.graph.saved_tensors_hooks(note, torch.Tensor.detach):
            net(torch.zeros(size, 4))
        kept.append(sum(count for count in saved if count % size == 0))
    assert kept[1] == 2 * kept[0] > 0, "activations grow with the batch"


def test_iid_assumption(question: Question) -> None:
    assert 10000 / 50 == 200
    says(question, "200", "99%", "71%")
    rng = np.random.default_rng(0)
    means = [float(np.mean(rng.random(25) < 0.3)) for _ in range(20000)]
    assert np.mean(means) == pytest.approx(0.3, abs=0.002)
    assert np.var(means) == pytest.approx(0.3 * 0.7 / 25, rel=0.03)
    clips, label = np.repeat(np.arange(50), 200), rng.integers(0, 2, 50)
    train = rng.random(10000) < 0.8
    memory = {clip: label[clip] for clip in clips[train]}
    seen = [memory[c] == label[c] for c in clips[~train] if c in memory]
    assert np.mean(seen) == 1, "equal frames: memorising is perfect on a split by frame"


def test_iid_effective_samples(question: Question) -> None:
    for v, key in variants(question, 20):
        k, m, rho = v["k"], v["m"], v["rho"]
        clip = np.full((m, m), rho) + (1 - rho) * np.eye(m)
        ones = np.full(m, 1 / (k * m))
        assert 1 / (k * float(ones @ clip @ ones)) == pytest.approx(key)
        assert v["inflation"] == pytest.approx(clip[0].sum())
    table = {1: 50, 10: 90.9, 200: 99.5}
    for m, shown in table.items():
        assert 50 * m / (1 + (m - 1) * 0.5) == pytest.approx(shown, abs=0.06)
    assert 50 / 0.5 == 100
    says(question, "90.9", "99.5", "100")


def size(module: nn.Module) -> int:
    """Count the parameters of a module."""
    return sum(p.numel() for p in module.parameters())


def test_dnn_cnn_rnn_parameters(question: Question) -> None:
    drawn = {name: keys(question, name, 20) for name in ("dense", "conv", "rnn", "serial")}
    for index, (v, key) in enumerate(drawn["dense"]):
        t, d, h, k = v["steps"], v["d"], v["h"], v["k"]
        dense = nn.Linear(t * d, t * h, bias=False, device="meta")
        assert key == size(dense)
        assert size(nn.Linear(2 * t * d, 2 * t * h, bias=False, device="meta")) == 4 * key
        conv = nn.Conv1d(d, h, k, padding=k // 2, bias=False)
        assert drawn["conv"][index][1] == size(conv)
        assert conv(torch.zeros(1, d, t)).shape == (1, h, t)
        rnn = nn.RNN(d, h, bias=False)
        assert drawn["rnn"][index][1] == size(rnn)
        assert drawn["serial"][index][1] == rnn(torch.zeros(t, 1, d))[0].shape[0]
    assert (20 * 4 * 20 * 10, 3 * 4 * 10, 4 * 10 + 10 * 10) == (16000, 120, 140)
    says(question, "16000", "120", "140")


def test_dnn_cnn_rnn(question: Question) -> None:
    w, x = torch.randn(3, 6, dtype=torch.float64), torch.randn(6, dtype=torch.float64)
    order = torch.eye(6, dtype=torch.float64)[torch.randperm(6)]
    assert torch.allclose(w @ (order @ x), (w @ order) @ x)
    band = torch.zeros(4, 6, dtype=torch.float64)
    for row in range(4):
        band[row, row : row + 3] = torch.tensor([1.0, 2.0, 3.0])
    kernel = torch.tensor([[[1.0, 2.0, 3.0]]], dtype=torch.float64)
    assert torch.allclose(nn.functional.conv1d(x[None, None], kernel)[0, 0], band @ x)
    swapped = band[:, [1, 0, 2, 3, 4, 5]]
    assert not all(torch.equal(swapped[row, row : row + 3], kernel[0, 0]) for row in range(4)), (
        "permuted columns are no convolution"
    )
    assert len(question["pairs"]) == 3


def test_ml_vs_dl(question: Question) -> None:
    corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]], dtype=float)
    label = (corners[:, 0] * corners[:, 1] > 0).astype(int)

    def best(features: np.ndarray[Any, np.dtype[np.float64]]) -> float:
        rng = np.random.default_rng(0)
        w = rng.normal(size=(4000, features.shape[1] + 1))
        scores = w[:, :-1] @ features.T + w[:, -1:]
        return float(((scores > 0) == label).mean(1).max())

    assert best(corners) == 0.75
    assert best(np.column_stack([corners, corners.prod(1)])) == 1
    says(question, "75%", "100%", "$x_1x_2$")
