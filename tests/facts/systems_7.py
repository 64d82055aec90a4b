"""Facts of the questions on byte order, padding, prefetching, coherence, adders and formats."""

import ctypes
import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch

from tests.facts.prose import says, variants
from tests.facts.systems import gap_keys, right

Question = dict[str, Any]


def test_big_endian_file(question: Question) -> None:
    for v, keys in gap_keys(question, 40):
        raw = bytes([0, 0, v["a"], v["b"]])
        x = np.frombuffer(raw, "<u4")
        assert keys == {"count": int.from_bytes(raw, "big"), "misread": int(x[0])}
        tried = {
            "view": x.view(">u4"),
            "astype": x.astype(">u4"),
            "flip": x[::-1].copy(),
            "twice": x.byteswap().view(">u4"),
        }
        good = {name for name, result in tried.items() if int(result[0]) == keys["count"]}
        assert good == right(question["gaps"][2])
        assert int(x.byteswap()[0]) == keys["count"]
    mnist = bytes([0, 0, 234, 96])
    assert (int.from_bytes(mnist, "big"), int.from_bytes(mnist, "little")) == (60000, 1625948160)
    one = np.array([1.0], ">f4").tobytes()
    assert list(one) == [63, 128, 0, 0]
    misread = np.frombuffer(one, "<f4")[0]
    assert float(misread) == pytest.approx(4.6e-41, rel=0.01)
    assert misread < np.finfo(np.float32).tiny
    with pytest.raises(ValueError, match="byte order"):
        torch.from_numpy(np.zeros(2, ">u4"))
    swapped = np.frombuffer(mnist, "<u4").view(">u4").astype("<i8")
    assert torch.from_numpy(swapped).tolist() == [60000]
    says(question, "`0 0 234 96`", "1625948160", "`63 128 0 0`", r"4.6\times10^{-41}")


def smallest(fields: list[tuple[str, str]]) -> int:
    """Return the smallest record over all orders of the fields."""
    return min(np.dtype(list(o), align=True).itemsize for o in itertools.permutations(fields))


def test_struct_padding(question: Question) -> None:
    for v, keys in gap_keys(question, 40):
        kinds = (f"S{v['j']}", f"f{v['s1']}", f"S{v['k']}", f"f{v['s2']}")
        fields = list(zip(("tag", "x", "key", "y"), kinds, strict=True))
        aligned = np.dtype(fields, align=True)
        offset = {name: aligned.fields[name][1] for name, _ in fields}  # type: ignore[index]
        assert keys == {"offset": offset["y"], "size": aligned.itemsize, "best": smallest(fields)}
        assert (offset["x"], offset["key"]) == (v["at_x"], v["at_key"])
        assert np.dtype(fields).itemsize == v["packed"]
        assert offset["y"] + v["s2"] == v["end"]

    class Split(ctypes.Structure):
        _fields_ = (("a", ctypes.c_char), ("b", ctypes.c_double), ("c", ctypes.c_char))

    class Sorted(ctypes.Structure):
        _fields_ = (("b", ctypes.c_double), ("a", ctypes.c_char), ("c", ctypes.c_char))

    assert (ctypes.sizeof(Split), ctypes.sizeof(Sorted)) == (24, 16)
    says(question, "24", "16", "10", "|c.......|dddddddd|c.......|", "|dddddddd|cc......|")


def rows_take(latency: float, work: float, *, rows: int, ahead: int) -> float:
    """Run through rows; each is asked for when the row `ahead` places before it begins."""
    begins: list[float] = []
    now = 0.0
    for i in range(rows):
        asked = begins[i - ahead] if ahead and i >= ahead else now
        now = max(now, asked + latency)
        begins.append(now)
        now += work
    return now / rows


def test_embedding_rows_prefetch(question: Question) -> None:
    assert right(question) == {"prefetch"}
    million = 20_000_000
    assert million * 64 == pytest.approx(1.28e9)
    assert 16 * np.dtype(np.float32).itemsize == 64
    assert math.ceil(million * 64 / 2**30) == 2
    assert rows_take(80, 40, rows=400, ahead=0) == 120
    assert rows_take(80, 40, rows=4000, ahead=1) == pytest.approx(80, rel=0.01)
    assert rows_take(80, 40, rows=4000, ahead=2) == pytest.approx(40, rel=0.01)
    assert million * 40e-9 == pytest.approx(0.8)
    assert million * 120e-9 == pytest.approx(2.4)
    assert (2.4 - 0.8) / million == pytest.approx(80e-9)
    assert pytest.approx(1.6) == 64 / 40
    assert pytest.approx(0.53, abs=0.005) == 64 / 120
    says(question, "1.28 GB", "80 ns", "1.6 GB/s", "0.53 GB/s")


class Line:
    """A line in the caches of two cores, by the rules of MESI."""

    def __init__(self) -> None:
        """Begin with no copy anywhere."""
        self.states = ["I", "I"]
        self.asked = self.stored = 0

    def read(self, core: int) -> None:
        """Fetch a copy if there is none."""
        if self.states[core] != "I":
            return
        other = 1 - core
        self.stored += self.states[other] == "M"
        shared = self.states[other] != "I"
        self.states[core] = "S" if shared else "E"
        self.states[other] = "S" if shared else "I"

    def write(self, core: int) -> None:
        """Own the line, then write."""
        if self.states[core] in "SI":
            self.asked += 1
            self.states[1 - core] = "I"
        self.states[core] = "M"

    def evict(self, core: int) -> None:
        """Drop the copy; write it back if it is dirty."""
        self.stored += self.states[core] == "M"
        self.states[core] = "I"


def test_mesi_line_states(question: Question) -> None:
    line = Line()
    steps = ((line.read, 0), (line.write, 0), (line.read, 1), (line.write, 1), (line.evict, 1))
    after: list[str] = []
    for step, core in steps:
        step(core)
        after.append(" / ".join(line.states))
    assert [pair["right"]["en"] for pair in question["pairs"]] == after
    assert [pair["right"]["zh"] for pair in question["pairs"]] == after
    assert not set(after) & {card["right"]["en"] for card in question["extra"]}
    contested = Line()
    for turn in range(1000):
        contested.write(turn % 2)
    assert contested.asked == 1000
    own = [Line(), Line()]
    for turn in range(1000):
        own[turn % 2].write(turn % 2)
    assert sum(one.asked for one in own) == 2
    lonely = Line()
    for _ in range(1000):
        lonely.write(0)
    lonely.evict(0)
    assert lonely.stored == 1
    says(question, "1000", "500")


def cycles(count: int, latency: int, per_cycle: int, chains: int) -> int:
    """Begin additions in turn over the chains, at most so many per cycle; return the last cycle."""
    ready = [0] * chains
    now = begun = 0
    for i in range(count):
        if begun == per_cycle:
            now, begun = now + 1, 0
        if ready[i % chains] > now:
            now, begun = ready[i % chains], 0
        ready[i % chains] = now + latency
        begun += 1
    return max(ready)


def test_sum_accumulators(question: Question) -> None:
    for v, key in variants(question, 40):
        took = cycles(v["count"], v["lat"], v["u"], v["k"])
        assert key == pytest.approx(took, abs=2 * v["lat"])
        assert key == int(key)
        assert v["chain"] * v["k"] == v["count"] * v["lat"]
        assert v["ports"] * v["u"] == v["count"]
        more = cycles(v["count"], v["lat"], v["u"], v["need"])
        assert more == pytest.approx(v["count"] / v["u"], abs=2 * v["lat"])
    assert cycles(1000, 4, 2, 1) == cycles(1000, 4, 1, 1) == 4000
    x = np.random.default_rng(5).random(4800).astype(np.float32)
    one = np.cumsum(x)[-1]
    four = np.cumsum(x.reshape(-1, 4), axis=0)[-1].sum()
    assert one != four
    assert abs(four - math.fsum(x)) < abs(one - math.fsum(x))
    says(question, "+...+...+...+...", "++++++++++++++++", r"$k=\ell u$")


def largest(exponent: int, fraction: int) -> Fraction:
    """Return the largest finite number if the topmost exponent field is kept free."""
    return (2 - Fraction(1, 2**fraction)) * Fraction(2) ** int(2 ** (exponent - 1) - 1)


def test_float_formats_compared(question: Question) -> None:
    cards = {pair["id"]: pair["right"]["en"] for pair in question["pairs"]}
    known = {
        "half": (torch.float16, 5, 10),
        "brain": (torch.bfloat16, 8, 7),
        "e5m2": (torch.float8_e5m2, 5, 2),
    }
    for name, (dtype, exponent, fraction) in known.items():
        info = torch.finfo(dtype)
        assert info.max == largest(exponent, fraction)
        assert info.eps == 2.0**-fraction
        assert f"$1+2^{{-{fraction}}}$" in cards[name]
    assert torch.finfo(torch.float16).max == 65504
    assert torch.finfo(torch.float8_e5m2).max == 57344 == 1.75 * 2**15
    assert f"{float(largest(8, 7)):.2e}" == "3.39e+38"
    assert f"{float(largest(8, 10)):.2e}" == "3.40e+38"
    # TF32 is float32 with the low 13 fraction bits zero.
    top = np.array([0x7F7FE000], np.uint32).view(np.float32)[0]
    assert Fraction(float(top)) == largest(8, 10)
    after = np.array([0x3F800000 + 2**13], np.uint32).view(np.float32)[0]
    assert after == 1 + 2.0**-10
    small = torch.arange(256, dtype=torch.uint8).view(torch.float8_e4m3fn).float()
    numbers = small[torch.isfinite(small)]
    assert int(torch.isfinite(small).sum()) == 254
    assert numbers.max() == 448 == 1.75 * 2**8
    assert numbers[numbers > 1].min() == 1 + 2.0**-3
    assert largest(4, 3) == 240 == 1.875 * 2**7
    cut = np.frombuffer(np.float32(np.pi).tobytes(), np.uint32)[0] & 0xFFFF0000
    kept = np.array([cut], np.uint32).view(np.float32)[0]
    assert torch.tensor(float(kept)).bfloat16().float().item() == kept
    assert torch.finfo(torch.bfloat16).tiny == torch.finfo(torch.float32).tiny == 2.0**-126
    assert torch.tensor(90000.0).half().isinf()
    assert torch.tensor(90000.0).bfloat16() == 90112
    assert pytest.approx(0.0078, abs=2e-5) == torch.finfo(torch.bfloat16).eps
    says(question, "65504", "448", "57344", "240", "0.0078", "90112", "2^{-126}")


def rounded(number: Fraction, bits: int) -> Fraction:
    """Round to so many significant bits, ties to even, by comparing both neighbours."""
    step = Fraction(1)
    while number >= step * 2**bits:
        step *= 2
    while number < step * 2 ** (bits - 1):
        step /= 2
    low = number // step
    rest = number - low * step
    up = rest > step / 2 or (rest == step / 2 and low % 2 == 1)
    return (low + up) * step


def test_tenths_do_not_add(question: Question) -> None:
    ends: set[bool] = set()
    for v, keys in gap_keys(question, 60):
        x, p = Fraction(v["i"], 1000), v["p"]
        unit = Fraction(1, 2 ** v["q"])
        assert Fraction(2) ** v["e"] <= x < Fraction(2) ** v["f"]
        stored = rounded(x, p)
        total = rounded(stored + rounded(2 * x, p), p)
        literal = rounded(3 * x, p)
        assert rounded(2 * x, p) == 2 * stored
        assert (keys["stored"], keys["sum"]) == (stored / unit, total / unit)
        assert keys["literal"] == literal / unit
        exact = 3 * stored
        near = [m for m in range(-3, 4) if rounded(exact + m * unit, p) == exact + m * unit]
        assert keys["gap"] == min(m for m in near if m > 0) - max(m for m in near if m < 0)
        assert 0 not in near
        ends.add(total == literal)
    assert ends == {True, False}
    assert rounded(Fraction(1, 10), 53) == Fraction(0.1) == Fraction(7205759403792794, 2**56)
    assert Fraction(0.1 + 0.2) == Fraction(21617278211378384, 2**56)
    assert Fraction(0.3) == Fraction(21617278211378380, 2**56)
    assert 3 * 7205759403792794 % 4 == 2
    assert np.float32(0.1) + np.float32(0.2) == np.float32(0.3)
    assert np.float16(0.1) + np.float16(0.2) != np.float16(0.3)
    assert 0.1 + 0.2 - 0.3 == 2.0**-54 == pytest.approx(5.6e-17, rel=0.01)
    assert np.spacing(np.float32(1000)) == pytest.approx(6.1e-5, rel=0.01)
    says(
        question, "21617278211378384", "21617278211378380", "7205759403792794", r"6.1\times10^{-5}"
    )


def steady(copy: float, compute: float, batches: int = 60) -> float:
    """Return the time per batch late in a run with two buffers."""
    copied: list[float] = []
    done: list[float] = []
    for i in range(batches):
        free = done[i - 2] if i > 1 else 0.0
        copied.append(max(copied[-1] if copied else 0.0, free) + copy)
        done.append(max(copied[-1], done[-1] if done else 0.0) + compute)
    return done[-1] - done[-2]


def test_batch_copy_bottleneck(question: Question) -> None:
    for v, keys in gap_keys(question, 60):
        shape = (v["b"], 3, v["side"], v["side"])
        sizes = [
            torch.empty(shape, dtype=kind, device="meta").nbytes
            for kind in (torch.float32, torch.uint8)
        ]
        wide, narrow = (size / (v["bw"] * 1e9) * 1e3 for size in sizes)
        assert keys["copy"] == pytest.approx(wide)
        assert keys["step"] == pytest.approx(steady(wide, v["t"]))
        assert keys["rate"] == pytest.approx(v["b"] / steady(narrow, v["t"]) * 1e3)
        assert v["mb"] == pytest.approx(sizes[0] / 1e6, abs=0.06)
    need = 256 * 3 * 224 * 224 * 4
    assert need / 1e6 == pytest.approx(154, abs=0.5)
    assert need / 0.01 / 1e9 == pytest.approx(15.4, abs=0.05)
    assert need / 4 / 0.01 / 1e9 == pytest.approx(3.9, abs=0.05)
    # PCIe 3.0: 8 GT/s on 16 lanes, 128 of 130 bits for data.
    assert pytest.approx(15.75, abs=0.01) == 8e9 * 16 * 128 / 130 / 8 / 1e9
    assert steady(20, 8) == steady(20, 4) == 20
    says(question, "154 MB", "15.4 GB/s", "15.75 GB/s", "3.9 GB/s")
