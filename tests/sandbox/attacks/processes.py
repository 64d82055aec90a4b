"""New processes, threads, signals, identities: a child is alone and stays alone."""

from tests.sandbox.attacks.model import Theme

theme = Theme()
SNEKBOX = "snekbox tests/test_nsjail.py"
PISTON = "piston tests"
DMOJ = "DMOJ testsuite"

theme.inside(
    "fork_bomb",
    """
    while True:
        try:
            os.fork()
        except OSError as error:
            raise SystemExit(str(error))
    """,
    "RE",
    f"{SNEKBOX}: test_forkbomb_resource_unavailable; {PISTON}: fork.py",
)
theme.inside(
    "thread_bomb",
    """
    import threading
    while True:
        threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
    """,
    "RE TLE MLE",
)
theme.inside("execve", "os.execv('/usr/bin/id', ['id'])", "RE", SNEKBOX)
theme.inside("os_system", "raise RuntimeError(os.system('id > /box/x'))", "RE SV", SNEKBOX)
theme.inside(
    "subprocess",
    "import subprocess\nsubprocess.run(['id'])",
    "RE SV",
    f"{SNEKBOX}: test_subprocess_resource_unavailable",
)
theme.inside(
    "dataloader_workers",
    """
    from multiprocessing import Process
    Process(target=print).start()
    return zeros(x)
    """,
    "RE",
)
theme.inside("kill_parent", "os.kill(os.getppid(), 9)\nreturn zeros(x)", "RE WA SV", DMOJ)
theme.inside("kill_all", "os.kill(-1, 9)\nreturn zeros(x)", "RE WA")
theme.inside("kill_self", "os.kill(os.getpid(), 9)\nreturn zeros(x)", "RE WA")
theme.inside(
    "kill_self_by_limit",
    """
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (0, 0))
    while True:
        pass
    """,
    "RE",
    "sandbox.md: a failure of ours on demand would be a free try",
)
theme.inside(
    "kill_any",
    """
    if any(libc.kill(pid, 0) == 0 for pid in (-1, 0, 2, os.getppid())):
        raise RuntimeError("HOLE")
    raise RuntimeError("refused")
    """,
    "RE",
)
theme.inside(
    "stop_self", "os.kill(os.getpid(), signal.SIGSTOP)\ntime.sleep(60)", "TLE RE", wall_s=1.0
)
theme.inside(
    "ignore_signals",
    """
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
    """,
    "TLE",
)
theme.inside(
    "pending_signals",
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {40})
    queued = 0
    while queued < 300_000 and signal.pthread_kill(__import__("threading").get_ident(), 40) is None:
        queued += 1
    raise RuntimeError("HOLE" if queued > 64 else "few")
    """,
    "RE TLE",
)
theme.inside("affinity", "refused(lambda: os.sched_setaffinity(0, {0}))", "RE")
theme.inside(
    "real_time",
    "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))\nreturn zeros(x)",
    "RE",
)
theme.inside("negative_nice", "os.nice(-20)\nreturn zeros(x)", "RE")
theme.inside(
    "raise_own_limit",
    "import resource\nresource.setrlimit(resource.RLIMIT_DATA, (-1, -1))\nreturn zeros(x)",
    "RE",
)
theme.inside(
    "raise_cpu_limit",
    "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (3600, 3600))\nreturn zeros(x)",
    "RE",
)
theme.inside("os_exit_0", "os._exit(0)", "RE")
theme.inside("sys_exit", "sys.exit(0)", "RE")
theme.whole("exit_at_import", "import os\nos._exit(0)", "RE")
theme.inside(
    "exit_in_del",
    """
    class Quiet:
        def __del__(self):
            raise SystemExit
    quiet = Quiet()
    del quiet
    return zeros(x)
    """,
    "WA",
)
theme.inside("segfault", "ctypes.string_at(0)", "RE", f"{SNEKBOX}: test_sigsegv_returns_139")
theme.inside("abort", "os.abort()", "RE")
theme.inside("overwrite_none", "ctypes.memset(id(None), 0, 64)\nreturn zeros(x)", "RE TLE WA")
theme.inside(
    "thread_left_running",
    """
    import threading
    threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()
    return zeros(x)
    """,
    "WA",
)
theme.inside(
    "asyncio_is_refused_cleanly",
    """
    import asyncio
    async def nothing():
        return 1
    asyncio.run(nothing())
    """,
    "RE",
)
theme.inside(
    "capabilities_and_ids",
    """
    head = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0))
    data = ctypes.create_string_buffer(24)
    got = libc.capget(head, data) == 0 and any(data.raw)
    if got or 0 in os.getresuid() or os.getgroups() not in ([], [os.getgid()]):
        raise RuntimeError("HOLE")
    return zeros(x)
    """,
    "WA RE SV",
)
