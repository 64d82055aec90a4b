"""One judge process per level for all sandbox tests; where walls are missing, it is said."""

import contextlib
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.judge.client import Client
from app.judge.process import running
from sandbox import profiles
from sandbox.pool import Pool
from tests.sandbox import jails
from tests.sandbox.trees import V1_FILES, V2_FILES, furnish

LEVELS = {"S3": (), "S2": ("--no-cgroups",), "S1": ("--no-cgroups", "--no-namespaces")}
CANARY = "MIANJING_CANARY"


class Honey:
    """A file and a port that no submission may reach."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "expected.txt"
        self.file.write_text("HOLE: the expected output")
        self.visits = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._listener.accept()[0].close()
                self.visits += 1


@pytest.fixture(scope="session")
def honey(tmp_path_factory: pytest.TempPathFactory) -> Honey:
    return Honey(tmp_path_factory.mktemp("honey"))


@pytest.fixture(scope="session", params=LEVELS)
def level(request: pytest.FixtureRequest) -> str:
    """Return each level in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def judge(level: str) -> Iterator[Client]:
    """Run a judge at a level; skip, with the reason, where this machine has not got it."""
    if shutil.which("bwrap") is None and level != "S1":
        pytest.skip("not run here: bubblewrap is missing")
    os.environ[CANARY] = "HOLE in the environment"  # noqa: TID251 - must not be seen inside
    with running(["stdlib", "numpy"], depth=3, more=LEVELS[level]) as client:
        health = client.health()
        if health.level != level:
            missing = "; ".join(each["what"] for each in health.missing)
            pytest.skip(f"not run here: level {level} needs {missing or 'other walls'}")
        yield client


@pytest.fixture(scope="session")
def best() -> Iterator[Client]:
    """Run a judge at the best level that this machine has."""
    with running(["stdlib", "numpy"], depth=3) as client:
        if not client.health().serving:
            pytest.skip("not run here: no wall holds on this machine")
        yield client


@pytest.fixture(scope="module", params=["S3", "S2", "S1"])
def numpy_pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    """Keep a pool at each level of the test's own process."""
    with jails.pool("numpy", request.param, depth=2) as made:
        yield made


@pytest.fixture(scope="module")
def torch_pool() -> Iterator[Pool]:
    """Keep a pool with torch at the best level."""
    if "torch" not in profiles.available():
        pytest.skip("not run here: torch is not installed")
    with jails.pool("torch", jails.found().level, depth=2) as made:
        yield made


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    """Return a directory with the files of version 1: no kernel behind it."""
    for controller, files in V1_FILES.items():
        furnish(tmp_path / controller, files)
        furnish(tmp_path / controller / "mianjing" / "slot", files)
    return tmp_path


@pytest.fixture
def version_2(tmp_path: Path) -> Path:
    """Return a directory with the files of version 2: no kernel behind it."""
    furnish(tmp_path, {"cgroup.controllers": "cpu memory pids", "cgroup.subtree_control": ""})
    furnish(tmp_path / "service", V2_FILES | {"cgroup.controllers": "cpu memory pids"})
    furnish(tmp_path / "service" / "mianjing" / "slot", V2_FILES)
    return tmp_path
