"""The outer wall: which parts of the machine a zygote sees, as a command line for bubblewrap.

Inside are /usr, the interpreter with its standard library, the distributions of the profile, and
`sandbox/inside`. Nothing else of the product, no question, no home, no /etc but the loader's cache.
"""

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sandbox import profiles

INSIDE: Final = Path(__file__).parent / "inside"
ROOT: Final = Path(__file__).parent.parent
JAIL: Final = "/jail"
SMALL: Final = str(1 << 20)
SYSTEM: Final = ("/usr/lib", "/usr/lib64", "/usr/lib32", "/lib", "/lib64", "/etc/ld.so.cache")
PACKAGES: Final = ("site-packages", "dist-packages")


@dataclass(frozen=True, slots=True)
class Walls:
    """Which walls to build. All of them, unless the machine lacks one or a test takes it away.

    `uid` is whom a judge that is root becomes before it starts anything.
    """

    namespaces: bool = True
    cgroups: bool = True
    uid: int = 64007

    @property
    def level(self) -> str:
        """The level that these walls make."""
        if not self.namespaces:
            return "S1"
        return "S3" if self.cgroups else "S2"


@dataclass(frozen=True, slots=True)
class Launch:
    """What to start, what it must be able to reach, and what the zygote is told."""

    command: list[str]
    reach: list[Path]
    environment: dict[str, str]
    readable: list[str]  # for Landlock
    site: str  # where the distributions are, for Python; "" where they have to be put somewhere
    entries: dict[str, Path]  # what belongs there


def interpreter() -> Path:
    """Return the interpreter itself, behind every link of an environment."""
    return Path(sys.executable).resolve()


def prefix() -> Path:
    """Return where that interpreter is installed."""
    return Path(sys.base_prefix).resolve()


def environment(code: str, box: str) -> dict[str, str]:
    """Return the whole environment inside: one thread for each library, a fixed order of sets."""
    return {
        "HOME": box,
        "LANG": "C.UTF-8",
        "MKL_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": "/usr/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": code,
        "TMPDIR": box,
        "TORCHINDUCTOR_CACHE_DIR": box,  # torch wants one that is there
    }


def launch(profile: str, walls: Walls) -> Launch:
    """Return how to start the zygote of a profile. Raises LookupError without bubblewrap."""
    entries = profiles.entries(profile)
    python = [str(interpreter()), "-s", "-S", "-P", "-m", "sandbox.inside.zygote"]
    reach = [prefix(), INSIDE, *{path.parent for path in entries.values()}]
    if not walls.namespaces:
        return Launch(
            python,
            reach,
            environment(str(ROOT), "/tmp"),  # noqa: S108 - nothing is written there
            [*SYSTEM, *_library(), str(INSIDE), *map(str, entries.values())],
            "",
            entries,
        )
    command = [*_bwrap(walls.uid if os.geteuid() == 0 else os.geteuid(), entries), "--", *python]
    readable = ["/usr", "/lib", "/lib64", str(prefix()), JAIL, "/etc/ld.so.cache"]
    return Launch(command, reach, {"PATH": "/usr/bin:/bin"}, readable, f"{JAIL}/site", entries)


def _library() -> Iterator[str]:
    """Yield what belongs to the interpreter alone: without the packages installed beside it."""
    for each in Path(sysconfig.get_path("stdlib")).resolve().iterdir():
        if each.name not in PACKAGES:
            yield str(each)
    yield from (str(each) for each in (prefix() / "lib").glob("libpython*"))


def _bwrap(uid: int, entries: Mapping[str, Path]) -> list[str]:
    program = shutil.which("bwrap", path="/usr/bin:/usr/local/bin:/bin")
    if program is None:
        raise LookupError("bwrap")
    parts = [program, "--unshare-user", "--uid", str(uid), "--gid", str(uid)]
    parts += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    parts += ["--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in environment(f"{JAIL}/code", "/box").items():
        parts += ["--setenv", name, value]
    parts += ["--hostname", "sandbox", "--ro-bind", "/usr", "/usr"]
    for name in ("lib", "lib32", "lib64", "bin"):
        if (link := Path("/", name)).is_symlink():
            parts += ["--symlink", str(link.readlink()), str(link)]
        elif link.is_dir():
            parts += ["--ro-bind", str(link), str(link)]
    parts += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    parts += ["--proc", "/proc", "--dev", "/dev"]
    for path in ("/box", "/tmp"):  # noqa: S108 - of the jail
        parts += ["--perms", "0755", "--size", SMALL, "--tmpfs", path]
    binds = {f"{JAIL}/code/sandbox/inside": INSIDE}
    binds |= {f"{JAIL}/site/{name}": path for name, path in entries.items()}
    if not prefix().is_relative_to("/usr"):
        binds[str(prefix())] = prefix()
    places: dict[str, Path | None] = {f"{JAIL}/site": None, **binds}
    parts += _bound(places)
    for path in _hidden():
        parts += ["--perms", "0755", "--size", SMALL, "--tmpfs", path, "--remount-ro", path]
    # No directory that all children of a zygote share may be writable.
    # (The zygote's own box is; each child covers it with one of its own.)
    for path in ("/dev/pts", "/dev", "/tmp", "/"):  # noqa: S108 - of the jail
        parts += ["--remount-ro", path]
    return parts


def _bound(binds: Mapping[str, Path | None]) -> list[str]:
    """Return the parts that make the directories and bind what is in them."""
    parts: list[str] = []
    made: set[str] = set()
    for target in binds:
        for parent in [*reversed(Path(target).parents)][1:]:
            if str(parent) not in made and not parent.is_relative_to("/usr"):
                made.add(str(parent))
                parts += ["--perms", "0755", "--dir", str(parent)]
    for target, source in binds.items():
        parts += ["--ro-bind", str(source), target] if source else ["--dir", target]
    return parts


def _hidden() -> list[str]:
    """List the directories of packages that would be visible beside the interpreter."""
    places = {Path(sysconfig.get_path("stdlib")).resolve() / name for name in PACKAGES}
    places |= {Path("/usr/lib/python3/dist-packages")}
    for base in ("/usr/lib", "/usr/local/lib"):
        places |= {path / name for path in Path(base).glob("python3*") for name in PACKAGES}
    return sorted(str(place) for place in places if place.is_dir())
