"""One zygote after another: the next is warm before the old one goes."""

import time
from typing import Final

from sandbox.wall import Walls
from sandbox.zygote import NotStartedError, Zygote

MOST_CHILDREN: Final = 4000
"""Children of one zygote: its address layout should not stay for ever, and under full load warming
torch for the next one should not take more than a millisecond of each submission."""
MOST_AGE_S: Final = 1800.0
BOOT_S: Final = 60.0
LOOK_S: Final = 0.1


class Succession:
    """The zygotes of one pool. For one thread, which lives as long as they do."""

    def __init__(self, profile: str, walls: Walls) -> None:
        """Start none yet."""
        self._profile = profile
        self._walls = walls
        self.now: Zygote | None = None
        self._next: Zygote | None = None
        self._retired: list[Zygote] = []

    @property
    def is_changing(self) -> bool:
        """Whether another zygote is getting warm."""
        return self._next is not None

    def renew(self) -> None:
        """Start the next zygote when the present one has served; put it in its place when warm.

        Raises NotStartedError.
        """
        if self.now is not None and self.now.process.poll() is not None:
            self.retire()
        if self.now is not None and not _is_worn(self.now):
            return
        if self._next is None:
            self._next = Zygote(self._profile, self._walls)
        coming = self._next
        try:
            up = coming.await_ready(LOOK_S if self.now is None else 0)
        except NotStartedError:
            self._discard()
            raise
        if up:
            self.retire()
            self.now, self._next = coming, None
        elif time.monotonic() - coming.born > BOOT_S:
            self._discard()
            raise NotStartedError(f"not ready after {BOOT_S:g} s")

    def _discard(self) -> None:
        if self._next is not None:
            self._next.close()
            self._next = None

    def retire(self) -> None:
        """Take no more children from the present zygote."""
        if self.now is not None:
            self._retired.append(self.now)
            self.now = None

    def sweep(self) -> None:
        """End the zygotes whose last child has gone."""
        for zygote in [each for each in self._retired if each.alive <= 0]:
            self._retired.remove(zygote)
            zygote.close()

    def close(self) -> None:
        """End all of them, and with them every child that is left."""
        self.retire()
        self._discard()
        for zygote in self._retired:
            zygote.close()
        self._retired.clear()


def _is_worn(zygote: Zygote) -> bool:
    old = time.monotonic() - zygote.born > MOST_AGE_S
    return old or zygote.children >= MOST_CHILDREN or zygote.suspicious
