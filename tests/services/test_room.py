"""Submissions on their way: queued, judged by a real judge, judged again after a fall."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from app.bank.holder import BankHolder
from app.db.submissions import SubmissionRow
from app.domain.errors import ClosedError
from app.judge.client import Client
from app.services import judging
from app.services.judging import Placed, Room, Submission
from app.services.judging import room as rooms
from sandbox.protocol import Health
from tests.conftest import Database
from tests.loops import run
from tests.services.times import NOON
from tests.services.tiny_bank import code, single, tiny_bank

RIGHT = "def double(x):\n    return 2 * x\n"
LONG_S = 30.0


@pytest.fixture(scope="module")
def holder(tmp_path_factory: pytest.TempPathFactory) -> BankHolder:
    return tiny_bank(tmp_path_factory.mktemp("coding") / "bank", code(1), single(3))


class Site:
    """A database with one learner, and rooms over it."""

    def __init__(self, database: Database, holder: BankHolder) -> None:
        self.database, self.holder = database, holder
        self.user_id = database.add_user()

    @asynccontextmanager
    async def room(self, path: Path) -> AsyncIterator[Room]:
        room = Room(
            client=Client(path),
            read=self.database.read,
            write=self.database.write,
            holder=self.holder,
            clock=lambda: NOON,
        )
        await room.open()
        try:
            yield room
        finally:
            await room.close()

    def place(self, name: str = "first", source: str = RIGHT) -> Placed:
        with self.database.write.begin() as db:
            return judging.place(
                db,
                self.holder,
                user_id=self.user_id,
                slug="code-1",
                client_id=f"client-{name}",
                source=source,
                lang="en",
                now_ms=NOON,
            )

    def own(self, placed: Placed) -> Submission:
        with self.database.read() as db:
            return judging.record.own(db, user_id=placed.user_id, submission_id=placed.id)

    async def until_done(self, placed: Placed) -> Submission:
        async with asyncio.timeout(LONG_S):
            while not (found := await asyncio.to_thread(self.own, placed)).done:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return found


@pytest.fixture
def site(sqlite_database: Database, holder: BankHolder) -> Site:
    return Site(sqlite_database, holder)


def test_who_hands_in_is_told_when_the_verdict_is_there(site: Site, judge_socket: Path) -> None:
    async def story() -> Submission:
        async with site.room(judge_socket) as room:
            placed = site.place()
            await room.hand_in(placed, patience_s=LONG_S)
            return site.own(placed)

    assert run(story()).verdict == "AC"


def test_handing_in_does_not_wait_longer_than_its_patience(site: Site, tmp_path: Path) -> None:
    async def story() -> Submission:
        async with site.room(tmp_path / "nobody.sock") as room:
            placed = site.place()
            await room.hand_in(placed, patience_s=0.01)
            return site.own(placed)

    assert not run(story()).done


def test_the_unfinished_is_judged_after_a_restart(site: Site, judge_socket: Path) -> None:
    waiting, begun = site.place("waiting"), site.place("begun")
    with site.database.write.begin() as db:
        row = db.get_one(SubmissionRow, begun.id)
        row.status, row.attempts = "running", 1

    async def story() -> list[Submission]:
        async with site.room(judge_socket):
            return [await site.until_done(placed) for placed in (waiting, begun)]

    assert [found.verdict for found in run(story())] == ["AC", "AC"]


def test_what_fells_the_judge_is_tried_three_times(site: Site, tmp_path: Path) -> None:
    calls: list[int] = []

    async def story(path: Path) -> Submission:
        async with site.room(path) as room:
            placed = site.place()
            await room.hand_in(placed, patience_s=LONG_S)
            return site.own(placed)

    with _hangs_up(tmp_path / "judge.sock", calls) as path:
        found = run(story(path))

    assert (found.verdict, found.attempt_id) == ("IE", None)
    assert found.document is not None
    assert "not to blame" in found.document["failing"]["message"]["en"]
    judged = len([1 for size in calls if size > HEALTH])
    assert judged == 3


def test_a_verdict_that_cannot_be_kept_is_our_failure_and_ends_the_waiting(
    site: Site, judge_socket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = Client.judge
    monkeypatch.setattr(Client, "judge", lambda *a: judge(*a) | {"odd": float("inf")})

    async def story() -> Submission:
        async with site.room(judge_socket) as room:
            placed = site.place()
            await room.hand_in(placed, patience_s=LONG_S)
            return site.own(placed)

    found = run(story())

    assert (found.done, found.verdict, found.attempt_id) == (True, "IE", None)


def test_a_judge_that_comes_late_is_waited_for(
    site: Site, tmp_path: Path, judge_socket: Path
) -> None:
    late = tmp_path / "late.sock"

    async def story() -> Submission:
        async with site.room(late) as room:
            placed = site.place()
            asyncio.get_running_loop().call_later(0.5, late.symlink_to, judge_socket)
            await room.hand_in(placed, patience_s=LONG_S)
            return site.own(placed)

    assert run(story()).verdict == "AC"


def test_a_judge_that_never_comes_is_our_failure(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "PATIENCE_S", 0.0)

    async def story() -> Submission:
        async with site.room(tmp_path / "nobody.sock") as room:
            placed = site.place()
            await room.hand_in(placed, patience_s=LONG_S)
            return site.own(placed)

    assert run(story()).verdict == "IE"


def test_without_a_judge_nothing_is_taken_in(site: Site, tmp_path: Path) -> None:
    async def story() -> None:
        async with site.room(tmp_path / "nobody.sock") as room:
            room.refuse_if_closed()

    with pytest.raises(ClosedError):
        run(story())


def test_walls_too_weak_are_named(site: Site, tmp_path: Path) -> None:
    async def story() -> None:
        async with site.room(tmp_path / "nobody.sock") as room:
            room.health = Health(serving=False, level="S1", profiles=())
            room.refuse_if_closed()

    with pytest.raises(ClosedError) as caught:
        run(story())

    assert "S1" in caught.value.message.en


def test_closing_waits_for_no_verdict_and_counts_no_try(site: Site, judge_socket: Path) -> None:
    slow = "import time\ndef double(x):\n    time.sleep(LONG)\n".replace("LONG", "60")

    async def story() -> Placed:
        async with site.room(judge_socket) as room:
            placed = site.place(source=slow)
            await room.hand_in(placed, patience_s=0.5)
            threads = room._threads
        await asyncio.to_thread(threads.shutdown, wait=True)
        return placed

    began = time.monotonic()
    placed = run(story())

    assert time.monotonic() - began < LONG_S
    with site.database.read() as db:
        row = db.get_one(SubmissionRow, placed.id)
    assert (row.status, row.attempts) == ("running", 1)


def test_of_two_by_one_learner_the_first_handed_in_counts(site: Site, judge_socket: Path) -> None:
    slow = "import time\ndef double(x):\n    time.sleep(0.3)\n    return x\n"

    async def story() -> list[Submission]:
        async with site.room(judge_socket) as room:
            placed = [site.place("slow", slow), site.place("quick")]
            await asyncio.gather(*(room.hand_in(each, patience_s=LONG_S) for each in placed))
            return [site.own(each) for each in placed]

    first, second = run(story())

    assert (first.verdict, second.verdict) == ("WA", "AC")
    assert first.attempt_id is not None
    assert second.attempt_id is None


def test_many_at_once_all_get_their_verdict(site: Site, judge_socket: Path) -> None:
    learners = [site.database.add_user(f"learner{number}@example.org") for number in range(20)]
    with site.database.write.begin() as db:
        for number in range(200):
            db.add(
                SubmissionRow(
                    user_id=learners[number % 20],
                    uid=site.holder.current.live[0].uid,
                    slug="code-1",
                    revision=site.holder.current.revision("code-1"),
                    client_id=f"client-{number}",
                    mode="submit",
                    source=RIGHT if number % 2 else "def double(x):\n    return x\n",
                    lang="en",
                    hints_used=0,
                    priority=0,
                    status="queued",
                    attempts=0,
                    created_at=NOON,
                )
            )

    async def story() -> list[str | None]:
        async with site.room(judge_socket):
            placed = [
                Placed(1 + number, learners[number % 20], 0, fresh=False) for number in range(200)
            ]
            return [(await site.until_done(each)).verdict for each in placed]

    assert run(story()) == ["WA", "AC"] * 100


HEALTH = 100
"""Bytes: a question after health is shorter, a job longer."""


@contextmanager
def _hangs_up(path: Path, calls: list[int]) -> Iterator[Path]:
    """Listen as a judge that dies of every question."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        listening.settimeout(0.1)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                try:
                    stream, _ = listening.accept()
                except TimeoutError:
                    continue
                with stream:
                    calls.append(len(stream.recv(65536)))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield path
        finally:
            ended.set()
            thread.join()
