"""Which system calls a child may make, as data: numbers for x86-64 and for arm64, and rules.

A call is allowed, allowed with certain arguments, answered by killing the process (nobody makes it
by mistake, so it has a verdict of its own), or, by default, refused with EPERM. Creating processes,
sockets, memory files, timers, locks and changing modes, times or owners are among the refused.
"""

import errno
from collections import ChainMap
from dataclasses import dataclass
from functools import cache
from typing import Final, Self

# name=number on x86-64/number on arm64, "-" where it does not exist there
_TABLE: Final = """
# allow: memory, threads, signals
brk=12/214 mprotect=10/226 munmap=11/215 mremap=25/216 msync=26/227 rt_sigaction=13/134
rt_sigprocmask=14/135 rt_sigreturn=15/139 rt_sigpending=127/136 rt_sigtimedwait=128/137
rt_sigsuspend=130/133 sigaltstack=131/132 sched_yield=24/124 sched_getaffinity=204/123
set_tid_address=218/96 set_robust_list=273/99 rseq=334/293 getcpu=309/168
restart_syscall=219/128 exit=60/93 exit_group=231/94 wait4=61/260 waitid=247/95 pause=34/-
# allow: descriptors
read=0/63 write=1/64 readv=19/65 writev=20/66 pread64=17/67 pwrite64=18/68 preadv=295/69
pwritev=296/70 lseek=8/62 close=3/57 close_range=436/436 dup=32/23 dup2=33/- dup3=292/24
pipe=22/- pipe2=293/59 poll=7/- ppoll=271/73 select=23/- pselect6=270/72 eventfd2=290/19
epoll_create=213/- epoll_create1=291/20 epoll_ctl=233/21 epoll_wait=232/- epoll_pwait=281/22
fsync=74/82 fdatasync=75/83 ftruncate=77/46 fallocate=285/47 fadvise64=221/223
# allow: files (the mounts and Landlock say which)
open=2/- openat=257/56 creat=85/- stat=4/- fstat=5/80 lstat=6/- newfstatat=262/79 statx=332/291
statfs=137/43 fstatfs=138/44 access=21/- faccessat=269/48 faccessat2=439/439 getdents64=217/61
getcwd=79/17 chdir=80/49 fchdir=81/50 readlink=89/- readlinkat=267/78 truncate=76/45 rename=82/-
renameat=264/38 renameat2=316/276 mkdir=83/- mkdirat=258/34 rmdir=84/- unlink=87/-
unlinkat=263/35 symlink=88/- symlinkat=266/36 umask=95/166
# allow: who and when
getpid=39/172 getppid=110/173 gettid=186/178 getuid=102/174 geteuid=107/175 getgid=104/176
getegid=108/177 getgroups=115/158 getresuid=118/148 getresgid=120/150 getpgrp=111/-
getpgid=121/155 getsid=124/156 uname=63/160 sysinfo=99/179 getrlimit=97/163 getrusage=98/165
times=100/153 time=201/- gettimeofday=96/169 clock_gettime=228/113 clock_getres=229/114
clock_nanosleep=230/115 nanosleep=35/101 getitimer=36/102 setitimer=38/103 alarm=37/-
getrandom=318/278
# check: allowed with some arguments only
clone=56/220 clone3=435/435 prctl=157/167 ioctl=16/29 fcntl=72/25 madvise=28/233 futex=202/98
tgkill=234/131 prlimit64=302/261 mmap=9/222
# kill: nobody calls these by mistake
ptrace=101/117 process_vm_readv=310/270 process_vm_writev=311/271 process_madvise=440/440
kcmp=312/272 pidfd_getfd=438/438 mount=165/40 umount2=166/39 pivot_root=155/41 chroot=161/51
unshare=272/97 setns=308/268 open_tree=428/428 move_mount=429/429 fsopen=430/430 fsmount=432/432
mount_setattr=442/442 bpf=321/280 perf_event_open=298/241 userfaultfd=323/282
io_uring_setup=425/425 io_uring_enter=426/426 io_uring_register=427/427 keyctl=250/219
add_key=248/217 request_key=249/218 init_module=175/105 finit_module=313/273
delete_module=176/106 kexec_load=246/104 open_by_handle_at=304/265 name_to_handle_at=303/264
setuid=105/146 setgid=106/144 setreuid=113/145 setresuid=117/147 setgroups=116/159 capset=126/91
personality=135/92 reboot=169/142 swapon=167/224 acct=163/89 iopl=172/- ioperm=173/-
modify_ldt=154/- mknod=133/- mknodat=259/33 seccomp=317/277 landlock_create_ruleset=444/444
execveat=322/281
# refuse: as every other; named, because a child makes them before it is under the filter
setsid=112/157 setpriority=141/140 landlock_add_rule=445/445 landlock_restrict_self=446/446
"""

THREAD: Final = 0x3D0F00  # exactly the flags with which libc starts a thread
HUGE_PAGES: Final = 0x40000  # MAP_HUGETLB
UNKNOWN: Final = (
    450  # from here on a call is news to us: "not implemented", so that libc falls back
)
OWN_PID: Final = -1  # stands for the process's own id in `Check.values`


@dataclass(frozen=True, slots=True)
class Check:
    """Allow a call when argument number `argument`, under `mask`, is one of `values`.

    `wide` arguments have 64 bits that count; of the others the kernel looks at the lower 32.
    """

    argument: int
    values: tuple[int, ...]
    otherwise: int  # errno; 0 pretends that it was done
    mask: int = 0xFFFFFFFF
    wide: bool = False
    also: Self | None = None
    """A further condition, about another argument."""


CHECKS: Final[dict[str, Check]] = {
    "futex": Check(1, (0, 1, 3, 4, 5, 9, 10), errno.ENOSYS, mask=0x7F),  # no priority inheritance
    "mmap": Check(3, (0,), errno.ENOMEM, mask=HUGE_PAGES),
    "madvise": Check(2, (0, 3, 4, 8, 14, 15, 16, 17), 0),  # only advice: no merging, no collapsing
    "clone": Check(0, (THREAD,), errno.EPERM, wide=True),
    "clone3": Check(0, (), errno.ENOSYS),  # its flags lie behind a pointer; libc falls back
    "fcntl": Check(1, (0, 1, 2, 3, 4, 1030), errno.EPERM),  # no locks, leases, owners, notices
    "ioctl": Check(1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5451), errno.ENOTTY),
    "prctl": Check(0, (15, 16), errno.EPERM),  # the name of a thread
    "tgkill": Check(0, (OWN_PID,), errno.EPERM),
    # Only its own, none can be raised again. Not the first one, processor time: the kernel kills
    # for it, and that would look like a failure of ours, which does not count.
    "prlimit64": Check(
        0, (0, OWN_PID), errno.EPERM, also=Check(1, tuple(range(1, 16)), errno.EPERM)
    ),
}

AUDIT: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The calls of one machine by number."""

    audit: int
    allow: tuple[int, ...]
    check: dict[int, Check]
    kill: tuple[int, ...]


def numbers(machine: str) -> Numbers:
    """Return the calls of a machine, named as `uname` does. Raises KeyError for an unknown one."""
    groups = _groups(machine)
    check = {groups["check"][name]: CHECKS[name] for name in CHECKS}
    allow, kill = groups["allow"].values(), groups["kill"].values()
    return Numbers(AUDIT[machine], tuple(allow), check, tuple(kill))


def number(machine: str, name: str) -> int:
    """Return the number of a call on a machine. Raises KeyError when either is not known."""
    every = ChainMap(*_groups(machine).values())
    return every[name]


@cache
def _groups(machine: str) -> dict[str, dict[str, int]]:
    """Read the table: numbers by name, by group. Raises KeyError for an unknown machine."""
    column = {name: place for place, name in enumerate(AUDIT)}[machine]
    groups: dict[str, dict[str, int]] = {}
    group: dict[str, int] = {}
    for line in _TABLE.strip().splitlines():
        if line.startswith("#"):
            group = groups.setdefault(line[2:].partition(":")[0], {})
            continue
        for cell in line.split():
            name, _, both = cell.partition("=")
            if (value := both.split("/")[column]) != "-":
                group[name] = int(value)
    return groups
