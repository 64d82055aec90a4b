"""Facts of open questions on convolution, gates, stuck losses, GANs and depthwise layers."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from app.domain.kinds import QUESTION
from tests.facts.prose import says

Question = dict[str, Any]


def score(question: Question, answer: str) -> float:
    """Grade one typed answer by its cues, as the product does."""
    asked = QUESTION.validate_python(question)
    share = asked.grade(answer, asked.variant(0)).score
    assert share is not None
    return share


def graded(question: Question, *, good: str, bad: str, half: str = "") -> None:
    """Assert that answers in other words pass and that wrong ones do not: one per paragraph."""
    for answer in question["model_answer"].values():
        assert score(question, answer) == 1
    for answer in (" ".join(part.split()) for part in good.split("\n\n")):
        assert score(question, answer) >= 0.7, answer
    for answer in (" ".join(part.split()) for part in bad.split("\n\n")):
        assert score(question, answer) <= 0.35, answer
    for answer in (" ".join(part.split()) for part in half.split("\n\n") if part.strip()):
        assert 0.3 <= score(question, answer) <= 0.65, answer


def test_conv_backward_explained(question: Question) -> None:
    x = torch.tensor([[[1.0, 2, 3, 4]]], requires_grad=True)
    w = torch.tensor([[[5.0, -1]]], requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    g = torch.tensor([[[1.0, 0, 2]]])
    dx, dw, db = torch.autograd.grad(functional.conv1d(x, w, b), (x, w, b), g)
    assert db.item() == 3
    assert dw.flatten().tolist() == [7, 10]
    assert dx.flatten().tolist() == [5, -1, 10, -2]
    assert dx.sum().item() == 12 == (5 - 1) * 3
    says(question, "$(7,10)$", "$(5,-1,10,-2)$", r"$(5-1)\cdot3$")
    assert torch.equal(dw, functional.conv1d(x, g))
    assert torch.equal(dx, functional.conv1d(functional.pad(g, (1, 1)), w.flip(2)))
    # with channels and stride 2: holes in the gradient, flipped kernel, channels exchanged
    y, k = torch.randn(2, 3, 7, 7, requires_grad=True), torch.randn(4, 3, 3, 3, requires_grad=True)
    up = torch.randn(2, 4, 3, 3)
    dy, dk = torch.autograd.grad(functional.conv2d(y, k, stride=2), (y, k), up)
    holes = torch.zeros(2, 4, 5, 5)
    holes[:, :, ::2, ::2] = up
    full = functional.conv2d(holes, k.flip(2, 3).transpose(0, 1), padding=2)
    assert torch.allclose(dy, full, atol=1e-5)
    assert torch.allclose(dy, functional.conv_transpose2d(up, k, stride=2), atol=1e-5)
    slid = functional.conv2d(y.transpose(0, 1), holes.transpose(0, 1)).transpose(0, 1)
    assert torch.allclose(dk, slid, atol=1e-4)
    assert functional.conv2d(torch.ones(1, 1, 6, 6), torch.ones(1, 1, 3, 3)).numel() * 8 == 128
    graded(
        question,
        good="""
        偏置加在每个输出上，它的梯度就把上游梯度全部加起来，按通道算。
        一个核权重在所有位置都用过，贡献要相加；写出来是输入和输出梯度做互相关。
        每个输入点参与了多个输出，把这些输出的梯度按权重收回来，核转 180 度。
        步长为 2 就在梯度中间填零。计算量是前向的两倍，要保存输入。

        同一个权重每个位置都用，所以梯度累加。对输入是一个转置卷积。偏置梯度是对空间和批求和。
        反向要算两个，所以约 2 倍。

        The same weight acts at every position, so contributions are added up; it amounts to
        correlating the input with the output gradient. For the input use the kernel rotated by
        180 degrees. The bias gradient is summed over batch and positions. Roughly double the
        forward cost.

        Weights are shared, hence their gradients accumulate over all positions. The input
        gradient is a transposed convolution. Bias: add the gradient over everything. With a
        stride, insert zeros into the gradient. Backward takes two times the forward work.
        """,
        bad="""
        反向就是逆卷积，用输出还原输入；核的梯度在各位置取平均。

        The backward pass inverts the convolution to recover the input, and it costs the same.
        """,
    )


def test_lstm_gates_gradient(question: Question) -> None:
    assert f"{0.99**200:.3f}" == "0.134"
    assert f"{0.9**200:.0e}" == "7e-10"
    sigmoid = 1 / (1 + math.exp(-1))
    assert f"{sigmoid:.3f}" == "0.731"
    assert f"{sigmoid**10:.3f}" == "0.044"
    assert f"{0.5**10:.5f}" == "0.00098"
    wanted = math.exp(-1 / 200)
    assert f"{math.log(wanted / (1 - wanted)):.1f}" == "5.3"
    says(question, "0.134", "0.00098", "0.731", "0.044", "5.3", r"7\cdot10^{-10}")
    # the direct derivative along c is the forget gate, whatever the weights
    cell = torch.nn.LSTMCell(3, 4).double()
    x, h = torch.randn(1, 3).double(), torch.randn(1, 4).double()
    c = torch.randn(1, 4).double().requires_grad_()
    following = cell(x, (h, c))[1][0]
    jacobian = torch.cat([torch.autograd.grad(f, c, retain_graph=True)[0] for f in following])
    rows = x @ cell.weight_ih.T + cell.bias_ih + h @ cell.weight_hh.T + cell.bias_hh
    assert torch.allclose(jacobian, torch.diag(torch.sigmoid(rows[0, 4:8])))
    slopes = torch.sigmoid(torch.linspace(-5, 5, 101))
    assert float((slopes * (1 - slopes)).max()) <= 0.25
    graded(
        question,
        good="""
        普通 RNN 反向时每步都要乘同一个 W 和 tanh 的导数，乘 200 次就没了。
        LSTM 的细胞状态靠加法更新，梯度沿着 c 只乘遗忘门。门学会接近 1 就能一直传下去。
        初始偏置取大，让门一开始是打开的。但是 f 小于 1，还是会慢慢衰减。

        RNN 的梯度指数衰减，因为是一连串矩阵的乘积。LSTM 里 c 的偏导就是 f，没有经过权重矩阵。
        偏置为正，起初 f 接近 1，能记住。梯度还可能爆炸。

        An RNN multiplies by W at every step, so the gradient decays exponentially. The LSTM
        adds to its memory, and the gradient along c is scaled by the forget gate only. If the
        gate is close to one nothing is lost. A positive bias keeps the gate open initially. It
        may still explode, so clip.

        Backprop through 200 steps is repeated multiplication. In an LSTM the update of the cell
        is additive. The network learns when the forget gate is close to 1. At the start, bias 0
        would mean half of it lost per step.
        """,
        bad="""
        LSTM 有三个门，用 sigmoid 激活，导数更大，所以彻底解决了梯度消失。

        LSTM has more parameters and a longer memory, which completely solves the problem.
        """,
    )


def test_loss_stuck_from_start(question: Question) -> None:
    even = torch.zeros(4, 10)
    loss = functional.cross_entropy(even, torch.tensor([0, 3, 5, 9])).item()
    assert f"{loss:.3f}" == "2.303"
    perfect = torch.eye(10)  # probabilities fed in as logits
    twice = functional.cross_entropy(perfect, torch.arange(10)).item()
    assert f"{twice:.3f}" == "1.461"
    says(question, "2.303", r"-\ln\frac{e}{e+9}=1.461", "2.30")
    # 16 images with wrong labels are memorised; a linear map on 64 dimensions is enough
    torch.manual_seed(0)
    images, labels = torch.randn(16, 64), torch.randint(0, 10, (16,))
    weight = torch.zeros(64, 10, requires_grad=True)
    for _ in range(60):
        (grad,) = torch.autograd.grad(functional.cross_entropy(images @ weight, labels), weight)
        weight = (weight - 0.5 * grad).detach().requires_grad_()
    assert functional.cross_entropy(images @ weight, labels).item() < 0.05
    graded(
        question,
        good="""
        2.3 等于 log(10)，相当于乱猜。我会先用十几张图，看能不能过拟合。
        然后把一批图像和标签打印出来看看有没有错位。再看各层梯度有没有传到，
        最后换几个数量级的学习率试试。

        十类均匀输出的交叉熵就是 2.30。拿几个样本关掉正则，损失应该能降到 0。
        检查输入的归一化和标签。损失函数有没有写错，softmax 有没有做两遍。参数有没有真的更新。

        Cross-entropy of random guessing over ten classes is ln 10. Try to memorise a few
        samples first. Visualise the inputs with their labels. Check gradients layer by layer.
        Try learning rates of several magnitudes.

        That is chance level. Take a single batch and see whether the loss goes to zero. Inspect
        the data for mixed up labels. Look whether the loss function is wrong, for instance
        softmax applied twice. Are the weights updated at all? Start from a known working
        baseline.
        """,
        bad="""
        这是过拟合了，应该加 dropout，收集更多数据，换更大的模型。

        The model is too small; I would use a deeper network and train longer.
        """,
    )


def circling(steps: int, *, eta: float, penalty: float) -> float:
    """Return the radius after simultaneous steps on xy from (1, 0)."""
    x, y = 1.0, 0.0
    for _ in range(steps):
        x, y = x - eta * y, y + eta * (x - penalty * y)
    return math.hypot(x, y)


def test_gan_unstable_training(question: Question) -> None:
    assert f"{circling(100, eta=0.1, penalty=0):.2f}" == "1.64"
    assert circling(100, eta=0.01, penalty=0) > 1
    assert circling(100, eta=0.1, penalty=1) < 0.02
    assert circling(1, eta=0.1, penalty=0) == pytest.approx(math.hypot(1, 0.1))
    says(question, "$1.01^{50}=1.64$", "0.02", "$(1,0.1)$")
    p, q = np.array([0.5, 0.5, 0, 0]), np.array([0, 0, 0.25, 0.75])
    middle = (p + q) / 2
    js = sum(float((a[a > 0] * np.log(a[a > 0] / middle[a > 0])).sum()) / 2 for a in (p, q))
    assert js == pytest.approx(math.log(2))
    assert -math.log(4) + 2 * js == pytest.approx(0)
    graded(
        question,
        good="""
        两个网络在对抗，找的是均衡点，一方一动另一方的目标就变了，所以来回绕圈。判别器太完美，
        生成器拿不到梯度信号。生成器发现几种图最容易过关，就只生成那几种，没有人要求多样性。
        损失不能说明质量，要算 FID。可以用 WGAN、谱归一化。

        GAN 是极小极大问题，解是鞍点，会振荡。真假分布不重叠时 JS 是常数，梯度消失。模式崩溃：
        总生成同一种能骗过判别器的图。对策：梯度惩罚、标签平滑。看固定噪声的样本。

        A GAN is a minimax game, so gradient steps cycle around the saddle instead of going
        down. If the discriminator is too good its output saturates and the generator gets no
        signal. The generator may produce the same few images, since diversity is never
        rewarded. Use spectral normalisation. FID tells more than the loss.

        Each player changes the loss of the other: a moving target. When the supports do not
        overlap, a perfect discriminator gives vanishing gradients. Mode collapse happens. WGAN
        with gradient penalty helps.
        """,
        bad="""
        因为数据太少、学习率太大；判别器越强越好，损失下降就说明图像质量变好。

        GANs need more data and bigger networks; the loss decreases, which means better images.
        """,
    )


def test_depthwise_not_faster(question: Question) -> None:
    def weights(*layers: torch.nn.Conv2d) -> int:
        return sum(layer.weight.numel() for layer in layers)

    dense = torch.nn.Conv2d(256, 256, 3, bias=False)
    depth = torch.nn.Conv2d(256, 256, 3, groups=256, bias=False)
    point = torch.nn.Conv2d(256, 256, 1, bias=False)
    ratio = weights(dense) / weights(depth, point)
    assert f"{ratio:.1f}" == "8.7"
    assert f"{weights(depth) / weights(depth, point):.1%}" == "3.4%"
    work = {n: 2 * weights(m) / 256 for n, m in (("d", dense), ("w", depth), ("p", point))}
    assert {n: v / 4 for n, v in work.items()} == {"d": 1152, "w": 4.5, "p": 128}
    times = {n: max(v / 1e14, 4 / 1e12) * 1e12 for n, v in work.items()}  # picoseconds
    assert [f"{times[n]:.1f}" for n in "dwp"] == ["46.1", "4.0", "5.1"]
    both = times["w"] + times["p"]
    assert [f"{both:.1f}", f"{times['d'] / both:.1f}"] == ["9.1", "5.1"]
    assert f"{times['w'] / both:.0%}" == "44%"
    assert work["w"] / 4 * 1e12 / 1e14 == pytest.approx(0.045)
    says(question, "1/8.7", "1152", "4.5", "128", "46.1", "9.1", "5.1", "44%", "96.6%", "2.25")
    graded(
        question,
        good="""
        深度卷积对每个通道单独卷积，再用 1x1 把通道混合起来。它的算术强度很低，
        时间都花在访存上，张量核用不满。多一层就多一次核函数启动。表达能力弱一些。
        要在目标硬件上测延迟，手机上一般划算。

        空间和通道拆成两步。深度卷积读写多、计算少，卡在内存带宽。参数少了，准确率掉一点。
        不能变成大的矩阵乘。以真机实测的延迟为准。

        First every channel is filtered separately, then a 1x1 convolution combines channels.
        The first part has low arithmetic intensity, so it waits for memory. There is an extra
        kernel launch. Fewer parameters cost accuracy. Benchmark on the target device.

        It separates spatial filtering from channel mixing. The depthwise part is limited by
        memory bandwidth and leaves tensor cores idle. Lower capacity explains the accuracy. On
        mobile CPUs it pays; time it on your hardware.
        """,
        bad="""
        乘加少了就一定更快，可能是代码没写好。

        Fewer FLOPs are always faster, so the measurement must be wrong.
        """,
    )
