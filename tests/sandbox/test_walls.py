"""What a child can do, what it sees, and what it is: at every level that this machine has."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sandbox import profiles
from sandbox.child import Child, Stopped
from sandbox.identity import DEFAULT_UID
from sandbox.pool import Pool
from sandbox.protocol import Limits, Verdict
from tests.sandbox import jails

CANARY = "MIANJING_WALLS_CANARY"
ROOM = Limits(cpu_s=20, wall_s=60, memory_mib=512)


@pytest.fixture(scope="module", params=["S3", "S2", "S1"])
def numpy_pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    with jails.pool("numpy", request.param, depth=2) as made:
        yield made


@pytest.fixture(scope="module")
def torch_pool() -> Iterator[Pool]:
    if "torch" not in profiles.available():
        pytest.skip("not run here: torch is not installed")
    with jails.pool("torch", jails.found().level, depth=2) as made:
        yield made


def host_pid(child: Child) -> int:
    return child._pid


# --- what has to work


GOOD = {
    "linear algebra": """
import numpy as np
return float(np.linalg.svd(np.ones((200, 200)))[1][0])
""",
    "fourier": """
import numpy as np
return float(np.fft.fft(np.ones(200)).real[0])
""",
    "threads": """
from concurrent.futures import ThreadPoolExecutor
return float(sum(ThreadPoolExecutor(4).map(abs, [-100, -100])))
""",
    "a file": """
import tempfile
with tempfile.TemporaryFile() as file:
    file.write(b'x' * 200)
    file.seek(0)
    return float(len(file.read()))
""",
    "late imports": """
import numpy.testing, numpy.polynomial, xml.dom.minidom, csv, uuid
return 200.0
""",
    "a handled signal": """
import signal
seen = []
signal.signal(signal.SIGUSR1, lambda *_: seen.append(200.0))
signal.raise_signal(signal.SIGUSR1)
return seen[0]
""",
    "a dataclass of its own module": """
import dataclasses
@dataclasses.dataclass
class A:
    x: 'typing.ClassVar[float]' = 200.0
return A().x
""",
}


@pytest.mark.parametrize("name", GOOD)
def test_honest_work_is_done(numpy_pool: Pool, name: str) -> None:
    assert jails.value(numpy_pool, GOOD[name]) == pytest.approx(200.0)


TORCH = {
    "autograd": """
w = torch.ones(3, requires_grad=True)
(w * w).sum().backward()
return w.grad.tolist()
""",
    "adam": """
model = torch.nn.Linear(3, 3)
optimizer = torch.optim.Adam(model.parameters())
model(torch.randn(2, 3)).sum().backward()
optimizer.step()
return [2.0, 2.0, 2.0]
""",
    "threads": """
torch.set_num_threads(4)
assert (torch.ones(600, 600) @ torch.ones(600, 600)).sum().item() == 600 ** 3
return [2.0, 2.0, 2.0]
""",
    "layers": """
lstm = torch.nn.LSTM(3, 3)
lstm(torch.randn(2, 1, 3))[0].sum().backward()
torch.nn.Conv2d(1, 1, 3)(torch.randn(1, 1, 5, 5)).sum().backward()
return [2.0, 2.0, 2.0]
""",
    "late imports": """
import torch.nn.functional, torch.distributions, sympy
return [2.0, 2.0, 2.0]
""",
    "a tensor": "return torch.full((3,), 2.0).tolist()",
}


@pytest.mark.parametrize("name", TORCH)
def test_torch_works(torch_pool: Pool, name: str) -> None:
    assert jails.value(torch_pool, f"import torch\n{TORCH[name]}", limits=ROOM) == [2.0, 2.0, 2.0]


def test_arguments_are_copies_of_the_learners_own(numpy_pool: Pool) -> None:
    given = np.arange(6.0).reshape(2, 3)
    with jails.child(numpy_pool, "def f(x):\n    x += 1\n    return x.flags.owndata") as taken:
        answer = taken.call(
            {"args": (given,), "return_args": True}, cap_bytes=1 << 16, cap_values=100
        )

    assert isinstance(answer, dict)
    assert answer["value"] is True
    assert (answer["args"][0] == given + 1).all()
    assert given[0, 0] == 0


def test_chance_starts_anew_at_each_call(numpy_pool: Pool) -> None:
    source = "import random, numpy as np\ndef f():\n    return random.random(), np.random.rand()"
    draws = []
    for _ in range(2):
        with jails.child(numpy_pool, source) as taken:
            draws += [jails.call(taken)[0], jails.call(taken)[0]]

    assert len(set(draws)) == 1


def test_sets_have_the_same_order_in_every_child(numpy_pool: Pool) -> None:
    body = "return list({'adam', 'sgd', 'lion', 'muon', 'rmsprop'})"

    assert jails.value(numpy_pool, body) == jails.value(numpy_pool, body)


def test_large_values_cross(numpy_pool: Pool) -> None:
    given = np.random.default_rng(0).normal(size=1 << 20)
    with jails.child(numpy_pool, "def f(x):\n    return x * 2", ROOM) as taken:
        assert np.array_equal(jails.call(taken, given, cap=16 << 20), given * 2)


# --- what must not be seen


def test_only_the_profiles_distributions_are_there(numpy_pool: Pool) -> None:
    names = jails.value(
        numpy_pool,
        "import importlib.metadata as m\n"
        "return sorted({d.metadata['Name'].lower() for d in m.distributions()})",
    )
    assert names == sorted(profiles.distributions("numpy"))


def test_the_torch_profile_has_what_torch_requires_and_no_more(torch_pool: Pool) -> None:
    allowed = profiles.distributions("torch")

    names = jails.value(
        torch_pool,
        "import importlib.metadata as m\n"
        "return sorted({d.metadata['Name'].lower().replace('_', '-') for d in m.distributions()})",
        limits=ROOM,
    )

    assert set(names) == allowed
    assert {"numpy", "torch"} <= allowed
    assert not allowed & {"mianjing", "sqlalchemy", "pydantic", "fastapi"}


def test_the_standard_library_profile_has_no_numpy() -> None:
    with jails.pool("stdlib", jails.found().level) as made:
        missing = "try:\n import numpy\nexcept ImportError:\n return 1\nreturn 0"
        assert jails.value(made, missing) == 1


@pytest.mark.parametrize(
    "path",
    [
        "app/settings.py",
        "sandbox/child.py",
        "sandbox/judging.py",
        "questions",
        "pyproject.toml",
        ".git/config",
    ],
)
def test_nothing_else_of_the_product_is_there(numpy_pool: Pool, path: str) -> None:
    place = Path(__file__).parents[2] / path
    read = f"open({str(place)!r}).read()" if place.is_file() else f"os.listdir({str(place)!r})"
    seen = jails.value(
        numpy_pool, f"import os\ntry:\n return len({read})\nexcept OSError:\n return -1"
    )

    assert seen == -1


def test_no_secret_crosses(numpy_pool: Pool, tmp_path: Path) -> None:
    honey = tmp_path / "expected.txt"
    honey.write_text("42")
    body = f"import os\ntry:\n return open({str(honey)!r}).read()\nexcept OSError:\n return None"

    assert jails.value(numpy_pool, body) is None


def test_the_environment_is_a_short_list(numpy_pool: Pool) -> None:
    names = set(jails.value(numpy_pool, "import os\nreturn list(os.environ)"))

    assert names <= {
        *("HOME", "LANG", "PATH", "TMPDIR", "PWD", "LC_CTYPE", "TORCHINDUCTOR_CACHE_DIR"),
        *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
        *("PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE"),
    }


def test_no_process_inside_the_wall_has_the_judges_environment() -> None:
    os.environ[CANARY] = "secret"  # noqa: TID251 - must not be seen inside
    try:
        with jails.pool("stdlib") as made:
            taken = made.take(jails.READY_S)
            zygote = made._line.now
            assert zygote is not None
            family = [host_pid(taken), *_descendants(zygote.process.pid)]
            environments = [Path(f"/proc/{pid}/environ").read_bytes() for pid in family]
            taken.close()
    finally:
        del os.environ[CANARY]  # noqa: TID251 - the same

    assert len(family) >= 3
    assert not any(CANARY.encode() in each for each in environments)


def _descendants(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _descendants(int(child))


# --- what it is


def test_neither_zygote_nor_child_is_root_to_the_kernel(numpy_pool: Pool) -> None:
    taken = numpy_pool.take(jails.READY_S)
    zygote = numpy_pool._line.now
    assert zygote is not None
    try:
        family = (host_pid(taken), *_descendants(zygote.process.pid))
        statuses = [Path(f"/proc/{pid}/status") for pid in family]
        found = [path.read_text() for path in statuses if path.exists()]  # some may just have gone
    finally:
        taken.close()

    expected = DEFAULT_UID if os.geteuid() == 0 else os.geteuid()
    assert len(found) >= 3
    for status in found:
        lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        assert set(lines["Uid"].split()) == {str(expected)}


def test_a_child_is_filtered_without_power_and_first_to_go(numpy_pool: Pool) -> None:
    taken = numpy_pool.take(jails.READY_S)
    try:
        status = Path(f"/proc/{host_pid(taken)}/status").read_text()
        score = Path(f"/proc/{host_pid(taken)}/oom_score_adj").read_text().strip()
    finally:
        taken.close()

    lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert lines["Seccomp"] == "2"
    assert lines["NoNewPrivs"] == "1"
    assert {lines[name] for name in ("CapEff", "CapPrm", "CapInh", "CapAmb")} == {"0" * 16}
    assert lines["Threads"] == "1"
    assert score == "1000"


def test_a_child_has_five_descriptors(numpy_pool: Pool) -> None:
    body = (
        "import os\nfound = []\nfor i in range(1024):\n try: os.fstat(i); found.append(i)\n"
        " except OSError: pass\nreturn found"
    )
    assert jails.value(numpy_pool, body) == [0, 1, 2, 3, 4]


def test_no_memory_is_shared_for_writing_with_the_zygote(numpy_pool: Pool) -> None:
    zygote = numpy_pool._line.now
    assert zygote is not None
    for pid in _descendants(zygote.process.pid):
        maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
        assert not [
            line for line in maps if line.split()[1][1] == "w" and line.split()[1][3] == "s"
        ]


def test_two_children_see_nothing_of_each_other(numpy_pool: Pool) -> None:
    write = "import os\nopen(os.environ['TMPDIR'] + '/left', 'w').write('x')\nreturn 1"
    look = "import os\nreturn os.path.exists(os.environ['TMPDIR'] + '/left')"

    assert jails.value(numpy_pool, write) == 1
    assert jails.value(numpy_pool, look) is False


# --- how it ends


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


def test_the_interpreter_inside_is_the_one_outside(numpy_pool: Pool) -> None:
    assert jails.value(numpy_pool, "import sys\nreturn sys.version") == sys.version
