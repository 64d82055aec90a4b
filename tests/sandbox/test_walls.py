"""What a child sees and what it is: at every level that this machine has."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import profiles
from sandbox.child import Child
from sandbox.identity import DEFAULT_UID
from sandbox.pool import Pool
from sandbox.zygote import Zygote
from tests.sandbox import jails

CANARY = "MIANJING_WALLS_CANARY"


def host_pid(child: Child) -> int:
    return child._pid


# --- what must not be seen


def test_only_the_profiles_distributions_are_there(numpy_pool: Pool) -> None:
    names = jails.value(
        numpy_pool,
        "import importlib.metadata as m\n"
        "return sorted({d.metadata['Name'].lower() for d in m.distributions()})",
    )
    assert names == sorted(profiles.distributions("numpy"))


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
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):  # some have just gone
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from _descendants(int(child))


# --- what it is


def test_neither_zygote_nor_child_is_root_to_the_kernel(numpy_pool: Pool) -> None:
    taken = numpy_pool.take(jails.READY_S)
    zygote = numpy_pool._line.now
    assert zygote is not None
    try:
        family = (host_pid(taken), *_descendants(zygote.process.pid))
        found = []
        for pid in family:
            with contextlib.suppress(ProcessLookupError, FileNotFoundError):  # some have just gone
                found.append(Path(f"/proc/{pid}/status").read_text())
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
    taken = numpy_pool.take(jails.READY_S)  # where a zygote was retired just now, there is a next
    zygote = taken.parent
    assert isinstance(zygote, Zygote)
    looked_at = 0
    for pid in _descendants(zygote.process.pid):
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):  # ended meanwhile
            maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
            looked_at += 1
            assert not [
                line for line in maps if line.split()[1][1] == "w" and line.split()[1][3] == "s"
            ]
    assert looked_at > 1
    taken.close()


def test_two_children_see_nothing_of_each_other(numpy_pool: Pool) -> None:
    write = "import os\nopen(os.environ['TMPDIR'] + '/left', 'w').write('x')\nreturn 1"
    look = "import os\nreturn os.path.exists(os.environ['TMPDIR'] + '/left')"

    assert jails.value(numpy_pool, write) == 1
    assert jails.value(numpy_pool, look) is False
