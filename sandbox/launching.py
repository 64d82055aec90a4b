"""Between the judge and the wall: a small program that gives up root and becomes `bwrap`.

`python -m sandbox.launching JSON` with `uid`, `reach` (paths that must be readable), `command` and
`environment`. It keeps its pid, so that the wall is a child of the thread that started it.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Final

from sandbox import identity

STACK: Final = 8 << 20  # what libc gives each thread of a child


def main(told: str) -> None:
    """Become somebody else, then something else. Raises OSError, SystemExit with what is wrong."""
    plan = json.loads(told)
    uid = plan["uid"]
    if os.geteuid() == 0:
        try:
            identity.open_way(map(Path, plan["reach"]), uid)
        except identity.UnreachableError as error:
            sys.exit(str(error))
    identity.become(uid)
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    most = STACK if hard == resource.RLIM_INFINITY else min(STACK, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (most, hard))
    if plan["alone"]:  # no wall that would see to it
        identity.die_with_parent()
    os.chdir("/")
    os.execve(plan["command"][0], plan["command"], plan["environment"])  # noqa: S606 - no shell


if __name__ == "__main__":
    main(sys.argv[1])
