"""Whatever becomes of the judge in the middle of a question, whoever asked is told the same."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.judge.client import Client, JudgeDownError
from sandbox.protocol import LENGTH, MAX_FRAME, MAX_SOURCE, Exercise, Group, Job, Mode, job_from
from sandbox.service import read_frame

JOB = Job(Exercise("r", "f", "stdlib", "", "", (Group("only"),)), "def f(): pass")
REPLY = json.dumps({"verdict": "AC"}).encode()

Talking = Callable[[bytes], Client]


@pytest.fixture
def talking(tmp_path: Path) -> Iterator[Talking]:
    """Return a client of a judge that answers with the given bytes and hangs up."""
    path = tmp_path / "judge.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        threads = []

        def answer(reply: bytes) -> None:
            stream, _ = listener.accept()
            with stream:
                read_frame(stream)
                stream.sendall(reply)

        def say(reply: bytes) -> Client:
            threads.append(threading.Thread(target=answer, args=(reply,)))
            threads[-1].start()
            return Client(path)

        yield say
        for thread in threads:
            thread.join()


def test_a_reply_is_the_document(talking: Talking) -> None:
    assert talking(LENGTH.pack(len(REPLY)) + REPLY).judge(JOB) == {"verdict": "AC"}


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (b"", "ended before it replied"),
        (b"\x09\0", "ended before it replied"),
        (LENGTH.pack(100), "ended before it replied"),
        (LENGTH.pack(100) + b'{"verdict": "A', "ended before it replied"),
        (LENGTH.pack(MAX_FRAME + 1), f"{MAX_FRAME + 1} bytes"),
        (LENGTH.pack(4) + b"AC!!", "Expecting value"),
        (LENGTH.pack(2) + b"\xff\xff", "decode"),
        (LENGTH.pack(18) + b'{"error": "oh no"}', "oh no"),
    ],
    ids=repr,
)
def test_a_reply_that_is_none_means_that_the_judge_is_down(
    talking: Talking, reply: bytes, said: str
) -> None:
    with pytest.raises(JudgeDownError, match=said):
        talking(reply).judge(JOB)


def test_nobody_listens(tmp_path: Path) -> None:
    nowhere = Client(tmp_path / "judge.sock")
    for ask in (lambda: nowhere.judge(JOB), lambda: nowhere.prepare(JOB), nowhere.health):
        with pytest.raises(JudgeDownError) as caught:
            ask()
        assert caught.value.reached is False


def test_a_judge_that_took_the_question_and_ended_was_reached(talking: Talking) -> None:
    with pytest.raises(JudgeDownError) as caught:
        talking(b"").judge(JOB)

    assert caught.value.reached is True


def test_a_judge_that_never_replies_is_waited_for_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.judge.client.REPLY_S", 0.05)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "judge.sock"))
        listener.listen()
        with pytest.raises(JudgeDownError, match="timed out"):
            Client(tmp_path / "judge.sock").judge(JOB)


def test_a_job_says_the_same_on_both_sides() -> None:
    job = Job(JOB.exercise, "print('\ud800 题\0')", Mode.RUN, "ab" * 32, "(1,)")

    assert job_from(json.loads(json.dumps(job.document()))) == job


@pytest.mark.parametrize("letter", ["x", "题", "\ud800"], ids=["x", "wide", "half"])
def test_no_source_is_too_long_to_be_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letter: str
) -> None:
    asked = []
    client = Client(tmp_path / "judge.sock")

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        asked.append(request)
        return {}

    monkeypatch.setattr(client, "_ask", ask)

    client.judge(Job(JOB.exercise, letter * (10 << 20), Mode.RUN, arguments=letter * (10 << 20)))
    client.judge(JOB)

    long, ordinary = (request["job"] for request in asked)
    assert len(json.dumps(long)) < MAX_FRAME
    assert len(long["source"]) == len(long["arguments"]) == MAX_SOURCE + 1
    assert (ordinary["source"], ordinary["arguments"]) == (JOB.source, None)


def test_one_connection_serves_one_question_after_another_and_a_judge_begun_anew(
    tmp_path: Path,
) -> None:
    path, came = tmp_path / "judge.sock", 0

    @contextmanager
    def serve(questions: int) -> Iterator[None]:
        """Answer so many on each connection, then hang up, as a judge that ends does."""
        listener = socket.socket(socket.AF_UNIX)
        path.unlink(missing_ok=True)
        listener.bind(str(path))
        listener.listen()

        def answer() -> None:
            nonlocal came
            stream, _ = listener.accept()
            came += 1
            with stream:
                for _ in range(questions):
                    read_frame(stream)
                    stream.sendall(LENGTH.pack(len(REPLY)) + REPLY)

        answering = threading.Thread(target=answer)
        with listener:
            answering.start()
            yield
            answering.join()  # it has hung up

    client = Client(path)
    for judges in (1, 2):
        with serve(3):
            assert [client.judge(JOB)["verdict"] for _ in range(3)] == ["AC"] * 3
            assert came == judges
