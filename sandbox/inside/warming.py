"""What a profile has imported and used once before the first child: children share its memory."""

import gc
import importlib
import mmap
import os
import time
from pathlib import Path
from typing import Final

from sandbox.inside import filling, libc

STDLIB: Final = tuple(
    (  # noqa: SIM905 - a list of names
        "abc array ast bisect collections concurrent.futures contextlib copy dataclasses decimal"
        " enum fractions functools heapq io itertools json math operator queue random re"
        " statistics string struct tempfile textwrap threading time traceback typing"
    ).split()
)
NUMPY: Final = ("numpy", "numpy.testing", "numpy.polynomial", "numpy.linalg", "numpy.fft")
TORCH: Final = ("torch", "torch.nn.functional", "torch.optim", "torch.utils.data", "torch.func")
MADV_COLLAPSE: Final = 25
HUGE: Final = 2 << 20


def warm(profile: str) -> None:
    """Import what a profile has, and do what libraries put off until the first use."""
    names = {"stdlib": STDLIB, "numpy": STDLIB + NUMPY, "torch": STDLIB + NUMPY + TORCH}
    for name in names[profile]:
        importlib.import_module(name)
    if profile != "stdlib":
        import numpy as np  # noqa: PLC0415

        np.linalg.svd(np.eye(3))
        np.fft.fft(np.ones(4))
        np.random.default_rng(0).normal(size=2)
    if profile == "torch":
        import torch  # noqa: PLC0415

        torch.set_num_threads(1)  # a second thread, once used, hangs every child
        model = torch.nn.Linear(4, 4)
        optimizer = torch.optim.Adam(model.parameters())  # imports 73 MiB at its first use
        loss = torch.nn.functional.cross_entropy(model(torch.randn(2, 4)), torch.tensor([0, 1]))
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()


def settle() -> int:
    """Keep the warm heap shared: out of the collector's reach, in huge pages, without holes.

    A fork then copies one entry of the page table where it would copy 512, until somebody writes to
    one of those pages. Returns how many huge pages there are; 0 where the kernel is too old.
    """
    gc.collect()
    gc.freeze()
    done = 0
    for line in Path("/proc/self/maps").read_text("ascii", "replace").splitlines():
        fields = line.split()
        anonymous = len(fields) == 5 or fields[5] == "[heap]"  # noqa: PLR2004 - no name
        if fields[1] != "rw-p" or not anonymous:
            continue
        low, high = (int(end, 16) for end in fields[0].split("-"))
        low = -(-low // HUGE) * HUGE
        while low + HUGE <= high:
            done += libc.madvise(low, HUGE, MADV_COLLAPSE)
            low += HUGE
    filling.fill()
    return done


def is_single() -> bool:
    """Say whether this process has one thread; one that has just ended is given time to go."""
    for _ in range(100):
        if len(os.listdir("/proc/self/task")) == 1:  # noqa: PTH208 - one look
            return True
        time.sleep(0.01)
    return False


def memory() -> dict[str, int]:
    """Return the address space, private data and resident memory of this process, in bytes."""
    names = {"VmSize": "address_space", "VmData": "data", "VmRSS": "resident"}
    found = {}
    for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines():
        name, _, rest = line.partition(":")
        if name in names:
            found[names[name]] = int(rest.split()[0]) << 10
    return found | {"page": mmap.PAGESIZE}
