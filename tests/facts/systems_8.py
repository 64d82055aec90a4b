"""Facts of the open questions on conflicts in a cache, loss scaling and 32-bit indices."""

from collections import OrderedDict
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
import torch

from app.domain.kinds import QUESTION
from app.domain.variants import Variant
from tests.facts.prose import says

Question = dict[str, Any]


def score(question: Question, answer: str) -> float:
    """Grade a text by its cues."""
    found = QUESTION.validate_python(question).grade(answer, Variant(0)).score
    assert found is not None
    return found


def answers(text: str) -> Iterator[str]:
    """Split a text at its empty lines; within Chinese answers lines join without a space."""
    for paragraph in dedent(text).strip().split("\n\n"):
        yield paragraph.replace("\n", " " if paragraph.isascii() else "")


def judged(question: Question, good: str, bad: str) -> None:
    """Assert that model answers score fully, paraphrases well and mistaken answers badly."""
    for lang in ("zh", "en"):
        assert score(question, question["model_answer"][lang]) == 1
    for answer in answers(good):
        assert score(question, answer) >= 0.7, answer
    for answer in answers(bad):
        assert score(question, answer) <= 0.35, answer


def halfway(question: Question, *given: str) -> None:
    """Assert that answers which leave about half unsaid earn about half."""
    for answer in given:
        assert 0.4 <= score(question, answer) < 0.7, answer


class Cache:
    """32 KiB in 64 sets of 8 lines of 64 bytes, with LRU."""

    def __init__(self) -> None:
        """Begin empty."""
        self.sets: list[OrderedDict[int, None]] = [OrderedDict() for _ in range(64)]
        self.misses = 0

    def touch(self, address: int) -> None:
        """Access an address."""
        line = address // 64
        held = self.sets[line % 64]
        if line in held:
            held.move_to_end(line)
            return
        self.misses += 1
        held[line] = None
        if len(held) > 8:
            held.popitem(last=False)


def block_misses(pitch: int, *, both: bool) -> int:
    """Transpose one block of 32 by 32 whose matrices have this many floats per row."""
    cache = Cache()
    for row in range(32):
        for column in range(32):
            if both:
                cache.touch(4 * (row * pitch + column))
            cache.touch(2**28 + 4 * (column * pitch + row))
    return cache.misses


def block_sets(pitch: int) -> set[int]:
    """Return the sets of the lines of one block."""
    return {4 * (r * pitch + c) // 64 % 64 for r in range(32) for c in range(32)}


def test_transpose_power_of_two(question: Question) -> None:
    assert [block_misses(pitch, both=False) for pitch in (2048, 2080, 2064)] == [1024, 64, 64]
    assert block_misses(2048, both=True) > 8 * block_misses(2080, both=True)
    assert [len(block_sets(pitch)) for pitch in (2048, 2080, 2064)] == [2, 64, 33]
    assert [block_misses(pitch, both=False) for pitch in (2032, 2049)] == [64, 912]
    assert len(block_sets(2049)) == 4
    small = Cache()
    for line in range(8):
        small.touch(line * 8192)
        small.touch(line * 8192)
    assert small.misses == 8
    judged(
        question,
        """
        一路 4096 字节，行距 8192 字节是它的两倍，于是沿列往下写的地址都映射到同一个组。32 个缓存行
        去抢 8 个位置，刚进来就被淘汰，几乎次次不命中。块本身只有 4KB，远小于 32KB，并非容量问题。解
        决：每行多分配 16 个元素。用 perf 数 L1 未命中，再试 2032、2064。

        因为 2048 个 float 的行距让同一列的数据全部落在同一组，产生冲突未命中。改 2080 后组号逐行错
        开。可以先把块转置到一个连续的小缓冲区，再写出去。换几个相邻的边长测一测就知道。

        The pitch is a multiple of 4096 bytes, so every element of a column lands in the same set,
        where 32 lines fight over 8 ways and evict each other. At 2080 each row is shifted by two
        sets. Add some padding to the rows. Sizes nearby, 2032 say, are fast.

        Conflict misses: with 2048 the lines of a column all have the same set index. The tile is
        only 4 KiB, so it fits. Go through a small contiguous buffer for each tile. Check with perf
        counters.

        组号只看地址的第 6 到 11 位，8 KiB 的行距不改变这几位，32 个缓存行挤在一个组里，相联度只有
        8，还没等用第二次就换出去了。别的组空着用不上，容量是够的。2080 模 4096 余 128，依次错开，散
        到所有的组。每行末尾补 16 个元素就行；改完再看 L1 计数器。

        The set index comes from address bits 6 to 11, so all 32 destination rows map to the same
        set and fight over eight places. They thrash. The rest of the cache sits idle. 2080 floats
        are 130 lines, and consecutive rows land in different sets. Give the matrix a leading
        dimension of 2064, or stage the tile through a local array. Sweep n from 2040 to 2056.
        """,
        """
        2048 的块太大，一级缓存装不下，所以要把块改小。

        每行都跨到新的一页，TLB 不命中，应该换成大页。

        The block does not fit into the cache, so use a smaller block.

        Writes down a column use only one element of a line, so bandwidth is wasted.

        The lines do not conflict; the prefetcher fails for 2048. Use prefetch instructions.

        矩阵有 16 MB，容量不够，所以不断有容量未命中。把块改小到 16×16，让它放进一级缓存。用
        perf 看。

        The L1 has 32 KiB and 8 ways, and the matrix does not fit, so lines are evicted because of
        capacity. Use smaller blocks, say 8x8 rather than 32x32.
        """,
    )
    halfway(
        question,
        "2048 的行距是 4096 的整数倍，同一列都映射到同一个组，互相踢，是缓存冲突。",
        "Conflict misses: all rows of a column share one set and evict each other. Pad the rows.",
    )
    says(question, "8192/64=128", "8320/64=130", "64", "1024", "33", "8256 / 64 = 129", "912")


def test_loss_scaling_half(question: Question) -> None:
    tiny = torch.tensor(2.0**-24)
    assert tiny.half() == tiny
    assert (tiny / 2).half() == 0
    assert (tiny / 2 * 1.01).half() == tiny
    assert pytest.approx(6e-8, rel=0.01) == 2.0**-24
    assert pytest.approx(3e-8, rel=0.01) == 2.0**-25
    assert torch.finfo(torch.float16).tiny == 2.0**-14
    scale = 2.0**16
    gradient = torch.tensor(1e-8)
    assert gradient.half() == 0
    scaled = (gradient * scale).half()
    assert scaled.item() == pytest.approx(6.55e-4, rel=0.001)
    back = scaled.float() / scale
    assert abs(back.item() / 1e-8 - 1) < 2.0**-11
    assert f"{back.item():.3e}" == "9.997e-09"
    assert (scaled / scale).item() == 0  # dividing in float16 underflows again
    assert torch.tensor(1.01 * scale).half().isinf()
    assert pytest.approx(1.0, abs=0.001) == 65504 / 65536
    # The same loss, scaled, through a chain of layers: every gradient carries the factor.
    torch.manual_seed(3)
    weights = [torch.randn(4, 4, dtype=torch.float64, requires_grad=True) for _ in range(3)]
    found = []
    for factor in (1.0, scale):
        x = torch.ones(4, dtype=torch.float64)
        for w in weights:
            x = torch.tanh(w @ x)
        found.append(torch.autograd.grad(factor * x.square().sum(), weights))
    assert all(torch.equal(scale * a, b) for a, b in zip(*found, strict=True))
    norm = torch.tensor(0.5 * 1024)
    assert (norm.clamp(max=1) / 1024).item() == pytest.approx(0.001, rel=0.03)
    defaults = torch.amp.GradScaler("cpu", enabled=True)
    assert defaults.get_growth_interval() == 2000
    assert (defaults.get_growth_factor(), defaults.get_backoff_factor()) == (2.0, 0.5)
    assert defaults.get_scale() == scale
    judged(
        question,
        """
        低于大约 3e-8 的梯度在 float16 里直接下溢成零。把 loss 放大 S 倍，反向传播里每个梯度都跟着乘
        以 S，就回到能表示的区间。更新前转 fp32 除回 S，然后再裁剪。S 过大会出现 inf，scaler 会跳过
        这次更新并把 S 减半。bf16 的指数位数和 fp32 一样。

        fp16 的最小次正规数是 2 的 -24 次方，一半以下就变成 0。求导是线性的，所以损失乘 S，梯度也乘
        S。裁剪和优化器之前要先 unscale（用 float32）。溢出出现 NaN 时丢弃这一步，调小缩放因子。

        Anything under half of 2^-24 underflows to zero in half precision. By the chain rule every
        gradient gets multiplied by S. Unscale them in fp32 before clipping. With S too big you get
        inf; the scaler then skips the step and halves S. bf16 has the same exponent range as fp32.

        Gradients smaller than the smallest subnormal of fp16 become zero. The gradient is linear in
        the loss, so they all grow by S; divide by S in float32 before the optimiser step. On
        overflow the step is skipped and S reduced.

        半精度指数只有 5 位，小于约 3e-8 的直接变 0。反向传播对损失是线性的，loss 乘 S 等于所有梯度
        乘 S。先 unscale，再 clip，再 step。S 过大会溢出成 Inf，GradScaler 就丢弃本次更新、缩小
        scale。bf16 的动态范围和 fp32 相同。

        Half precision has five exponent bits: gradients under roughly 3e-8 flush to 0. Scaling the
        loss scales all gradients by the same factor. Unscale in fp32 prior to the optimiser step,
        and clip only after unscaling. Too big a scale overflows to infinity; the step is dropped
        and the scale reduced. bf16 shares the dynamic range of fp32.
        """,
        """
        float16 精度不够，放大损失可以提高精度，让收敛更快。

        把学习率调大同样的倍数也一样，因为放大损失就等于放大步长。

        Scaling improves the precision of the activations in float16.

        Loss scaling is equivalent to a larger learning rate, so training speeds up.

        梯度不会下溢，链式法则也不传 S，不需要除以 S。

        S 相当于放大学习率，更新前先裁剪。S 太大就降低学习率。bf16 精度更高，所以不用缩放。

        float16 has only 10 fraction bits, so the gradients lose precision and are rounded to 0.
        Multiplying the loss by S acts like a larger learning rate; nothing is left to do before the
        update. If S is too large training diverges, so lower the learning rate.
        """,
    )
    halfway(
        question,
        "太小的梯度在 float16 里下溢成 0。乘 S 之后每个梯度都放大 S 倍，更新前再除以 S。",
        "Tiny gradients underflow to zero in float16. Scaling the loss multiplies all gradients "
        "by S; divide by S before the update.",
    )
    says(question, "65504", r"6.55\times10^{-4}", "2000", r"9.997\times10^{-9}", "2^{-11}")


def wrapped(number: int) -> int:
    """Keep the low 32 bits and read them as a signed number."""
    return int(np.array([number & 0xFFFFFFFF], np.uint32).view(np.int32)[0])


def test_index_overflow_int32(question: Question) -> None:
    rows, columns = 40_000, 65_536
    top = int(np.iinfo(np.int32).max)
    first = next(r for r in range(rows) if r * columns + columns - 1 > top)
    assert first == 32_768
    assert first * columns == 2**31 == top + 1
    assert wrapped(first * columns) == -(2**31)
    assert wrapped(first * columns) * 4 == -8 * 2**30
    assert 39_999 * columns == 2_621_374_464
    assert wrapped(39_999 * columns) == -1_673_592_832
    for number in (5, 2**31, 2**31 + 7, 39_999 * columns, -3):
        assert wrapped(number) == (number + 2**31) % 2**32 - 2**31
    assert 2**31 < rows * columns == 2_621_440_000 < 2**32
    assert rows * columns * 4 / 1e9 == pytest.approx(10.5, abs=0.05)
    assert next(r for r in range(262_144) if r * 8960 + 8959 > top) == 239_674
    assert 100_000**2 == 10**10 != wrapped(10**10)
    assert pytest.approx(4.29e9, rel=0.002) == 2**32
    judged(
        question,
        """
        r 和 cols 都是 int，乘积到 32768 行时达到 2^31，超过了 int 上限，变成负数 -2^31，写到了 x 之
        前8 GiB 的地方。在括号外转 long long 太迟了，应该先把 r 转成 int64_t 再相乘。换 unsigned 只
        是把上限翻倍。64 位整数运算在 GPU 上更慢，更占寄存器。

        第 32768 行开始溢出，因为 32768*65536=2^31 大于 2147483647。下标变成负的，所以越界。正确写法
        是 (int64_t)r * cols + c；外层强转时已经溢出了。用 32 位是因为快、省寄存器。

        At r = 32768 the product r*cols exceeds INT_MAX and becomes negative, -2^31, so it writes
        far before the buffer. Casting the finished sum is too late; cast r to int64 first. Unsigned
        only doubles the limit. 64-bit index maths is slower on a GPU.

        Row 32768: 2^31 overflows a 32-bit int. The index turns negative, 8 GiB before x. You have
        to promote one operand to 64 bits before the multiplication. 32-bit arithmetic needs fewer
        registers and is faster.

        第 32768 行的起点是 2147483648，比 INT_MAX 多 1，变成 -2^31，写到数组起点之前 8 GB。外面套
        long long 没用，里面早就溢出了。unsigned 这回够用，再大照样回绕。写成
        x + (size_t)r * cols，让乘法在 64 位里做。GPU 的整数单元是 32 位的，64 位的乘加慢，所以库先
        看元素个数再选。

        Row 32768 begins at element 2147483648, one more than INT_MAX, so it wraps to -2^31 and the
        store goes to 8 GB in front of the array. The outer cast is useless, as the product has
        already overflowed. Unsigned works here but wraps at 2^32. Make r an int64_t. Integer units
        of the GPU are 32 bits wide; wide arithmetic is slower and costs registers.
        """,
        """
        线程块太多，超过了网格的上限，显存也不够，所以报错。

        没有检查 c 是否小于 cols，最后一个线程越界了。

        The GPU is out of memory, so the allocation returned a null pointer.

        The pointers are only 32 bits wide, so use a smaller grid.

        Casting the result to long long fixes it, since indices are then 64 bits wide.

        会写到 x 之前，改成 64 位的 x[(long long)(r * cols + c)] 就行，unsigned 也能彻底解决。库里用
        32 位是为了省显存。

        It writes before x. First compute r * cols + c, then cast it to 64 bits. Just use unsigned
        otherwise. Libraries keep 32-bit indices to save memory.
        """,
    )
    halfway(
        question,
        "65536 × 32768 = 2^31，从第 32768 行溢出，变成 -2147483648。写成 (long long)r * cols + c。",
        "The index overflows int at row 32768 and turns negative. Use a 64-bit index.",
    )
    says(question, "32768", "2621374464", "-1673592832", "239674", "10.5 GB", "-8$ GiB")
