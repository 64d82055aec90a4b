"""Facts of the questions on vanishing and exploding gradients: autograd and singular values."""

import math
import re
from typing import Any

import numpy as np
import torch

from tests.facts.convolution_counting import right_of
from tests.facts.initialisation import drawn
from tests.facts.pictures import polyline
from tests.facts.prose import QUESTIONS, says, variants

Question = dict[str, Any]


def test_gradient_vanish_explode_definition(question: Question) -> None:
    for v, key in drawn(question, 40):
        small = large = 1.0
        for _ in range(v["depth"]):
            small, large = small * v["r"], large * v["q"]
        assert math.isclose(small, key["small"], rel_tol=1e-9)
        assert math.isclose(large, key["big"], rel_tol=1e-9)
        left, layers = 1.0, 0
        while left >= 0.001:
            left, layers = left * v["r"], layers + 1
        assert key["layers"] == layers
    assert (f"{0.9**50:.3g}", f"{1.1**50:.0f}") == ("0.00515", "117")
    assert 20_000 < 1.1**50 / 0.9**50 < 30_000
    assert (f"{0.9**65:.5f}", f"{0.9**66:.5f}") == ("0.00106", "0.00096")
    assert 2**9 < 1000 < 2**10
    assert 0.25**5 < 0.001 < 0.25**4
    figure = QUESTIONS / "initialisation-gradient-flow" / question["figures"][0]["file"]
    for name, factor in (("grow", 1.1), ("shrink", 0.9), ("quarter", 0.25)):
        for x, y in polyline(figure, name):
            assert math.isclose((134 - y) / 36, (x - 50) / 3.7 * math.log10(factor), abs_tol=0.02)
    says(question, "0.00515", "117", "0.00106", "0.00096", "0.5%", "$2^{10}=1024$")


def test_sigmoid_explosion_range(question: Question) -> None:
    def window(w: float) -> float:
        """Measure on a fine grid where w·σ'(wx) is at least 1."""
        x = torch.linspace(-1, 1, 200_001, dtype=torch.float64, requires_grad=True)
        torch.sigmoid(w * x).sum().backward()  # type: ignore[no-untyped-call]
        assert x.grad is not None
        return int((x.grad >= 1).sum()) * 1e-5

    for v, key in variants(question, 12):
        assert math.isclose(window(v["w"]), key, rel_tol=0.005)
    ws = (4, 5, 6.9, 10, 20, 100)
    lengths = [window(w) for w in ws]
    shown = [f"{x:.2f}" for x in lengths]
    assert shown == ["0.00", "0.38", "0.45", "0.41", "0.29", "0.09"]
    says(question, "0  " + "  ".join(shown[1:]), "0.092")
    assert f"{lengths[-1]:.3f}" == "0.092"
    near = {w: window(w) for w in (6.0, 6.5, 6.9, 7.3, 8.0)}
    assert max(near, key=near.__getitem__) == 6.9
    a = torch.tensor([0.5 - math.sqrt(0.05), 0.5 + math.sqrt(0.05)])
    assert [f"{x:.3f}" for x in a.tolist()] == ["0.276", "0.724"]
    assert torch.allclose(a * (1 - a), torch.tensor(0.2))
    says(question, "0.276", "0.724")


def test_singular_values_and_explosion(question: Question) -> None:
    assert right_of(question) == [False, True]
    a = np.array([[0.0, -0.5], [2.0, 0.0]])
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    assert np.array_equal(turn @ np.diag([2.0, 0.5]), a)
    assert np.linalg.svd(a)[1].tolist() == [2, 0.5]
    assert np.array_equal(a @ a, -np.eye(2))
    assert np.array_equal(np.linalg.matrix_power(a, 20), np.eye(2))
    same = np.array([[1.5, 0.5], [0.5, 1.5]])
    assert np.isclose(np.linalg.norm(same, 2), 2)
    assert np.isclose(np.linalg.norm(np.linalg.matrix_power(same, 20), 2), 2**20)
    assert np.array_equal(np.diag([2, 0.5]) @ np.diag([0.5, 2]), np.eye(2))
    assert 2**20 == 1048576
    assert f"{0.9**20:.2f}" == "0.12"
    up = np.array([0.0, 1.0])
    assert np.abs(np.diag([0.5, 2.0]) @ up).tolist() == [0, 2]
    says(question, "1048576", r"$0.9^{20}\approx0.12$")


def test_svd_view_of_gradient(question: Question) -> None:
    random = np.random.default_rng(0)
    a = random.normal(size=(64, 16))
    u, sigma, vt = np.linalg.svd(a)
    assert (u.shape, sigma.shape, vt.shape) == ((64, 64), (16,), (16, 16))
    assert np.allclose(u.T @ u, np.eye(64))
    assert np.allclose(vt @ vt.T, np.eye(16))
    full = np.zeros((64, 16))
    np.fill_diagonal(full, sigma)
    assert np.allclose(u @ full @ vt, a)
    assert np.allclose(np.linalg.svd(a.T)[1], sigma)
    g = random.normal(size=64)
    assert np.linalg.norm(a.T @ g) <= sigma[0] * np.linalg.norm(g)
    b, c = random.normal(size=(2, 8, 8))
    whole, left, right = (np.linalg.svd(m)[1] for m in (b @ c, b, c))
    assert left[-1] * right[-1] <= whole[-1]
    assert whole[0] <= left[0] * right[0]
    assert not np.allclose(whole, left * right)
    d = np.diag([2.0, 0.5])
    assert np.linalg.svd(d @ d)[1].tolist() == [4, 0.25]
    assert np.array_equal(d @ np.diag([0.5, 2.0]), np.eye(2))
    x = torch.randn(8, dtype=torch.float64)
    layer = torch.from_numpy(b)
    jacobian = torch.autograd.functional.jacobian(lambda t: (layer @ t).sigmoid(), x)  # type: ignore[no-untyped-call]
    slope = (layer @ x).sigmoid() * (1 - (layer @ x).sigmoid())
    assert torch.allclose(jacobian, torch.diag(slope) @ layer)
    assert float(slope.max()) <= 0.25
    says(question, r"$64\times16$", r"$16\times16$", r"$J_l=D_lA_l$")


def test_vanishing_gradient_sigmoid_derivation(question: Question) -> None:
    for v, key in variants(question, 30):
        b = torch.zeros(4, dtype=torch.float64, requires_grad=True)
        a = torch.tensor(0.37, dtype=torch.float64)
        for layer in range(1, 5):
            out = torch.tensor(v[f"a{layer}"], dtype=torch.float64)
            shift = torch.logit(out) - (v[f"w{layer}"] * a).detach()  # so that a_l is as given
            a = torch.sigmoid(v[f"w{layer}"] * a + shift + b[layer - 1])
        (v["g"] * a).backward()
        assert b.grad is not None
        assert math.isclose(float(b.grad[0]), key, rel_tol=1e-9)
    z = torch.linspace(-10, 10, 2001, dtype=torch.float64, requires_grad=True)
    torch.sigmoid(z).sum().backward()  # type: ignore[no-untyped-call]
    assert z.grad is not None
    assert float(z.grad.max()) == 0.25
    assert (f"{0.25**4:.4f}", f"{0.25**10:.1e}") == ("0.0039", "9.5e-07")
    says(question, "0.0039", r"9.5\times10^{-7}")


def chain(layers: list[torch.Tensor]) -> float:
    """Return by how much a stack of linear layers multiplies the norm of a gradient."""
    g = torch.ones(layers[0].shape[0], dtype=torch.float64)
    start = float(g.norm())
    for layer in layers:
        g = layer.T @ g
    return float(g.norm()) / start


def test_depth_alone_does_not_vanish(question: Question) -> None:
    torch.manual_seed(0)
    turns = [torch.linalg.qr(torch.randn(32, 32, dtype=torch.float64))[0] for _ in range(20)]
    assert math.isclose(chain(turns * 50), 1, rel_tol=1e-9)
    assert f"{chain([0.9 * turn for turn in turns] * 5):.1e}" == "2.7e-05"
    x = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    a = x
    for _ in range(5):
        a = torch.sigmoid(a - float(a.detach()))  # every unit at the steepest place
    a.sum().backward()  # type: ignore[no-untyped-call]
    assert x.grad is not None
    assert f"{float(x.grad):.5f}" == "0.00098"
    assert f"{0.9**5:.2f}" == "0.59"
    assert round(math.log10(0.25**100)) == -60
    says(question, "0.00098", "0.59", "2.7e-5", r"$2.7\times10^{-5}$", "1e-60")
    turned = torch.randn(4000, 32, dtype=torch.float64) @ turns[0]
    kept = turned.relu().square().mean() / turned.square().mean()
    assert abs(float(kept) - 0.5) < 0.02


def test_resnet_lambda_i_view(question: Question) -> None:
    rows = []
    for option in question["options"]:
        body = option["text"]["en"].split("}", 1)[1].rsplit("\\end", 1)[0]
        a = np.array([[float(x) for x in row.split("&")] for row in body.split("\\\\")])
        before, after = (np.linalg.svd(m)[1] for m in (a, a + np.eye(2)))
        assert option["correct"] == np.allclose(after, before + 1)
        rows.append(
            " | ".join(", ".join(f"{round(float(x), 2):g}" for x in s) for s in (before, after))
        )
    for row in rows:
        assert f"| {row} |" in question["explanation"]["en"]
        assert f"| {row.replace(', ', '，')} |" in question["explanation"]["zh"]
    shear = np.linalg.svd(np.array([[1.0, 1.0], [0.0, 1.0]]))[1]
    assert [f"{x:.3f}" for x in shear] == ["1.618", "0.618"]
    random = np.random.default_rng(0)
    for _ in range(20):
        a = random.normal(size=(5, 5))
        a *= 0.1 / np.linalg.norm(a, 2)
        sigma = np.linalg.svd(np.eye(5) + a)[1]
        assert 0.9 <= sigma[-1] <= sigma[0] <= 1.1
    u, sigma, vt = np.linalg.svd(random.normal(size=(4, 4)))
    assert np.allclose(u @ np.diag(sigma + 1) @ vt, u @ np.diag(sigma) @ vt + u @ vt)
    says(question, "1.618", "0.618", "0.9", "1.1")


def clipped(norms: list[float], limit: float) -> list[float]:
    """Let torch clip gradients of the given norms; return the norms afterwards."""
    tensors = [torch.zeros(n + 2, dtype=torch.float64, requires_grad=True) for n in range(3)]
    for tensor, norm in zip(tensors, norms, strict=False):
        tensor.grad = torch.full_like(tensor, norm / math.sqrt(tensor.numel()))
    torch.nn.utils.clip_grad_norm_(tensors, limit)
    return [float(t.grad.norm()) for t in tensors if t.grad is not None]


def test_gradient_clipping_by_norm(question: Question) -> None:
    for v, key in variants(question, 30):
        assert v["total"] > 1.1 * v["m"]
        after = clipped([v["a"], v["b"], v["c"]], v["m"])
        assert math.isclose(v["lr"] * after[0], key, rel_tol=1e-5)
    assert [f"{x:.4f}" for x in clipped([3, 4, 12], 1.3)] == ["0.3000", "0.4000", "1.2000"]
    assert [f"{x:.4f}" for x in clipped([3, 4], 1)] == ["0.6000", "0.8000"]
    assert math.isclose(clipped([0.001], 1)[0], 0.001)
    assert math.hypot(4.8, 1.4) == 5
    assert [f"{x:.2f}" for x in clipped([4.8, 1.4], 2)] == ["1.92", "0.56"]
    assert math.hypot(*np.clip([4.8, 1.4], -2, 2)) > 2
    figure = QUESTIONS / "initialisation-gradient-flow" / question["figures"][0]["file"]
    drawing = figure.read_text("utf-8")
    for name, (x, y) in (("g", (4.8, 1.4)), ("norm", (1.92, 0.56)), ("value", (2, 1.4))):
        tip = re.search(rf'id="{name}" class="\w+" d="M30 176 L([\d.]+) ([\d.]+)"', drawing)
        assert tip is not None
        assert abs(float(tip[1]) - 30 - 58 * x) + abs(176 - float(tip[2]) - 58 * y) < 0.11
    moved = []
    for factor in (1.0, 0.1):  # Adam divides a common scale out
        m = s = 0.0
        for t, g in enumerate((3.0, -1.0, 2.0, 2.5), start=1):
            m, s = 0.9 * m + 0.1 * factor * g, 0.999 * s + 0.001 * (factor * g) ** 2
            step = (m / (1 - 0.9**t)) / ((s / (1 - 0.999**t)) ** 0.5 + 1e-8)
        moved.append(step)
    assert math.isclose(moved[0], moved[1], rel_tol=1e-6)
    says(question, "13", "1.3", "0.3", "0.4", "1.2", "0.6", "0.8", "0.001")


def test_vanishing_gradient_layers(question: Question) -> None:
    assert right_of(question) == [True, False, False, False]
    ratios, sizes = [], []
    for seed in range(8):
        torch.manual_seed(seed)
        weights = [(torch.randn(30, 30) / math.sqrt(30)).requires_grad_() for _ in range(6)]
        h = x = torch.randn(64, 30)
        outputs = []
        for w in weights:
            h = torch.sigmoid(h @ w.T)
            outputs.append(h.detach())
        grads = torch.autograd.grad((h * torch.randn_like(h)).sum(), weights)
        ratios.append(float(grads[0].norm() / grads[5].norm()))
        sizes.append(float(outputs[0].square().mean()))
        assert float(outputs[2].std(0).mean()) > 0.005
        assert not torch.allclose(outputs[0], x, atol=0.5)
    assert 0.0004 < float(np.median(ratios)) < 0.0025, np.median(ratios)
    assert f"{float(np.mean(sizes)):.2f}" == "0.29"
    assert f"{0.25**3:.3f}" == "0.016"
    says(question, "0.016", "0.29")


def test_vanishing_gradient_remedies(question: Question) -> None:
    x = torch.ones(1, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(torch.sigmoid(x).sum(), x)
    assert f"{float(slope):.3f}" == "0.197"
    assert f"{float(slope) ** 20:.1e}" == "7.5e-15"
    (slope,) = torch.autograd.grad(x.relu().sum(), x)
    assert float(slope) ** 20 == 1
    assert (f"{0.97**100:.3f}", f"{0.5**100:.1e}") == ("0.048", "7.9e-31")
    says(question, "0.048", r"$7.9\times10^{-31}$", r"$7.5\times10^{-15}$", "0.197")
    cell = torch.nn.LSTMCell(3, 3)
    c = torch.randn(2, 3, requires_grad=True)
    inputs, hidden = torch.randn(2, 3), torch.zeros(2, 3)
    after = cell(inputs, (hidden, c))[1]
    (direct,) = torch.autograd.grad(after.sum(), c)
    gates = (inputs @ cell.weight_ih.T + cell.bias_ih + cell.bias_hh).chunk(4, 1)
    assert torch.allclose(direct, gates[1].sigmoid())  # the direct path: the forget gate alone
    torch.manual_seed(0)
    z = torch.randn(64, 5)
    norm = torch.nn.BatchNorm1d(5)
    assert torch.allclose(norm(z), norm(7 * z), atol=1e-4)
    assert len(question["pairs"]) == 6


def ends(depth: int, *, normalised: bool, seed: int) -> float:
    """Return the gradient norm at the first pre-activation over that at the last."""
    random = torch.Generator().manual_seed(seed)
    h = torch.randn(64, 256, generator=random)
    seen: list[torch.Tensor] = []
    for _ in range(depth):
        w = torch.randn(256, 256, generator=random) * math.sqrt(2 / 256)
        z = (h @ w).requires_grad_()
        seen.append(z)
        if normalised:
            z = (z - z.mean(0)) / (z.var(0, unbiased=False) + 1e-5).sqrt()
        h = z.relu()
    loss = (h * torch.randn(h.shape, generator=random)).sum()
    first, last = torch.autograd.grad(loss, (seen[0], seen[-1]))
    return float(first.norm() / last.norm())


def test_bn_vs_gradient_explosion(question: Question) -> None:
    normal = [ends(30, normalised=True, seed=seed) for seed in range(3)]
    assert 100 < float(np.mean(normal)) < 250, normal
    assert abs(float(np.mean(normal)) ** (1 / 29) - 1.19) < 0.012, normal
    plain = [ends(30, normalised=False, seed=seed) for seed in range(3)]
    assert 0.4 < float(np.mean(plain)) < 2.5, plain
    ratio = math.pi / (math.pi - 1)
    assert math.isclose(0.5 / (0.5 - 1 / (2 * math.pi)), ratio)
    assert (f"{ratio:.3f}", f"{math.sqrt(ratio):.3f}") == ("1.467", "1.211")
    assert (round(1.2**37), round(1.2**38)) == (851, 1021)
    assert torch.finfo(torch.float16).max == 65504
    broken = torch.zeros(2, requires_grad=True)
    broken.grad = torch.tensor([1.0, math.nan])
    torch.nn.utils.clip_grad_norm_([broken], 1.0)
    assert bool(broken.grad.isnan().any())
    says(question, "1.467", "1.211", "1.19", "65504", r"$1.2^{38}\approx1021$")
