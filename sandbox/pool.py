"""Ready children of one profile, prepared before anybody needs them."""

from sandbox.child import Child
from sandbox.wall import Walls


class Exhausted(Exception):  # noqa: N818 - part of the interface
    """No child was ready in time."""


class Pool:
    """Keeps `depth` children of a profile ready."""

    level: str

    def __init__(self, profile: str, walls: Walls, depth: int = 4) -> None:
        self.profile = profile
        self.walls = walls
        self.depth = depth

    def take(self, timeout_s: float) -> Child:
        """Return a ready child, which the caller closes. Raises Exhausted."""
        raise Exhausted(timeout_s)

    def close(self) -> None:
        """End all of it."""
