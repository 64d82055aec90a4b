"""How strong the walls are on this machine, found out by attacking them.

S3: namespaces, system call filter, Landlock, and memory bounded by a cgroup. S2: the same, memory
bounded by limits of the process and by looking. S1: no namespaces. S0: anything less, on which
nothing is judged. Settings of the system are not read: a child is made, and tries what it must not.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sandbox import cgroups, identity, profiles
from sandbox.child import Stopped
from sandbox.pool import Exhausted, Pool
from sandbox.protocol import Limits
from sandbox.wall import Walls

WAIT_S: Final = 15.0
ORDER: Final = ("S0", "S1", "S2", "S3")
_LIMITS: Final = Limits(cpu_s=2.0, wall_s=5.0, memory_mib=64, output_kib=16)
_ACTS: Final = """
import os, socket

def attempt():
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
    missing = []
    bounded = with_cgroups and _cgroups_work()
    if not bounded:
        missing.append(_NO_CGROUP)
    walls = Walls(namespaces=True, cgroups=bounded, uid=uid)
    why = _holds(walls) if namespaces else "left out"
    if why:
        missing.append(_no_namespaces(why))
        walls = Walls(namespaces=False, cgroups=bounded, uid=uid)
        why = _holds(walls)
    if why:
        missing.append(_broken(why))
        return Found("S0", walls, (), tuple(missing))
    able = profiles.available()
    missing += [_no_profile(name) for name in profiles.PROFILES if name not in able]
    return Found(walls.level, walls, able, tuple(missing))


def _holds(walls: Walls) -> str:
    """Make a child behind these walls and let it try; return why they do not hold, or nothing."""
    pool = Pool("stdlib", walls, 1)
    try:
        child = pool.take(WAIT_S)
    except Exhausted as error:
        pool.close()
        return str(error)
    try:
        program = {"role": "learner", "source": _ACTS, "entry": "attempt", "driver": None}
        child.begin({**program, "forbid": [], "seed": 0}, _LIMITS)
        request = {"args": (), "return_args": False}
        answer = child.call(request, cap_bytes=4096, cap_values=64)
    except Stopped as stopped:
        return f"{stopped.verdict}: {stopped.reason} {stopped.detail} {stopped.traceback}".strip()
    finally:
        child.close()
        pool.close()
    done = answer.get("value") if isinstance(answer, dict) else answer
    return "" if done == [] else f"a child could do what it must not: {done}"


def _cgroups_work() -> bool:
    group = cgroups.make(f"{os.getpid()}-probe")
    if group is None:
        return False
    group.remove()
    return True


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
        {"en": "; ".join(_fixes("en", why)), "zh": "；".join(_fixes("zh", why))},
    )


def _fixes(lang: str, why: str) -> Iterator[str]:
    if shutil.which("bwrap", path="/usr/bin:/usr/local/bin:/bin") is None:
        yield {"en": "apt-get install bubblewrap", "zh": "apt-get install bubblewrap"}[lang]
        return
    if "Permission denied" in why or "Operation not permitted" in why:
        yield {
            "en": "Ubuntu 23.10 and later: install an AppArmor profile that lets bwrap use user "
            "namespaces (docs/security.md)",
            "zh": "Ubuntu 23.10 及以后：安装允许 bwrap 使用用户命名空间的 AppArmor 规则"
            "（docs/security.md）",
        }[lang]
        yield {
            "en": "Docker: the security options of docker-compose.yml",
            "zh": "Docker：使用 docker-compose.yml 里的安全选项",
        }[lang]
        return
    yield {
        "en": "let sysctl user.max_user_namespaces and kernel.unprivileged_userns_clone allow them",
        "zh": "检查 sysctl user.max_user_namespaces 和 kernel.unprivileged_userns_clone 是否允许",
    }[lang]


def _broken(why: str) -> Missing:
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
