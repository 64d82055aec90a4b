"""Files, devices, network and the services of the system: what is not needed is not there."""

from tests.sandbox.attacks.model import Theme

theme = Theme()
SNEKBOX = "snekbox tests/test_nsjail.py"
PISTON = "piston tests"
DMOJ = "DMOJ testsuite"
GO_JUDGE = "go-judge tests"

theme.inside(
    "environment_of_pid_1",
    "raise RuntimeError('HOLE ' + open('/proc/1/environ').read())",
    "RE",
    "judge0 #564",
)
theme.inside("list_proc", "raise RuntimeError('list ' + str(os.listdir('/proc')))", "RE")
theme.inside(
    "honey_file",
    "raise RuntimeError('HOLE ' + open('@HONEY@').read())",
    "RE",
    f"{DMOJ}: sandbox_py3_bad_file",
)
theme.inside("etc_passwd", "raise RuntimeError('HOLE ' + open('/etc/passwd').read())", "RE")
theme.inside("list_root", "raise RuntimeError('list ' + str(os.listdir('/')))", "RE")
theme.inside(
    "symlink_out",
    "os.symlink('@HONEY@', '/box/l')\nraise RuntimeError('HOLE ' + open('/box/l').read())",
    "RE",
    f"{GO_JUDGE}: No Symlink Escape",
)
theme.inside(
    "dot_dot",
    """
    there = os.open("/box", 0)
    raise RuntimeError("HOLE " + open(os.open("../../../..@HONEY@", 0, dir_fd=there)).read())
    """,
    "RE",
)
theme.inside(
    "environment",
    """
    known = "HOME LANG MKL_NUM_THREADS OMP_NUM_THREADS OPENBLAS_NUM_THREADS PATH PWD LC_CTYPE"
    known += " PYTHONDONTWRITEBYTECODE PYTHONHASHSEED PYTHONPATH TMPDIR TORCHINDUCTOR_CACHE_DIR"
    strange = {name for name in os.environ if not name.startswith(("KMP_", "TORCH"))}
    if strange - set(known.split()):
        raise RuntimeError("HOLE " + str(strange - set(known.split())))
    return zeros(x)
    """,
    "WA",
)
theme.inside(
    "open_descriptors",
    """
    held = []
    for number in range(1024):
        try:
            os.fstat(number)
            held.append(number)
        except OSError:
            pass
    if held != [0, 1, 2, 3, 4]:
        raise RuntimeError(f"HOLE {held}")
    return zeros(x)
    """,
    "WA",
)
theme.inside(
    "write_usr", "open('/usr/lib/evil', 'w')", "RE", f"{SNEKBOX}: test_read_only_file_system"
)
theme.inside("write_numpy", "open(np.__file__, 'a')", "RE")
theme.inside(
    "set_user_id_bit",
    "open('/box/s', 'w').close()\nos.chmod('/box/s', 0o4755)\nos.execv('/box/s', ['s'])",
    "SV RE",
)
theme.inside(
    "left_for_the_next_1",
    "open('/box/left', 'w').write('x')\nreturn zeros(x)",
    "WA",
    f"{PISTON}: file_persistance.py",
)
theme.inside(
    "left_for_the_next_2",
    "if os.path.exists('/box/left'):\n    raise RuntimeError('HOLE')\nreturn zeros(x)",
    "WA",
    f"{PISTON}: file_persistance.py",
)
theme.inside(
    "connect_to_the_honey_port",
    "s = socket.socket()\ns.connect(('127.0.0.1', @PORT@))\nreturn zeros(x)",
    "RE",
    f"{PISTON}: network.py",
)
theme.inside("socket_pair", "socket.socketpair()\nreturn zeros(x)", "RE")
theme.inside(
    "abstract_socket", "s = socket.socket(socket.AF_UNIX)\ns.bind('\\0x')\nreturn zeros(x)", "RE"
)
for device in ("null", "zero", "full", "random", "urandom", "tty"):
    theme.refused(
        {
            f"chmod_dev_{device}": f"os.chmod('/dev/{device}', 0o600)",
            f"utime_dev_{device}": f"os.utime('/dev/{device}', (1, 1))",
        }
    )
theme.refused(
    {
        f"chmod_{path.replace('/', '_')}": f"os.chmod('{path}', 0)"
        for path in ("/dev", "/dev/pts", "/dev/shm", "/", "/tmp", "/usr", "/proc")  # noqa: S108
    }
)
theme.refused(
    {
        "write_dev_shm": "open('/dev/shm/x', 'w')",
        "mkdir_in_dev": "os.mkdir('/dev/x')",
        "open_ptmx": "open('/dev/ptmx', 'r+b')",
        "fchmod_stdin": "os.fchmod(0, 0)",
        "flock_shared_file": "__import__('fcntl').flock(os.open(np.__file__, 0), 2)",
    }
)
_FCNTL = {
    "lease": "os.open(np.__file__, 0), 1024, 1",
    "lock": "os.open(np.__file__, 0), 6, 1",
    "lock_of_description": "os.open(np.__file__, 0), 37, 1",
    "notify": "os.open('/usr/lib', 0), 1026, 1",
    "pipe_size": "3, 1031, 1",
    "owner": "3, 8, 1",
    "signal": "3, 10, 1",
    "seals": "3, 1033, 1",
}
theme.refused(
    {f"fcntl_{name}": f"__import__('fcntl').fcntl({given})" for name, given in _FCNTL.items()}
)
# Openly hostile calls end the process, and are named so.
theme.raw(
    {
        "ptrace": "101, 16, 1, 0, 0",
        "process_vm_readv": "310, 1, 0, 0, 0, 0, 0",
        "unshare_user": "272, 0x10000000",
        "mount": "165, b'none', b'/box', b'tmpfs', 0, 0",
        "io_uring": "425, 8, 0",
        "bpf": "321, 0, 0, 0",
        "keyctl": "250, 0, 0, 0",
        "setuid": "105, 0",
        "x32_getpid": "0x40000000 | 39",
        "pidfd_getfd": "438, 3, 3, 0",
        "perf_event_open": "298, 0, 0, 0, 0, 0",
        "userfaultfd": "323, 0",
        "modify_ldt": "154, 0, 0, 0",
    },
    "SV",
)
theme.raw(
    {
        "clone_new_user": "56, 0x10000000 | 17, 0, 0, 0, 0",
        "clone_like_fork": "56, 17, 0, 0, 0, 0",
        "clone3": "435, 0, 0",
        "memfd": "319, b'x', 0",
        "sendmsg": "46, 3, 0, 0",
        "recvmsg": "47, 4, 0, 0",
        "socketpair_raw": "53, 1, 1, 0, 0",
        "inotify": "294, 0",
        "timerfd": "283, 1, 0",
        "timer_create": "222, 0, 0, 0",
        "signalfd": "289, -1, 0, 8, 0",
        "shmget": "29, 0, 4096, 0o1666",
        "mq_open": "240, 0, 0, 0, 0",
        "splice": "275, 0, 0, 0, 0, 0, 0",
        "vmsplice": "278, 3, 0, 0, 0",
        "mincore": "27, 0, 0, 0",
        "memfd_secret": "447, 0",
        "mlock": "149, 0, 4096",
        "mlockall": "151, 3",
        "membarrier": "324, 0, 0",
        "sched_setattr": "314, 0, 0, 0",
        "setpriority": "141, 0, 0, 19",
        "chown": "92, 0, 0, 0",
        "setxattr": "188, 0, 0, 0, 0, 0",
        "pidfd_open": "434, 1, 0",
        "futex_lock_pi": "202, 0, 6, 0, 0, 0, 0",
        "rt_sigqueueinfo": "129, 1, 40, 0",
        "process_mrelease": "448, 0, 0",
        "cachestat": "451, 0, 0, 0, 0",
        "map_shadow_stack": "453, 0, 0, 0",
        "lsm_list": "461, 0, 0, 0",
        "statmount": "457, 0, 0, 0, 0",
        "copy_file_range": "326, 0, 0, 0, 0, 0, 0",
    },
    "RE SV",
)
