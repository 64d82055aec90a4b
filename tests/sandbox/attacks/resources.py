"""Time, memory, disk, output: each has an end, and reaching it has a name."""

from tests.sandbox.attacks.model import Theme

theme = Theme()
SNEKBOX = "snekbox tests/test_nsjail.py"
PISTON = "piston tests"

# A busy machine fills memory slowly, so these have time.
theme.inside(
    "memory_numpy",
    "held = []\nwhile True:\n    held.append(np.ones(10**7))",
    "MLE",
    wall_s=20.0,
)
theme.inside("memory_bytes", "return b'x' * (8 << 30)", "MLE", SNEKBOX, wall_s=20.0)
theme.inside("memory_doubling", "s = 'a'\nwhile True:\n    s += s", "MLE", wall_s=20.0)
theme.inside(
    "memory_shared_mapping",
    """
    import mmap
    held = []
    while True:
        one = mmap.mmap(-1, 50 << 20)
        one.write(b"x" * (50 << 20))
        held.append(one)
    """,
    "MLE RE",
    wall_s=20.0,
)
theme.inside("huge_power", "return 10 ** 10**9", "TLE MLE")
theme.inside("big_integer_returned", "return 10**1000", "WA")
theme.inside(
    "disk_fill",
    "for i in range(10**6):\n    open(f'/box/{i}', 'wb').write(b'x' * (1 << 20))",
    "RE MLE OLE",
    f"{PISTON}: fallocate.py; {SNEKBOX}: test_write_exceed_space",
)
theme.inside("inode_fill", "for i in range(10**6):\n    open(f'/box/{i}', 'wb')", "RE")
theme.inside(
    "one_huge_file",
    "f = open('/box/a', 'wb')\nwhile True:\n    f.write(b'x' * (1 << 22))\n    f.flush()",
    "RE OLE MLE",
)
theme.inside(
    "stdout_flood", "while True:\n    print('A' * 10000)", "OLE", f"{PISTON}: runaway_output.py"
)
theme.inside("stderr_flood", "while True:\n    os.write(2, b'A' * 10000)", "OLE")
theme.inside("result_flood", "while True:\n    os.write(RESULTS, b'\\xff' * 10000)", "OLE RE")
theme.inside("loop_python", "while True:\n    pass", "TLE", f"{SNEKBOX}: test_timeout_returns_137")
theme.inside("loop_regex", "import re\nre.match(r'(a+)+$', 'a' * 40 + 'b')", "TLE")
theme.inside(
    "loop_blas",
    "y = np.ones((3000, 3000), dtype=np.float32)\nwhile True:\n    y = y @ y",
    "TLE MLE",
)
theme.whole("loop_at_import", "while True:\n    pass", "TLE")
theme.inside("sleep", "time.sleep(60)", "TLE", wall_s=1.0)
theme.inside("wait_on_stdin", "sys.stdin.read()\ntime.sleep(60)", "TLE", wall_s=1.0)
theme.inside("input", "input()", "RE")
theme.inside(
    "patched_clocks",
    """
    time.perf_counter = time.time = time.monotonic = lambda: 0.0
    time.sleep(60)
    """,
    "TLE",
    "gpu-mode/reference-kernels #162",
    wall_s=1.0,
)
theme.inside(
    "deep_recursion",
    """
    sys.setrecursionlimit(10**9)
    def down(n):
        return down(n + 1)
    down(0)
    """,
    "RE MLE TLE",
    "jobe: infinite recursion",
)
theme.inside(
    "deep_recursion_in_c",
    "nest = []\nfor _ in range(10**5):\n    nest = [nest]\nrepr(nest)",
    "RE MLE",
    wall_s=20.0,
)
theme.inside("huge_result", "return np.zeros((10**7,))", "OLE MLE WA", "go-judge: Copy out max")
theme.inside(
    "huge_pages",
    """
    libc.mmap.restype = ctypes.c_long
    got = libc.mmap(None, ctypes.c_size_t(2 << 20), 3, 0x40022, -1, 0)
    raise RuntimeError("refused" if got == -1 else "HOLE")
    """,
    "RE",
)
theme.inside(
    "locked_memory",
    """
    libc.mmap.restype = ctypes.c_long
    got = libc.mmap(None, ctypes.c_size_t(2 << 20), 3, 0x2022, -1, 0)
    raise RuntimeError("refused" if got == -1 else "HOLE")
    """,
    "RE",
)
# What an attack costs the judge matters as much as its verdict.
theme.inside(
    "close_stdout_then_sleep", "os.close(1)\nos.close(2)\ntime.sleep(9)", "TLE", wall_s=1.5
)
theme.inside(
    "stdout_to_null_then_sleep",
    "os.dup2(0, 1)\nos.dup2(0, 2)\ntime.sleep(9)",
    "TLE",
    wall_s=1.5,
)
theme.inside(
    "drip_result",
    "os.write(RESULTS, b'\\0\\0\\1\\0O')\nwhile True:\n    os.write(RESULTS, b'x')",
    "TLE RE OLE",
    wall_s=1.5,
)
theme.inside("drip_stdout", "while True:\n    libc.write(1, b'x', 1)", "OLE TLE", wall_s=1.5)
theme.inside(
    "partial_frame", "os.write(RESULTS, b'\\x40\\0\\0\\0O')\ntime.sleep(60)", "TLE", wall_s=1.0
)
theme.inside("close_every_descriptor", "os.closerange(0, 64)\ntime.sleep(60)", "RE TLE", wall_s=1.5)
theme.whole("ten_megabytes_of_source", "#" * (10 << 20), "CE")
theme.whole("nested_parentheses", "x = " + "(" * 10_000 + ")" * 10_000, "CE")
theme.whole("nested_minus", "x = " + "-" * 50_000 + "1", "CE RE MLE")
theme.inside(
    "text_that_never_ends",
    """
    class Endless(Exception):
        def __str__(self):
            while True:
                pass
    raise Endless()
    """,
    "TLE",
    wall_s=1.5,
)
theme.inside("exception_of_300_megabytes", "raise RuntimeError('x' * (300 << 20))", "RE MLE TLE")
theme.inside(
    "chain_of_causes",
    """
    last = None
    for number in range(200_000):
        error = RuntimeError(number)
        error.__cause__ = last
        last = error
    raise last
    """,
    "RE TLE MLE",
    wall_s=2.0,
)
theme.inside(
    "circle_of_causes",
    "a, b = RuntimeError('a'), RuntimeError('b')\na.__cause__, b.__cause__ = b, a\nraise a",
    "RE",
)
theme.inside(
    "nested_groups",
    "e = RuntimeError()\nfor _ in range(20_000):\n    e = ExceptionGroup('g', [e])\nraise e",
    "RE TLE MLE",
    wall_s=2.0,
)
