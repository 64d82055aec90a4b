"""The judge's socket: every request has one reply, whatever it holds and whoever sends it."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox import service as services
from sandbox.protocol import LENGTH, MAX_FRAME, Exercise, Group, Health, Job, RefusedError
from sandbox.service import Service, read_frame, write_frame
from sandbox.turns import Turns

JOB = Job(Exercise("r", "f", "stdlib", "", "", (Group("only"),)), "def f(): pass")
LONG_S = 30.0


class Bench:
    """Stands where a judge would: notes what it is asked, and how much of it at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.go_on = threading.Event()
        self.go_on.set()
        self.now = {"judge": 0, "prepare": 0}
        self.most = {"judge": 0, "prepare": 0}
        self.done = 0

    def judge(self, job: Job) -> dict[str, Any]:
        self._be("judge")
        if job.source == "refuse":
            raise RefusedError("not here: install more")
        return {"verdict": "AC", "source": job.source}

    def prepare(self, exercise: Exercise) -> None:
        assert exercise.revision == "r"
        self._be("prepare")

    def health(self) -> Health:
        return Health(serving=True, level="S3", profiles=("stdlib",))

    def _be(self, what: str) -> None:
        with self.lock:
            self.now[what] += 1
            self.most[what] = max(self.most[what], self.now[what])
        assert self.go_on.wait(LONG_S)
        with self.lock:
            self.now[what] -= 1
            self.done += 1


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def service(tmp_path: Path, bench: Bench) -> Iterator[Service]:
    made = Service(tmp_path / "judge.sock")
    made.open(bench)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    bench.go_on.set()
    made.shutdown()
    thread.join()
    made.server_close()


@contextlib.contextmanager
def line(service: Service) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as stream:
        stream.settimeout(LONG_S)
        stream.connect(str(service.server_address))
        yield stream


def ask(stream: socket.socket, body: bytes) -> dict[str, Any]:
    write_frame(stream, body)
    frame = read_frame(stream)
    assert frame is not None
    reply: dict[str, Any] = json.loads(frame)
    return reply


def request(op: str, **more: object) -> bytes:
    return json.dumps({"op": op, "job": JOB.document()} | more).encode()


def wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG_S
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_one_connection_may_ask_again_and_again(service: Service) -> None:
    with line(service) as stream:
        assert ask(stream, request("judge"))["source"] == JOB.source
        assert ask(stream, request("prepare")) == {}
        assert ask(stream, b'{"op": "health"}')["level"] == "S3"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "JSONDecodeError"),
        (b"\xff\xfe\0", "unreadable"),
        (b"[]", "unreadable"),
        (b"null", "unreadable"),
        (b'"judge"', "unreadable"),
        (b"{}", "KeyError: 'op'"),
        (b'{"op": "judge"}', "KeyError: 'job'"),
        (b'{"op": "judge", "job": 3}', "TypeError"),
        (b'{"op": "judge", "job": {"exercise": {}}}', "KeyError: 'groups'"),
        (b"[" * 100_000, "unreadable"),
        (request("judge", version=2), "version 1"),
        (request("judge", job=JOB.document() | {"mode": "dance"}), "dance"),
        (request("judge", job=JOB.document() | {"shell": "sh"}), "shell"),
        (request("dance"), "unknown request 'dance'"),
    ],
    ids=lambda each: each[:30] if isinstance(each, str) else "",
)
def test_what_cannot_be_read_is_answered_and_the_connection_goes_on(
    service: Service, body: bytes, said: str
) -> None:
    with line(service) as stream:
        assert said in ask(stream, body)["error"]
        assert ask(stream, request("judge"))["verdict"] == "AC"


def test_what_is_too_long_is_not_even_read(service: Service) -> None:
    with line(service) as stream:
        stream.sendall(LENGTH.pack(MAX_FRAME + 1))
        frame = read_frame(stream)
        assert frame is not None
        assert "longer than" in json.loads(frame)["error"]
        assert read_frame(stream) is None  # and the line is closed


def test_who_leaves_in_the_middle_of_a_word_harms_nobody(service: Service, bench: Bench) -> None:
    for part in (b"", b"\x09", LENGTH.pack(100), LENGTH.pack(100) + b"{"):
        with line(service) as stream:
            stream.sendall(part)
    bench.go_on.clear()
    with line(service) as stream:
        write_frame(stream, request("judge"))
        wait_until(lambda: bench.now["judge"] == 1)
    bench.go_on.set()

    with line(service) as stream:
        assert ask(stream, request("judge"))["verdict"] == "AC"


def test_only_so_many_are_judged_at_once_and_health_is_told_meanwhile(
    service: Service, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_turns", Turns(2, quick_s=LONG_S))
    bench.go_on.clear()
    with contextlib.ExitStack() as stack:
        streams = [stack.enter_context(line(service)) for _ in range(6)]
        for stream in streams:
            write_frame(stream, request("judge"))
        wait_until(lambda: bench.now["judge"] == 2)
        with line(service) as other:
            assert ask(other, b'{"op": "health"}')["serving"] is True
        bench.go_on.set()
        replies = [read_frame(stream) for stream in streams]

    assert None not in replies
    assert (bench.most["judge"], bench.done) == (2, 6)


def test_exercises_are_prepared_one_after_another(
    service: Service, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    about = service._about

    def noted(job: Job, op: str, asked: services.Bench) -> dict[str, Any]:
        begun.append(op)
        return about(job, op, asked)

    monkeypatch.setattr(service, "_about", noted)
    bench.go_on.clear()
    with contextlib.ExitStack() as stack:
        streams = [stack.enter_context(line(service)) for _ in range(3)]
        for stream in streams:
            write_frame(stream, request("prepare"))
        wait_until(lambda: len(begun) == 3 and bench.now["prepare"] > 0)
        with line(service) as other:
            assert ask(other, b'{"op": "health"}')["serving"] is True
        bench.go_on.set()
        for stream in streams:
            assert read_frame(stream) == b"{}"

    assert (bench.most["prepare"], bench.done) == (1, 3)


def test_what_is_refused_is_answered_with_the_reason(service: Service) -> None:
    with line(service) as stream:
        refused = request("judge", job=JOB.document() | {"source": "refuse"})
        assert ask(stream, refused) == {"error": "not here: install more"}


def test_nobody_is_served_before_the_walls_are_known(tmp_path: Path) -> None:
    with Service(tmp_path / "judge.sock") as made:
        assert made.answer(b'{"op": "health"}') == {"error": "not ready yet"}


def test_only_its_own_user_may_ask_and_an_old_socket_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "judge.sock"
    with Service(path):
        assert path.stat().st_mode & 0o777 == 0o600
    assert path.exists()  # left behind, as by a process that was killed
    with Service(path):
        assert path.is_socket()


def test_there_is_a_judge_for_each_core() -> None:
    assert services.JUDGES >= 2
