"""`python -m sandbox SOCKET`: the judge as a process of its own.

It hangs on its standard input: when whoever started it is gone, so is it, and with it every zygote
and every child. With `--alone` it is somebody's service instead, and ends when it is told to.
"""

import argparse
import gc
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sandbox import cgroups, identity, levels, wall
from sandbox.judging import Judge
from sandbox.pool import Pool
from sandbox.protocol import Exercise, Health, Job, RefusedError
from sandbox.service import Service


class Bench:
    """A judge with its pools, and what is known of the walls."""

    def __init__(
        self, found: levels.Found, profiles: Sequence[str], depth: int, minimum: str = "S1"
    ) -> None:
        """Fill a pool for each profile that can be run here, none below the `minimum` level."""
        self._found = found
        enough = found.level >= minimum
        able = [profile for profile in profiles if enough and profile in found.profiles]
        self._pools = {profile: Pool(profile, found.walls, depth) for profile in able}
        self._judge = Judge(self._pools)

    def judge(self, job: Job) -> dict[str, Any]:
        """Return the verdict document of a job. Raises RefusedError."""
        self._refuse(job.exercise.profile)
        return self._judge.judge(job)

    def prepare(self, exercise: Exercise) -> None:
        """Make the next submission of an exercise quick. Raises RefusedError."""
        self._refuse(exercise.profile)
        self._judge.prepare(exercise)

    def _refuse(self, profile: str) -> None:
        if profile not in self._pools:
            missing = [f"{each.what}: {each.fix['en']}" for each in self._found.missing]
            raise RefusedError(
                f"no code of profile {profile} is judged here (level {self._found.level}). "
                + " ".join(missing)
            )

    def health(self) -> Health:
        """Say what can be judged here, and what is missing."""
        return Health(
            serving=bool(self._pools),
            level=self._found.level,
            profiles=tuple(self._pools),
            missing=tuple(each.document() for each in self._found.missing),
            ready={profile: pool.ready for profile, pool in self._pools.items()},
        )

    def close(self) -> None:
        """End every pool."""
        for pool in self._pools.values():
            pool.close()


def main(arguments: Sequence[str]) -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("socket", type=Path)
    parser.add_argument("--profiles", default="stdlib,numpy")
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--no-namespaces", action="store_true", help="for tests of level S1")
    parser.add_argument("--no-cgroups", action="store_true", help="for tests of level S2")
    parser.add_argument("--minimum", default="S1", choices=("S1", "S2", "S3"))
    parser.add_argument("--alone", action="store_true", help="end at SIGTERM, not with the input")
    parser.add_argument("--group", action="store_true", help="let the group ask as well")
    chosen = parser.parse_args(arguments)
    told = _told_to_end() if chosen.alone else None  # before anybody can tell it
    service = Service(chosen.socket, for_group=chosen.group)
    _give_up_root()
    found = levels.probe(namespaces=not chosen.no_namespaces, with_cgroups=not chosen.no_cgroups)
    bench = Bench(found, chosen.profiles.split(","), chosen.depth, chosen.minimum)
    gc.freeze()  # what is here now stays: looking through it for cycles took 3 % of the time
    service.open(bench)
    threading.Thread(target=service.serve_forever, name="service", daemon=True).start()
    if told is not None:
        told.wait()
    else:
        while os.read(sys.stdin.fileno(), 4096):
            pass
    service.shutdown()
    bench.close()


def _told_to_end() -> threading.Event:
    """Return what is set by SIGTERM and SIGINT."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    return told


def _give_up_root() -> None:
    """Become a user without power, before anything is started or read from a stranger."""
    if os.geteuid() != 0:
        return
    uid = identity.chosen_uid(os.environ.items())  # noqa: TID251 - a house of its own
    cgroups.hand_over(uid)
    needed = [wall.prefix(), wall.ROOT / "sandbox", *map(Path, sys.path)]
    identity.open_way([path.resolve() for path in needed if path.exists()], uid)
    identity.become(uid)


if __name__ == "__main__":
    main(sys.argv[1:])
