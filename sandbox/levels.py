"""How strong the walls are on this machine, found out by attacking them.

S3: namespaces, system call filter, Landlock, and memory bounded by a cgroup. S2: the same, memory
bounded by limits of the process and by looking. S1: no namespaces. S0: anything less, on which
nothing is judged. Settings of the system are not read: a child is made, and tries what it must not.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from sandbox import cgroups, fixes, identity, profiles
from sandbox.boxes import Boxes
from sandbox.child import Child, GoneError, NotReadyError, Stopped
from sandbox.protocol import Limits
from sandbox.wall import Walls
from sandbox.zygote import NotStartedError, Zygote

WAIT_S: Final = 15.0
_CANNOT_REACH: Final = "cannot reach "
LEFT_OUT: Final = "left out"
_LIMITS: Final = Limits(cpu_s=2.0, wall_s=5.0, memory_mib=64, output_kib=16)
_ACTS: Final = """
import mmap, os, socket

def attempt(mib=0):
    if mib:
        held = []
        for _ in range(mib):
            held.append(mmap.mmap(-1, 1 << 20))
            held[-1].write(bytes(1 << 20))
        return held and mib
    acts = {
        "fork": lambda: os._exit(0) if os.fork() == 0 else None,
        "execute": lambda: os.posix_spawn("/bin/true", ["true"], {}),
        "socket": lambda: socket.socket(),
        "passwords": lambda: open("/etc/passwd").read(),
        "write": lambda: open("/usr/lib/mianjing", "w"),
        "device": lambda: os.chmod("/dev/null", 0o600),
        "signal": lambda: os.kill(os.getppid() or 1, 0),
        "process": lambda: open("/proc/1/environ", "rb").read(),
    }
    done = []
    for name, act in acts.items():
        try:
            act()
        except OSError:
            continue
        done.append(name)
    return done
"""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that the walls lack here: what, what it costs, and how to have it."""

    what: str
    cost: Mapping[str, str]
    fix: Mapping[str, str]

    def document(self) -> dict[str, str]:
        """Return it as JSON-able data."""
        return {
            "what": self.what,
            "cost_en": self.cost["en"],
            "cost_zh": self.cost["zh"],
            "fix_en": self.fix["en"],
            "fix_zh": self.fix["zh"],
        }


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the level, the walls that make it, the profiles, and what is missing."""

    level: str
    walls: Walls
    profiles: tuple[str, ...]
    missing: tuple[Missing, ...]


def probe(uid: int | None = None, *, namespaces: bool = True, with_cgroups: bool = True) -> Found:
    """Try the strongest walls first; `namespaces` and `with_cgroups` False leave some out."""
    uid = identity.chosen_uid() if uid is None else uid
    no_cgroup = "" if with_cgroups else LEFT_OUT
    no_namespaces = "" if namespaces else LEFT_OUT
    walls = Walls(namespaces=namespaces, cgroups=with_cgroups, uid=uid)
    if with_cgroups and (no_cgroup := weakness(walls)):
        walls = replace(walls, cgroups=False)
    why = no_cgroup and weakness(walls)
    if why and namespaces:
        no_namespaces = why
        walls = replace(walls, namespaces=False, cgroups=with_cgroups)
        if with_cgroups and (no_cgroup := weakness(walls)):
            walls = replace(walls, cgroups=False)
        why = no_cgroup and weakness(walls)
    missing = [_NO_CGROUP] if no_cgroup else []
    missing += [_no_namespaces(no_namespaces)] if no_namespaces else []
    if why:
        return Found("S0", walls, (), (*missing, _broken(why)))
    able = profiles.available()
    missing += [_no_profile(name) for name in profiles.PROFILES if name not in able]
    return Found(walls.level, walls, able, tuple(missing))


def weakness(walls: Walls) -> str:
    """Make a child behind these walls and let it try; return why they do not hold, or nothing."""
    try:
        with _child(walls) as child:
            request = {"args": (), "return_args": False}
            answer = child.call(request, cap_bytes=4096, cap_values=64)
            done = answer.get("value") if isinstance(answer, dict) else answer
            if done != []:
                return f"a child could do what it must not: {done}"
            return _fills_memory(child) if walls.cgroups else ""
    except Stopped as stopped:
        return f"{stopped.verdict}: {stopped.reason} {stopped.detail} {stopped.traceback}".strip()
    except (NotStartedError, NotReadyError, GoneError, OSError) as error:
        return str(error)


def _fills_memory(child: Child) -> str:
    """Let the child take memory that its own limits do not see: the group has to stop it."""
    try:
        child.call({"args": (256,), "return_args": False}, cap_bytes=4096, cap_values=64)
    except Stopped as stopped:
        return "" if stopped.reason == "memory" else f"{stopped.reason}: {stopped.detail}"
    return "a child could take more memory than its group may have"


@contextmanager
def _child(walls: Walls) -> Iterator[Child]:
    """Make one child. Raises NotStartedError, NotReadyError, GoneError, Stopped, OSError."""
    boxes, groups = Boxes(walls), cgroups.Slots(walls)
    zygote = Zygote("stdlib", walls)
    child: Child | None = None
    try:
        group = groups.take()
        if not zygote.await_ready(WAIT_S):
            raise NotStartedError(f"not ready after {WAIT_S:g} s")
        child = Child(
            zygote,
            zygote.spawn(boxes.take()),
            profile="stdlib",
            level=walls.level,
            group=group,
            closed=lambda _: None,
        )
        child.enlist()
        child.await_ready()
        program = {"role": "learner", "source": _ACTS, "entry": "attempt", "driver": None}
        child.begin({**program, "forbid": [], "seed": 0}, _LIMITS)
        yield child
    finally:
        if child is not None:
            child.close()
            child.reap(WAIT_S)
        zygote.close()
        groups.close()
        boxes.close()


_NO_CGROUP: Final = Missing(
    "cgroup",
    {
        "en": "memory is bounded by limits of the process and by looking every 20 ms",
        "zh": "内存只能靠进程限制和每 20 毫秒一次的检查来约束",
    },
    {
        "en": "start as a systemd service with Delegate=yes, or: "
        "systemd-run --user --scope -p Delegate=yes mianjing serve",
        "zh": "用带 Delegate=yes 的 systemd 服务启动，或："
        "systemd-run --user --scope -p Delegate=yes mianjing serve",
    },
)


def _no_namespaces(why: str) -> Missing:
    return Missing(
        f"namespaces ({why[:300]})",
        {
            "en": "a child sees the file system of the host, read-only and without secrets; "
            "fit for one person on their own machine, not for a site",
            "zh": "子进程能看到主机的文件系统（只读，看不到机密）；"
            "只适合自己一个人用，不适合开放给别人",
        },
        fixes.for_namespaces(why),
    )


def _unreachable(why: str) -> Missing:
    """Describe a Python that the judge's own user cannot read: what, and the command that helps."""
    said = why[why.index(_CANNOT_REACH) :]
    command = said.partition(": ")[2].partition(", or")[0]
    return Missing(
        f"Python ({said[:300]})",
        {"en": "code cannot be judged here", "zh": "这台机器上不能判题"},
        {
            "en": f"{command}; or install Python where every user may read it",
            "zh": f"{command}；或者把 Python 装到所有用户都能读的目录",
        },
    )


def _broken(why: str) -> Missing:
    if _CANNOT_REACH in why:
        return _unreachable(why)
    return Missing(
        f"walls ({why[:300]})",
        {"en": "code cannot be judged here", "zh": "这台机器上不能判题"},
        {
            "en": "Linux 5.13 or newer with seccomp and Landlock; docs/security.md says more",
            "zh": "需要 Linux 5.13 及以上，开启 seccomp 和 Landlock；详见 docs/security.md",
        },
    )


def _no_profile(name: str) -> Missing:
    return Missing(
        f"profile {name}",
        {"en": f"questions of profile {name} cannot be judged", "zh": f"{name} 类的题目不能判"},
        {"en": f"pip install {name}", "zh": f"pip install {name}"},
    )
