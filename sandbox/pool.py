"""Ready children of one profile, prepared before anybody needs them.

One thread per pool starts the zygote (the kernel ends a zygote with the thread that started it),
keeps `depth` children ready, and reaps those that have been used. A zygote is replaced when it has
served long enough, or when a child ended in a way that speaks against it.
"""

import collections
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from sandbox import cgroups
from sandbox.child import Child, GoneError, NotReadyError
from sandbox.inside.namespaces import BOX
from sandbox.wall import Walls
from sandbox.zygote import NotStartedError, Zygote

MOST_CHILDREN: Final = 500  # of one zygote: its address layout should not stay for ever
MOST_AGE_S: Final = 1800.0
STALE_S: Final = 600.0  # a child that waited longer is thrown away
BOOT_S: Final = 60.0
RETRY_S: Final = 1.0
REAP_S: Final = 0.05


class Exhausted(Exception):  # noqa: N818 - part of the interface
    """No child was ready in time."""


class Pool:
    """Keeps `depth` children of a profile ready. Thread-safe."""

    def __init__(self, profile: str, walls: Walls, depth: int = 4) -> None:
        """Begin to fill. The first child is ready after a second (NumPy) or four (torch)."""
        self.profile = profile
        self.walls = walls
        self.depth = depth
        self.level = walls.level
        self.failure = ""  # why there is no zygote, if there is none
        self._ready: collections.deque[tuple[float, Child]] = collections.deque()
        self._used: collections.deque[Child] = collections.deque()
        self._changed = threading.Condition()
        self._closing = False
        self._slots = cgroups.Slots(walls)
        self._boxes: dict[int, Path] = {}
        self._zygote: Zygote | None = None
        self._retired: list[Zygote] = []
        self._thread = threading.Thread(target=self._keep, name=f"pool-{profile}", daemon=True)
        self._thread.start()

    @property
    def ready(self) -> int:
        """Return how many children wait."""
        return len(self._ready)

    def take(self, timeout_s: float) -> Child:
        """Return a ready child, which the caller closes. Raises Exhausted."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while True:
                while self._ready:
                    born, child = self._ready.popleft()
                    self._changed.notify_all()
                    if time.monotonic() - born < STALE_S and not child.has_ended:
                        return child
                    child.close()
                left = deadline - time.monotonic()
                if left <= 0 or self._closing:
                    raise Exhausted(self.failure or f"no {self.profile} child in {timeout_s:g} s")
                self._changed.wait(left)

    def close(self) -> None:
        """End all of it."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _keep(self) -> None:
        try:
            while not self._closing:
                self._sweep(0)
                if len(self._ready) < self.depth:
                    self._add()
                    continue
                with self._changed:
                    if len(self._ready) >= self.depth and not self._used:
                        self._changed.wait(RETRY_S)
        finally:
            self._end()

    def _add(self) -> None:
        try:
            child = self._make(self._current())
        except (NotStartedError, NotReadyError, GoneError, OSError) as error:
            self.failure = f"{type(error).__name__}: {error}"
            self._retire()
            with self._changed:
                if not self._closing:
                    self._changed.wait(RETRY_S)
            return
        self.failure = ""
        with self._changed:
            self._ready.append((time.monotonic(), child))
            self._changed.notify_all()

    def _current(self) -> Zygote:
        """Return a zygote that is up and not too old. Raises NotStartedError."""
        zygote = self._zygote
        if zygote is not None:
            old = time.monotonic() - zygote.born > MOST_AGE_S or zygote.children >= MOST_CHILDREN
            if not old and not zygote.suspicious and zygote.process.poll() is None:
                return zygote
            self._retire()
        zygote = Zygote(self.profile, self.walls)
        if not zygote.await_ready(BOOT_S):
            zygote.close()
            raise NotStartedError(f"not ready after {BOOT_S:g} s")
        self._zygote = zygote
        return zygote

    def _make(self, zygote: Zygote) -> Child:
        box = self._box()
        group = self._slots.take()
        handles = zygote.spawn(box)
        child = Child(
            zygote,
            handles,
            profile=self.profile,
            level=self.level,
            group=group,
            closed=self._put_back,
        )
        if box != BOX:
            self._boxes[id(child)] = Path(box)
        try:
            child.await_ready()
        except NotReadyError:
            child.close()
            raise
        return child

    def _box(self) -> str:
        """Return where a child may write: a mount of its own, or without namespaces a directory."""
        if self.walls.namespaces:
            return BOX
        path = tempfile.mkdtemp(prefix="mianjing-box-")
        if os.geteuid() == 0:
            os.chown(path, self.walls.uid, self.walls.uid)
        return path

    def _put_back(self, child: Child) -> None:
        with self._changed:
            self._used.append(child)
            self._changed.notify_all()

    def _sweep(self, timeout_s: float) -> None:
        """Reap what was used; what has not ended yet is looked at again."""
        for _ in range(len(self._used)):
            child = self._used.popleft()
            if not child.reap(timeout_s or REAP_S):
                self._used.append(child)
                continue
            if isinstance(child.parent, Zygote):
                child.parent.forget()
                child.parent.suspicious |= child.suspicious
            if child.group is not None:
                self._slots.give_back(child.group)
            if (box := self._boxes.pop(id(child), None)) is not None:
                shutil.rmtree(box, ignore_errors=True)
        for zygote in [each for each in self._retired if each.alive <= 0]:
            self._retired.remove(zygote)
            zygote.close()

    def _retire(self) -> None:
        """Take no more children from this zygote; it goes when the last of its own has gone."""
        if self._zygote is not None:
            self._retired.append(self._zygote)
            self._zygote = None

    def _end(self) -> None:
        with self._changed:
            waiting = [child for _, child in self._ready]
            self._ready.clear()
        for child in waiting:
            child.close()
        deadline = time.monotonic() + 5
        while self._used and time.monotonic() < deadline:
            self._sweep(0.2)
        self._retire()
        for zygote in self._retired:
            zygote.close()
        self._slots.close()
