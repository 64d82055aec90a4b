"""Where a child may write files: a mount of its own, or, without namespaces, a directory."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from sandbox.inside.namespaces import BOX
from sandbox.wall import Walls

REMOVE: Final = shutil.which("rm", path="/usr/bin:/bin") or "rm"


class Boxes:
    """Hands out boxes for the children of one pool."""

    def __init__(self, walls: Walls) -> None:
        """Make none yet."""
        self._walls = walls
        self._parent: Path | None = None
        self._made = 0

    def take(self) -> str:
        """Return an empty box. Raises OSError."""
        if self._walls.namespaces:
            return BOX
        if self._parent is None:
            self._parent = Path(tempfile.mkdtemp(prefix="mianjing-boxes-"))
            self._parent.chmod(0o711)
        self._made += 1
        box = self._parent / str(self._made)
        box.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(box, self._walls.uid, self._walls.uid)
        return str(box)

    def give_back(self, box: str) -> None:
        """Remove a box whose child has been reaped. Follows no link, however deep it is."""
        if box != BOX:
            _remove(box)

    def close(self) -> None:
        """Remove what is left."""
        if self._parent is not None:
            _remove(str(self._parent))
            self._parent = None


def _remove(path: str) -> None:
    # A program of its own, because what learners nest can be deeper than Python recurses.
    with contextlib.suppress(OSError):
        subprocess.run(  # noqa: S603 - the path is ours
            [REMOVE, "-rf", "--one-file-system", "--", path],
            check=False,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={},
        )
