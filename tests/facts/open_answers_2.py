"""Facts of questions on detectors, face search, memory, decorators, rough groups and tries."""

import functools
import itertools
import math
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from tests.facts.open_answers_1 import graded
from tests.facts.prose import says, variants

Question = dict[str, Any]


def focal(p: torch.Tensor, gamma: float) -> float:
    """Sum the focal loss of boxes whose true class has probability p."""
    return float(((1 - p) ** gamma * -p.log()).sum())


def test_dense_detector_loss(question: Question) -> None:
    background = torch.full((99980,), 0.99, dtype=torch.float64)
    positives = torch.full((20,), 0.1, dtype=torch.float64)
    table = [[f"{focal(p, 0):.1f}", focal(p, 2)] for p in (background, positives)]
    assert [table[0][0], table[1][0]] == ["1004.8", "46.1"]
    assert [f"{table[0][1]:.2f}", f"{table[1][1]:.1f}"] == ["0.10", "37.3"]
    shares = [focal(positives, g) / (focal(positives, g) + focal(background, g)) for g in (0, 2)]
    assert [f"{s:.1%}" for s in shares] == ["4.4%", "99.7%"]
    zero, bias = torch.zeros(100000).double(), torch.tensor(-math.log(99)).double()
    target = torch.arange(100000).lt(20).double()
    start = functional.binary_cross_entropy_with_logits(zero, target, reduction="sum")
    later = functional.binary_cross_entropy_with_logits(zero + bias, target, reduction="sum")
    assert f"{start:.0f}" == "69315"
    assert f"{bias:.3f}" == "-4.595"
    assert f"{torch.sigmoid(bias):.2f}" == "0.01"
    assert f"{20 * -math.log(0.01):.1f}" == "92.1"
    assert round(float(start / later)) == 63
    assert round(1000 / 46) == 22
    assert f"{99980 / 100000:.2%}" == "99.98%"
    assert 0.99**2 < 1 < 1 / (0.01**2)
    says(question, "1004.8", "46.1", "37.3", "99.7%", "69315", "-4.595", "92.1", "0.81")
    graded(
        question,
        good="""
        绝大部分负样本很容易分，但数量太多，损失之和盖过了正样本。给交叉熵乘 (1-pt)^γ，
        容易的就降权了。固定权重对难的背景也同样压低。偏置按先验概率初始化。损失除以正样本数。
        也可以只挖掘难例。

        容易的背景主导了梯度，用 focal loss。一个常数权重没法区分难易。除以正样本的个数，
        回归只算正样本。或者用两阶段检测器。

        Easy negatives swamp the loss. I would use focal loss with gamma 2. A constant weight
        cannot tell easy from hard. Set the bias so that the initial probability is a small
        prior. Normalise by the number of positives. OHEM is another way.

        The sum of a hundred thousand tiny background losses dominates. Focal loss down-weights
        well-classified boxes. Box regression is computed only for positives. Alternatively
        sample the negatives three to one.
        """,
        bad="""
        正样本太少，所以把正样本复制很多遍；准确率 99.98% 说明已经不错。

        Use accuracy with a lower threshold and oversample the positives.
        """,
    )


def test_face_search_evaluation(question: Question) -> None:
    n = next(n for n in itertools.count(1) if 0.999**n < 0.05)
    assert n == 2995
    assert math.ceil(math.log(0.05) / math.log1p(-0.0001)) == 29956
    assert f"{0.998**1000:.1%}" == "13.5%"
    assert f"{0.98 * 0.97:.1%}" == "95.1%"
    rate = -math.expm1(1e7 * math.log1p(-1e-10))
    assert rate == pytest.approx(0.001, rel=1e-3)
    says(question, r"n\ge2995", r"0.998^{1000}=13.5\%", "95.1%", r"q\le10^{-10}", "3000")
    # strangers nine in ten: a system that knows nobody is right about them
    enrolled = np.arange(1000) < 100
    assert (~enrolled).mean() == 0.9
    graded(
        question,
        good="""
        两两比对的准确率不能代表一对多检索，库越大误认越多，必须在一千万的库上测。
        库外的陌生人单独测误报率，再看库里的人漏认多少。索引的错用精确检索对照出来。
        零误报也要三千次左右。阈值事先在验证集上固定。

        每次查询面对满库，误识机会随库变大。报告固定 FPIR 下的 FNIR。同样的查询做一遍暴力检索，
        与索引结果比较。要给置信区间。还要按年龄性别分组，看延迟。

        Pairwise accuracy does not carry over; errors grow with the gallery, so fill it with
        distractors. Measure false alarms on strangers and misses on enrolled people separately.
        Brute force on the same queries shows what the index loses. By the rule of three one
        needs 3000 stranger queries.

        That is one-to-one verification, while the product does identification in a full
        gallery. Report FNIR at fixed FPIR. Compare with exhaustive search. Give confidence
        intervals. Break down by demographic group and measure latency.
        """,
        bad="""
        99.8% 已经够高，再测一下延迟就可以上线；误报率与库的大小无关。

        A recall of 99% means that recognition is accurate; latency matters most.
        """,
    )


def test_training_memory_budget(question: Question) -> None:
    single, half = np.float32(0).nbytes, np.float16(0).nbytes
    assert single + single + 2 * single == 16  # weight, gradient, two moments
    assert half + half + single + 2 * single == 16  # and the master copy
    assert 1e9 * 16 == 16e9
    assert 1e9 * half == 2e9
    fixed, slope = np.linalg.solve([[1, 4], [1, 0]], [24.0, 16.0])
    assert (fixed, slope) == (16, 2)
    assert fixed + 8 * slope == 32
    assert fixed + 8 * slope / 2 == 24
    fixed, slope = np.linalg.solve([[1, 1], [1, 3]], [18.0, 22.0])
    assert (fixed, slope, (24 - fixed) // slope) == pytest.approx((16, 2, 4))
    stored = {layer for layer in range(64) if layer % 8 == 0}
    assert len(stored) + 8 == 16 == 64 // 4
    assert 3 * (1 + 1 + 2) == 4 * (1 + 2)  # a third more
    # k accumulated micro-batches, each divided by k, equal the large batch
    x, y, w = torch.randn(12, 5), torch.randn(12), torch.zeros(5, requires_grad=True)
    (whole,) = torch.autograd.grad(functional.mse_loss(x @ w, y), w)
    total = torch.zeros(5)
    for i in (0, 4, 8):
        part = functional.mse_loss(x[i : i + 4] @ w, y[i : i + 4]) / 3
        total += torch.autograd.grad(part, w)[0]
    assert torch.allclose(total, whole, atol=1e-6)
    says(question, "$16+4a=24$", "$a=2$", "32 GB", "$2+2+12=16$", "$4+4+8=16$")
    graded(
        question,
        good="""
        参数、梯度和 Adam 的一阶矩二阶矩是固定的，约 16 GB；激活要保存到反向，随批大小增长。
        先看峰值显存。可以攒几次梯度再更新，或者用 checkpoint 重算。
        混合精度还要保留 fp32 的主参数，所以不会减半。

        优化器状态每参数要 8 字节，加参数和梯度共 16 字节。中间结果留着给反向用，与批成正比。
        办法：梯度累积、激活重算、ZeRO 分片。半精度时仍有一份 float32 副本。

        Parameters, gradients and the Adam moments are fixed at 16 bytes each; activations are
        stored for backward and scale with the batch. Accumulate gradients over micro-batches,
        or recompute activations. With mixed precision there is still an fp32 master copy. ZeRO
        shards the states.

        Optimizer states are the largest fixed part. Activations grow with batch size. Profile
        the peak first. Gradient checkpointing trades time for memory. fp16 halves activations,
        the master weights stay.
        """,
        bad="""
        显存都是参数占的，换成混合精度就省一半，再调用 empty_cache 就可以了。

        The parameters take it all; call empty_cache, that frees enough.
        """,
    )


def test_decorator_explained(question: Question) -> None:
    log: list[str] = []

    def timed(f: Callable[..., Any]) -> Callable[..., Any]:
        log.append("decorate")

        @functools.wraps(f)
        def wrapper(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as in the question
            log.append("call")
            return f(*args, **kwargs)

        return wrapper

    def plain(f: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper() -> None:
            f()

        return wrapper

    def train_step(x: int, *, scale: int = 1) -> int:
        """Train."""
        return x * scale

    wrapped = timed(train_step)
    assert log == ["decorate"]
    assert [wrapped(2, scale=3), wrapped(5)] == [6, 5]
    assert log == ["decorate", "call", "call"]
    assert (wrapped.__name__, wrapped.__doc__) == ("train_step", "Train.")
    assert getattr(wrapped, "__wrapped__") is train_step  # noqa: B009 - mypy knows no such name
    assert plain(train_step).__name__ == "wrapper"
    assert plain(lambda: 3)() is None
    # the program of the model answer runs, in both languages the same
    programs = {text.split("```python\n")[1].split("```")[0] for text in answers(question)}
    (program,) = programs
    names: dict[str, Any] = {"functools": functools, "time": Clock, "print": log.append}
    names["print"] = lambda *words: log.append(f"{words[0]} {words[1]}")
    exec(program, names)  # noqa: S102 - our own question
    assert names["timed"](train_step)(4, scale=2) == 8
    assert log[-1] == "train_step 1.0"
    # a generator function is "done" before its body runs
    body: list[int] = []

    def lazy() -> Any:  # noqa: ANN401
        body.append(1)
        yield 0

    timed(lazy)()
    assert body == []
    says(question, "train_step = timed(train_step)", "`f = a(b(f))`", "`f = timed()(f)`")
    graded(
        question,
        good="""
        就是 f = timed(f)，名字指向新的包装函数。装饰器在导入时执行一次，
        包装函数每次调用才执行。用 *args 和 **kwargs 转发，再把结果返回。
        wraps 保留函数名和文档。带参数时外面再套一层。

        把函数作为参数传给 timed，返回的包装函数绑定到原名上。定义的时候就运行了。
        包装函数接收任意参数。三层嵌套：外层收 unit，返回装饰器。

        train_step = timed(train_step). The decorator is executed when the function is defined,
        the wrapper on each call. It takes *args and **kwargs. The wrapper is a closure. wraps
        copies the name. With arguments you need three levels.

        The function is passed in and a wrapper is returned under the same name. This happens
        once, at import. Forward arbitrary arguments and return the result. For options, an
        outer function returns the decorator.
        """,
        bad="""
        装饰器是语法糖，会修改原函数的代码，每次调用时重新装饰一遍。

        A decorator changes the code of the function and is run at every call.
        """,
    )


class Clock:
    """A clock that advances one second per reading."""

    now = 0.0

    @classmethod
    def perf_counter(cls) -> float:
        """Return the next second."""
        cls.now += 1
        return cls.now


def answers(question: Question) -> list[str]:
    """Return the model answers of both languages."""
    return list(question["model_answer"].values())


def test_sampled_groups_recount(question: Question) -> None:
    stops = Counter[int]()
    for v, key in variants(question, 60):
        lines = [int(v[f"b{j}"]) for j in range(1, 7)]
        most = [int(v[f"e{j}"]) for j in range(1, 7)]
        assert lines == sorted(lines, reverse=True)
        assert all(0 < e <= b for e, b in zip(most, lines, strict=True))
        certain = []
        for done in range(1, 7):
            # the adversary fills each remaining group with one message
            worst = max(lines[done:], default=0)
            certain.append(max(most[:done]) >= worst)
        assert key == certain.index(True) + 1
        assert v["winner"] == most.index(max(most)) + 1 < key
        assert max(most[: key - 1]) == v["seen"] < v["before"] == lines[key - 1]
        assert max(most[:key]) == v["top"] >= v["bound"] == lines[key]
        stops[key] += 1
    assert set(stops) == {3, 4, 5}


def nodes(messages: set[tuple[int, ...]]) -> int:
    """Count the distinct prefixes, which are the nodes of the trie."""
    return len({message[:i] for message in messages for i in range(1, len(message) + 1)})


def test_trie_node_bound(question: Question) -> None:
    rng = random.Random(5)  # noqa: S311 - drawn messages, no secret
    for k, d, length in ((2, 5, 6), (3, 11, 4), (4, 20, 5)):
        bound = sum(min(k**i, d) for i in range(1, length + 1))
        everything = list(itertools.product(range(k), repeat=length))
        draws = [set(rng.sample(everything, d)) for _ in range(50)]
        assert max(map(nodes, draws)) <= bound
        # heads that are spread evenly over all prefixes attain the bound
        level = next(i for i in range(1, length + 1) if k**i > d)
        heads = sorted(itertools.product(range(k), repeat=level), key=lambda t: t[::-1])[:d]
        assert nodes({head + (0,) * (length - level) for head in heads}) == bound
    for v, key in variants(question, 60):
        k, d, length = v["k"], v["d"], v["l"]
        assert key == sum(min(k**i, d) for i in range(1, length + 1))
        assert key == v["upper"] + v["lower"]
        assert k ** v["full"] <= d < k ** v["next"]
        assert v["saved"] == pytest.approx(100 * (1 - key / (d * length)), abs=0.051)
    seventy = sum(min(256**i, 10**7) for i in range(1, 71))
    assert seventy == 680065792
    assert f"{seventy * 256 * 8 / 1e12:.1f}" == "1.4"
    says(question, "680065792", "1.4 TB", "0.7 GB")
