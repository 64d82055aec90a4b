"""Facts of the questions on deadlock, file mapping, caches and communication."""

import mmap
import os
import resource
import socket
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.facts.prose import says, variants
from tests.facts.systems import gap_keys, right

Question = dict[str, Any]


def stuck_states(first: str, second: str) -> int:
    """Count the deadlocked states of two threads that each take two locks in their order."""
    plans = (first, second)
    seen = {(0, 0)}
    todo = [(0, 0)]
    stuck = 0
    while todo:
        at = todo.pop()
        held = {
            lock
            for plan, done in zip(plans, at, strict=True)
            if done < 4
            for lock in plan[: min(done, 2)]
        }
        moves = []
        for me in (0, 1):
            done = at[me]
            if done == 4:
                continue
            if done < 2 and plans[me][done] in held:
                continue
            moves.append((at[0] + (me == 0), at[1] + (me == 1)))
        stuck += not moves and at != (4, 4)
        for move in moves:
            if move not in seen:
                seen.add(move)
                todo.append(move)
    return stuck


def test_deadlock_lock_order(question: Question) -> None:
    assert stuck_states("ab", "ba") == 1
    assert stuck_states("ab", "ab") == 0
    says(question, r"T_1\to T_2\to\cdots\to T_1", "$i<i$")


def can_deadlock(needs: list[int], units: int) -> bool:
    """Search all states of processes that ask for one unit at a time."""
    seen = {tuple([0] * len(needs))}
    todo = list(seen)
    while todo:
        held = todo.pop()
        free = units - sum(held)
        waiting = [i for i, need in enumerate(needs) if held[i] < need]
        # Whoever has everything returns it, so only states of waiting processes can be stuck.
        if free == 0 and len(waiting) == len(needs):
            return True
        for i in waiting:
            if free:
                after = (*held[:i], held[i] + 1, *held[i + 1 :])
                if after not in seen:
                    seen.add(after)
                    todo.append(after)
    return False


def test_deadlock_units(question: Question) -> None:
    small = 0
    for v, key in variants(question, 60):
        needs = [v["a"]] * v["p"] + [v["b"]] * v["r"]
        assert sum(need - 1 for need in needs) == key - 1
        if v["a"] ** v["p"] * v["b"] ** v["r"] < 2000:
            small += 1
            assert can_deadlock(needs, key - 1)
            assert not can_deadlock(needs, key)
    assert small
    assert not can_deadlock([2, 2], 3)
    assert can_deadlock([2, 2], 2)
    assert can_deadlock([2] * 6, 6)
    assert not can_deadlock([2] * 6, 7)


def test_mmap_vs_read(question: Question, tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(2**30)
    with path.open("rb") as read, mmap.mmap(read.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert mapped[0] == 0
        assert mapped[2**30 - 1] == 0
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert after - before < 2**20 // 2  # kibibytes: far from the whole file
    assert 2**20 // 2**12 == 256
    says(question, "256", "2^{12}", "2^{20}")


class Lru:
    """A fully associative cache with least-recently-used replacement."""

    def __init__(self, room: int) -> None:
        """Begin empty."""
        self.room = room
        self.lines: OrderedDict[int, None] = OrderedDict()

    def misses(self, lines: Iterable[int]) -> int:
        """Access the lines one after the other; return how many were absent."""
        count = 0
        for line in lines:
            if line in self.lines:
                self.lines.move_to_end(line)
                continue
            count += 1
            self.lines[line] = None
            if len(self.lines) > self.room:
                self.lines.popitem(last=False)
        return count


def test_cache_set_index(question: Question) -> None:
    for v, keys in gap_keys(question, 60):
        assert keys["sets"] * v["ways"] * v["line"] == v["size"] * 1024
        bits = f"{v['addr']:032b}"
        low = v["line"].bit_length() - 1
        width = keys["sets"].bit_length() - 1
        assert int(bits[32 - low - width : 32 - low], 2) == keys["index"]
        sets = [(v["addr"] + d) // v["line"] % keys["sets"] for d in (0, keys["stride"])]
        assert sets[0] == sets[1]
        lru = Lru(v["ways"])
        lru.misses(range(v["more"]))
        assert lru.misses(list(range(v["more"])) * 5) == 5 * v["more"]
        assert keys["rate"] == 0
    assert 32 * 1024 // 8 // 64 == 64
    assert 32 * 1024 // 8 == 4096
    assert Lru(2).misses([0, 1, 2, 0, 1, 2]) == 6
    says(question, "4096")


def loop_misses(dim: int, per: int, room: int, *, down: bool) -> int:
    """Simulate summing a matrix by columns or by rows; a row begins at a line."""
    order = ((i, j) for j in range(dim) for i in range(dim))
    if not down:
        order = ((i, j) for i in range(dim) for j in range(dim))
    return Lru(room).misses((i * dim + j) // per for i, j in order)


def test_matrix_loop_misses(question: Question) -> None:
    for v, key in variants(question, 40):
        assert v["dim"] % v["per"] == 0
        assert v["dim"] > v["room"]
        assert key == pytest.approx(v["dim"] ** 2 * (1 - v["w"] / v["line"]))
    for dim, per, room in ((32, 8, 16), (64, 16, 40)):
        assert loop_misses(dim, per, room, down=True) == dim * dim
        assert loop_misses(dim, per, room, down=False) == dim * dim // per
        assert loop_misses(dim, per, dim, down=True) == dim * dim // per
    assert loop_misses(16, 1, 8, down=True) == loop_misses(16, 1, 8, down=False)


def test_false_sharing_counters(question: Question) -> None:
    assert right(question) == {"pad"}
    for start in range(0, 64, 8):
        touched = [(start + 8 * i) // 64 for i in range(4)]
        assert len(set(touched)) <= 2
        assert max(touched.count(line) for line in touched) >= 2
    assert {8 * i // 64 for i in range(4)} == {0}
    assert len({64 * i // 64 for i in range(4)}) == 4
    says(question, r"4\times8=32", r"4\times64=256")


def test_ipc_kinds(question: Question, tmp_path: Path) -> None:
    path = tmp_path / "letter"
    path.write_text("hello", "utf-8")
    left, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with left, other, path.open("rb") as file:
        socket.send_fds(left, [b"x"], [file.fileno()])
        _, (descriptor,), _, _ = socket.recv_fds(other, 1, 1)
        assert descriptor != file.fileno()
        assert os.read(descriptor, 5) == b"hello"
        os.close(descriptor)
    reader, writer = os.pipe()
    os.write(writer, b"ab")
    assert [os.read(reader, 1), os.read(reader, 1)] == [b"a", b"b"]  # read once, then gone
    os.close(reader)
    os.close(writer)
    assert 8 * 4 == 32
    says(question, "SCM_RIGHTS", "32 GB", "$2N$")
