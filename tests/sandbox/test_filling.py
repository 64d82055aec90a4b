"""After the holes of a heap have been filled, what is allocated lies where nothing lay before."""

import subprocess
import sys

PROGRAM = """
import array, ctypes, gc, json
from sandbox.inside import filling

libc = ctypes.CDLL(None)
libc.malloc.argtypes, libc.malloc.restype = [ctypes.c_size_t], ctypes.c_size_t
libc.free.argtypes = [ctypes.c_size_t]

made = [bytes(size) for size in range(480) for _ in range(200)]
taken = [libc.malloc(size) for size in range(24, 5000, 40) for _ in range(20)]
lists = [[number] for number in range(1000)]
del made[::2], lists[::2]
for address in taken[::2]:
    libc.free(address)

old, end = filling.mapped(), filling.end_of_heap()
if {fills}:
    filling.fill()

objects = [bytes(size) for size in range(2, 480)] + [[size] for size in range(50)]
inside = [filling.lies_in(old, id(each)) for each in objects]
below = [libc.malloc(size) < end for size in range(24, 5000, 40)]
print(json.dumps([sum(inside), len(inside), sum(below), len(below)]))
"""


def _old(*, fills: bool) -> tuple[float, float]:
    """Return which share of new objects, and of new blocks, lies where something lay before."""
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", PROGRAM.format(fills=fills)],
        capture_output=True,
        text=True,
        check=True,
    )
    inside, objects, below, blocks = map(int, done.stdout.strip(" []\n").split(","))
    return inside / objects, below / blocks


def test_new_objects_lie_in_new_memory() -> None:
    objects, blocks = _old(fills=True)

    assert objects < 0.01  # all but the two that the filling itself took
    assert blocks == 0


def test_without_filling_they_would_lie_in_the_holes() -> None:
    objects, blocks = _old(fills=False)

    assert objects > 0.5
    assert blocks > 0.5
