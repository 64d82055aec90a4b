"""Memory and number of processes, bounded by the kernel: one small interface over v1 and v2."""

from typing import Protocol


class Group(Protocol):
    """The group of one slot of a pool: it holds one child at a time and is used again."""

    def renew(self) -> None:
        """Forget the last child."""

    def adopt(self, pid: int) -> None:
        """Take in a process. Raises OSError."""

    def limit(self, memory_bytes: int) -> None:
        """Set how much memory it may use. Raises OSError."""

    def kills(self) -> int:
        """Return how often the kernel killed for want of memory since `renew`."""

    def peak(self) -> int | None:
        """Return the most memory used at a time since `renew`; None where it is not known."""

    def remove(self) -> None:
        """Remove the group."""
