"""How a program ends, each way with its word, and what is told and measured of it."""

import platform

import pytest

from sandbox import child as children
from sandbox.child import Stopped
from sandbox.pool import Pool
from sandbox.protocol import Limits, Verdict
from tests.sandbox import jails

EXIT = {"x86_64": 60, "aarch64": 93}
"""The number of the system call that ends one thread."""
ROOM = Limits(cpu_s=20, wall_s=60, memory_mib=512)


@pytest.mark.parametrize(
    ("body", "verdict", "reason"),
    [
        ("while True: pass", Verdict.TLE, "cpu"),
        ("import time; time.sleep(60)", Verdict.TLE, "wall"),
        ("return b'x' * (8 << 30)", Verdict.MLE, "memory"),
        ("while True: print('x' * 1000)", Verdict.OLE, "output"),
        ("import numpy as np; return np.zeros(1 << 21)", Verdict.OLE, "result-size"),
        ("import os; os._exit(0)", Verdict.RE, "exit"),
        ("import ctypes; ctypes.string_at(0)", Verdict.RE, "signal"),
        ("import ctypes; ctypes.CDLL(None).unshare(0x10000000)", Verdict.SV, "syscall"),
        ("import os; os.write(3, b'x' * 100); return 1", Verdict.OLE, "result-size"),
        ("return object()", Verdict.RE, "unreadable"),
        ("raise KeyError('why')", Verdict.RE, "exception"),
        ("import os; os.close(3); import time; time.sleep(60)", Verdict.RE, "protocol"),
    ],
    ids=lambda each: str(each)[:30] if isinstance(each, str) and " " in each else None,
)
def test_every_end_has_its_word(numpy_pool: Pool, body: str, verdict: Verdict, reason: str) -> None:
    limits = Limits(cpu_s=1.0, wall_s=2.0 if reason == "wall" else 30.0, memory_mib=128)

    with pytest.raises(Stopped) as caught:
        jails.value(numpy_pool, body, limits=limits)

    assert (caught.value.verdict, caught.value.reason) == (verdict, reason), caught.value.detail


def test_threads_that_the_first_left_behind_win_no_time(
    numpy_pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first thread alone ends, without its process; another closes the channel and goes on."""
    monkeypatch.setattr(children, "DEATH_S", 60.0)
    body = (
        "import ctypes, os, threading, time\n"
        "def later():\n"
        "    time.sleep(0.05); os.close(3); time.sleep(4); os._exit(5)\n"
        "threading.Thread(target=later).start()\n"
        f"ctypes.CDLL(None).syscall({EXIT[platform.machine()]}, 0)"
    )

    with pytest.raises(Stopped) as caught:
        jails.value(numpy_pool, body, limits=Limits(cpu_s=1.0, wall_s=30.0, memory_mib=128))

    assert (caught.value.verdict, caught.value.reason) == (Verdict.RE, "protocol")


@pytest.mark.parametrize(
    ("source", "reason", "line"),
    [
        ("def f(:", "syntax", 1),
        ("def g(): pass", "entry", 0),
        ("f = 3", "entry", 0),
        ("x = " + "(" * 1000, "nesting", 0),
        ("x = " + "-" * 60000 + "1", "nesting", 0),
        ("import os\ndef f(x):\n    return np.linalg.svd(x)\nimport numpy as np", "forbidden", 3),
        ("from numpy.linalg import svd as s\ndef f(x): return s(x)", "forbidden", 1),
        ("import numpy as n\ndef f(x): return n.linalg.\uff53vd(x)", "forbidden", 2),
        ("def f(:  # svd", "syntax", 1),
        ("x = " + "-" * 60000 + "1  # svd", "nesting", 0),
    ],
    ids=str,
)
def test_a_source_that_cannot_be_loaded_is_told_apart(
    numpy_pool: Pool, source: str, reason: str, line: int
) -> None:
    taken = numpy_pool.take(jails.READY_S)
    with pytest.raises(Stopped) as caught:
        jails.begin(taken, source, forbid=["np.linalg.svd"])
    taken.close()

    assert (caught.value.verdict, caught.value.reason) == (Verdict.CE, reason)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "source", ["def f(x): return 'svd'", "def f(x): return 1  # \u5947\u5f02\u503c"]
)
def test_a_word_that_is_no_use_of_a_forbidden_name_is_none(numpy_pool: Pool, source: str) -> None:
    taken = numpy_pool.take(jails.READY_S)
    jails.begin(taken, source, forbid=["np.linalg.svd"])
    taken.close()


@pytest.mark.parametrize("more", ["", "  # svd", "  # \u5947\u5f02\u503c"])
def test_a_comment_does_not_decide_how_deep_a_source_may_be(numpy_pool: Pool, more: str) -> None:
    taken = numpy_pool.take(jails.READY_S)
    source = f"x = {'+'.join('1' * 1500)}{more}\ndef f(): return x\n"
    jails.begin(taken, source, forbid=["np.linalg.svd"])
    assert jails.call(taken) == 1500
    taken.close()


def test_an_exception_shows_the_learners_frames_and_the_child_lives_on(numpy_pool: Pool) -> None:
    source = "import json\ndef g(x):\n    return json.loads(x)\ndef f(x):\n    return g(x)\n"
    with jails.child(numpy_pool, source) as taken:
        with pytest.raises(Stopped) as caught:
            jails.call(taken, "{")
        assert jails.call(taken, "[1]") == [1]

    stopped = caught.value
    assert (stopped.exception, stopped.line, stopped.alive) == ("Exception", 3, True)
    assert 'File "solution.py", line 5, in f\n    return g(x)' in stopped.traceback
    assert "json/decoder" not in stopped.traceback
    assert len(stopped.traceback) <= 4096


def test_text_of_exceptions_is_made_harmless(numpy_pool: Pool) -> None:
    with pytest.raises(Stopped) as caught:
        jails.value(numpy_pool, r"raise type('Evil', (Exception,), {})('\x1b[2J\u202e\0\ud800')")

    assert caught.value.exception == "Exception"
    assert all(c.isprintable() or c == "\n" for c in caught.value.traceback)


def test_what_is_printed_is_kept_until_it_is_muted(numpy_pool: Pool) -> None:
    source = "import sys\ndef f(x):\n    print('out', x)\n    print('err', file=sys.stderr)\n"
    with jails.child(numpy_pool, source) as taken:
        jails.call(taken, 1)
        taken.mute()
        jails.call(taken, 2)
        assert set(taken.output().splitlines()) == {b"out 1", b"err"}


def test_what_was_used_is_measured_from_outside(numpy_pool: Pool) -> None:
    source = (
        "import time, numpy as np\ntime.process_time = time.perf_counter = lambda: 0.0\n"
        "def f():\n    a = np.ones(4 << 20)\n    end = time.thread_time() + 0.2\n"
        "    while time.thread_time() < end: pass\n    return 1\n"
    )
    with jails.child(numpy_pool, source, ROOM) as taken:
        jails.call(taken)
        usage = taken.usage()

    assert 0.15 < usage.cpu_s < 5
    assert usage.wall_s > 0.15
    assert 30 << 20 < usage.memory_bytes < 120 << 20
