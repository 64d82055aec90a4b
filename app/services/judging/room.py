"""The room where submissions wait: the queue, those who work it off, and those who want to know.

Everything here runs on one event loop except judging itself, which waits in threads of its own.
"""

import asyncio
import contextlib
import os
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from weakref import WeakValueDictionary

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app.bank.holder import BankHolder
from app.domain.errors import ClosedError
from app.domain.kinds.code import CodeQuestion
from app.jobs.queue import MemoryQueue, Queue
from app.judge.client import Client, JudgeDownError
from app.judge.exercises import exercise_of
from app.services.judging import working
from app.services.judging.pages import Placed
from app.services.judging.working import Work
from sandbox.protocol import Health, Job

log = structlog.get_logger()

AT_ONCE: Final = max(16, 4 * (os.cpu_count() or 1))
"""Submissions in work at the same time: enough that the judge never waits for us, and that some
learners may have slow programs."""
PATIENCE_S: Final = 30.0
"""How long a judge that cannot be reached is waited for before a submission is given back."""
_KNOCK_S: Final = 0.2
_LOOK_S: Final = 5.0
"""Between two looks at the judge's health; sooner while there is none."""


class Room:
    """Takes submissions in and sees to it that each gets a verdict."""

    def __init__(
        self,
        *,
        client: Client,
        read: sessionmaker[Session],
        write: sessionmaker[Session],
        holder: BankHolder,
        clock: Callable[[], int],
        queue: Queue | None = None,
    ) -> None:
        """Judge with `client`; `clock` returns milliseconds since the epoch."""
        self.client = client
        self.clock = clock
        self.health: Health | None = None
        self._read, self._write, self._holder = read, write, holder
        self._queue = queue
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="judging")
        self._watching: dict[int, set[asyncio.Event]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._warm: set[str] = set()
        self._owners: dict[int, int] = {}
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        """One of a learner's at a time: the first that was handed in counts, and none starves
        others with programs that sleep."""
        self._closing = threading.Event()

    async def open(self) -> None:
        """Start working, with whatever an earlier process left unfinished."""
        self._queue = self._queue or MemoryQueue()
        self._begin(self._queue.run(self._handle, at_once=AT_ONCE))
        self._begin(self._look_after())
        for placed in await asyncio.to_thread(self._unfinished):
            await self._enqueue(placed, self._queue)

    async def close(self) -> None:
        """Stop. What is unfinished is judged at the next start."""
        self._closing.set()
        self.client.hang_up()  # our threads would wait for verdicts that come to nothing
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def hand_in(self, placed: Placed, *, patience_s: float) -> None:
        """Queue a submission, and wait some moments for its verdict. No thread waits with us."""
        if placed.done:
            return
        with self.watching(placed.id) as finished:
            if placed.fresh and self._queue is not None:
                await self._enqueue(placed, self._queue)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(finished.wait(), patience_s)

    async def _enqueue(self, placed: Placed, queue: Queue) -> None:
        self._owners[placed.id] = placed.user_id
        await queue.enqueue(placed.id, priority=placed.priority)

    @contextlib.contextmanager
    def watching(self, submission_id: int) -> Iterator[asyncio.Event]:
        """Yield an event that is set when a submission has its verdict (or was given back)."""
        event = asyncio.Event()
        self._watching.setdefault(submission_id, set()).add(event)
        try:
            yield event
        finally:
            waiting = self._watching[submission_id]
            waiting.discard(event)
            if not waiting:
                del self._watching[submission_id]

    def refuse_if_closed(self) -> None:
        """Raise ClosedError when nothing can be judged at the moment."""
        if self.health is not None and not self.health.serving:
            raise ClosedError(
                f"这台机器的隔离强度（{self.health.level}）不够，不能运行代码。"
                "代码已保存为草稿，管理员在管理页能看到怎么办。",
                f"The walls around code are too weak on this machine ({self.health.level}) to run "
                "any. Your code is kept as a draft; administrators see on /admin what to do.",
            )
        if self.health is None:
            raise ClosedError(
                "判题程序现在没有运行，代码已保存为草稿，请稍后再交。",
                "The judge is not running at the moment. Your code is kept as a draft; "
                "please submit it later.",
            )

    def warm(self, question: CodeQuestion, revision: str) -> None:
        """Have cases made for a question that somebody is looking at, once a revision."""
        if revision in self._warm or self.health is None or not self.health.serving:
            return
        self._warm.add(revision)
        self._threads.submit(self._prepare, question, revision)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("judging stopped", exc_info=error)

    async def _handle(self, submission_id: int) -> None:
        loop = asyncio.get_running_loop()
        turn = self._turns.setdefault(self._owners.pop(submission_id, 0), asyncio.Lock())
        try:
            async with turn:
                await loop.run_in_executor(self._threads, self._judge, submission_id)
        except Exception:
            # The row stays unfinished and is judged at the next start.
            log.exception("submission not judged", submission=submission_id)
        finally:
            for event in self._watching.get(submission_id, ()):
                event.set()

    async def _look_after(self) -> None:
        while True:
            try:
                found = await asyncio.to_thread(self.client.health)
            except JudgeDownError:
                found = None
            self._tell(found)
            self.health = found
            await asyncio.sleep(_LOOK_S if self.health is not None else _KNOCK_S)

    def _tell(self, found: Health | None) -> None:
        """Log what has changed: a weaker wall must not go unnoticed."""
        known = None if self.health is None else (self.health.level, self.health.profiles)
        if found is None:
            if known is not None:
                log.error("judge lost")
        elif known != (found.level, found.profiles):
            said = log.info if found.serving and not found.missing else log.warning
            said(
                "judge found",
                level=found.level,
                serving=found.serving,
                profiles=",".join(found.profiles),
                missing="; ".join(f"{each['what']}: {each['fix_en']}" for each in found.missing),
            )

    def _unfinished(self) -> list[Placed]:
        with self._write.begin() as db:
            return list(working.unfinished(db))

    def _judge(self, submission_id: int) -> None:
        with self._write.begin() as db:
            work = working.claim(db, self._holder, submission_id)
        if work is None:
            return
        work, document = self._verdict(work)
        if document is None:
            return  # we are closing: it is judged at the next start
        if document["verdict"] == "IE":
            log.error("submission not judged", submission=work.id, said=document["failing"])
        try:
            self._finish(work, document)
        except OperationalError:
            raise  # the database's trouble: it is judged at the next start
        except Exception:
            log.exception("verdict not kept", submission=work.id)
            self._finish(work, working.apology())

    def _finish(self, work: Work, document: dict[str, Any]) -> None:
        with self._write.begin() as db:
            working.finish(db, self._holder, work, document, now_ms=self.clock())

    def _verdict(self, work: Work) -> tuple[Work, dict[str, Any] | None]:
        """Ask the judge until it answers, or has ended too often over this one."""
        patient_until = time.monotonic() + PATIENCE_S
        while work.job is not None and work.attempt <= working.MOST_ATTEMPTS:
            try:
                return work, self.client.judge(work.job)
            except JudgeDownError as error:
                if self._closing.is_set():
                    return work, None
                if error.reached:
                    with self._write.begin() as db:
                        work = working.try_again(db, work)
                elif time.monotonic() > patient_until:
                    break
                if self._closing.wait(_KNOCK_S):
                    return work, None
        return work, working.apology()

    def _prepare(self, question: CodeQuestion, revision: str) -> None:
        with contextlib.suppress(JudgeDownError):
            self.client.prepare(Job(exercise_of(question, revision), ""))
