"""Ready children of one profile, prepared before anybody needs them.

One thread per pool starts the zygotes (the kernel ends a zygote with the thread that started it),
keeps `depth` children ready, and reaps those that have been used.
"""

import collections
import threading
import time
from dataclasses import dataclass, field
from typing import Final

from sandbox import cgroups
from sandbox.boxes import Boxes
from sandbox.cgroups import Group
from sandbox.child import Child, GoneError, NotReadyError
from sandbox.succession import Succession
from sandbox.wall import Walls
from sandbox.zygote import NotStartedError, Zygote

STALE_S: Final = 600.0  # a child that waited longer is thrown away
REAP_S: Final = 0.005  # between looks at children that are about to end
IDLE_S: Final = 1.0
WARMING_S: Final = 0.02
GIVE_WAY_S: Final = 0.02  # making a child takes a core from whoever has just been given one
END_S: Final = 5.0


class Exhausted(Exception):  # noqa: N818 - part of the interface
    """No child was ready in time."""


@dataclass(slots=True)
class _Slot:
    """What a child takes up beside itself."""

    zygote: Zygote
    box: str
    group: Group | None
    born: float = field(default_factory=time.monotonic)


class Pool:
    """Keeps `depth` children of a profile ready. Thread-safe."""

    def __init__(self, profile: str, walls: Walls, depth: int = 4) -> None:
        """Begin to fill. The first child is ready at once, or after three seconds (torch)."""
        self.profile = profile
        self.walls = walls
        self.depth = depth
        self.level = walls.level
        self.failure = ""  # why there is no zygote, if there is none
        self._ready: collections.deque[Child] = collections.deque()
        self._used: collections.deque[Child] = collections.deque()
        self._unready: collections.deque[Child] = collections.deque()
        self._taken: dict[Child, _Slot] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._looked_for: Zygote | None = None
        self._looked_at = 0.0
        self._given_at = 0.0  # when a child was last handed out, 0 when it has been closed since
        self._groups = cgroups.Slots(walls)
        self._boxes = Boxes(walls)
        self._line = Succession(profile, walls)
        self._thread = threading.Thread(target=self._keep, name=f"pool-{profile}", daemon=True)
        self._thread.start()

    @property
    def ready(self) -> int:
        """Return how many children wait."""
        return len(self._ready)

    def take(self, timeout_s: float) -> Child:
        """Return a ready child, which the caller closes. Raises Exhausted."""
        deadline = time.monotonic() + timeout_s
        while True:
            with self._changed:
                while not self._ready:
                    left = deadline - time.monotonic()
                    if left <= 0 or self._closing:
                        raise Exhausted(
                            self.failure or f"no {self.profile} child in {timeout_s:g} s"
                        )
                    self._changed.wait(left)
                child = self._ready.popleft()
                self._given_at = time.monotonic()
                self._changed.notify_all()
            if self._is_fresh(child):
                return child
            child.close()

    def close(self) -> None:
        """End all of it."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _is_fresh(self, child: Child) -> bool:
        """Say whether a child that waited may be used."""
        slot = self._taken[child]
        young = time.monotonic() - slot.born < STALE_S
        of_now = slot.zygote is self._line.now and slot.zygote.process.poll() is None
        return young and of_now and not child.has_ended

    def _keep(self) -> None:
        try:
            while not self._closing:
                self._sweep()
                try:
                    busy = self._step()
                except (NotStartedError, NotReadyError, GoneError, OSError) as error:
                    self.failure = f"{type(error).__name__}: {error}"
                    self._line.retire()
                    busy = False
                if not busy:
                    self._rest()
        finally:
            self._end()

    def _step(self) -> bool:
        """Do one thing; False when there is nothing to do but wait.

        Raises NotStartedError, NotReadyError, GoneError, OSError.
        """
        self._line.renew()
        now = time.monotonic()
        if self._line.now is not self._looked_for or now - self._looked_at > IDLE_S:
            self._looked_for, self._looked_at = self._line.now, now
            self._drop_stale()  # not at every step, since `take` looks again
        missing = self.depth - len(self._ready) - len(self._unready)
        if self._line.now is not None and missing > 0 and not self._gives_way():
            self._unready.append(self._make(self._line.now))
            if missing > 1 and len(self._unready) == 1:
                return True  # one enters its jail on one core, the next is made on another
        if not self._unready:
            return False
        child = self._unready.popleft()
        try:
            child.await_ready()
        except NotReadyError:
            child.close()
            raise
        self.failure = ""
        with self._changed:
            self._ready.append(child)
            self._changed.notify_all()
        return True

    def _gives_way(self) -> bool:
        """Say whether making the next child can wait for a verdict: there are enough."""
        enough = len(self._ready) + len(self._unready) > self.depth // 2
        return enough and time.monotonic() - self._given_at < GIVE_WAY_S

    def _rest(self) -> None:
        """Wait for something to do."""
        with self._changed:
            if self._closing:
                return
            if self._used:
                self._changed.wait(REAP_S)
            elif self._line.is_changing:
                self._changed.wait(WARMING_S)
            elif self._gives_way():
                self._changed.wait(GIVE_WAY_S)
            elif self.failure or len(self._ready) >= self.depth:
                self._changed.wait(IDLE_S)

    def _make(self, zygote: Zygote) -> Child:
        """Make a child, which is not yet ready. Raises GoneError, OSError."""
        slot = _Slot(zygote, self._boxes.take(), self._groups.take())
        try:
            handles = zygote.spawn(slot.box)
        except (GoneError, OSError):
            self._give_back(slot)
            raise
        try:
            child = Child(
                zygote,
                handles,
                profile=self.profile,
                level=self.level,
                group=slot.group,
                closed=self._put_back,
            )
        except OSError:
            handles.drop()
            zygote.forget()
            self._give_back(slot)
            raise
        self._taken[child] = slot
        try:
            child.enlist()
        except OSError:
            child.close()
            raise
        return child

    def _give_back(self, slot: _Slot) -> None:
        if slot.group is not None:
            self._groups.give_back(slot.group)
        self._boxes.give_back(slot.box)

    def _put_back(self, child: Child) -> None:
        with self._changed:
            self._used.append(child)
            self._given_at = 0.0
            self._changed.notify_all()

    def _drop_stale(self) -> None:
        """Throw away what waits in vain."""
        with self._changed:
            stale = []
            for waiting in (self._ready, self._unready):
                for child in [each for each in waiting if not self._is_fresh(each)]:
                    waiting.remove(child)
                    stale.append(child)
        for child in stale:
            child.close()

    def _sweep(self, timeout_s: float = 0) -> None:
        """Reap what was used; what has not ended yet is looked at again."""
        for _ in range(len(self._used)):
            child = self._used.popleft()
            if not child.reap(timeout_s):
                self._used.append(child)
                continue
            slot = self._taken.pop(child)
            slot.zygote.forget()
            slot.zygote.suspicious |= child.suspicious
            self._give_back(slot)
        self._line.sweep()

    def _end(self) -> None:
        self._line.retire()
        self._drop_stale()
        deadline = time.monotonic() + END_S
        while self._used and time.monotonic() < deadline:
            self._sweep(0.2)
        self._line.close()
        self._groups.close()
        self._boxes.close()
