"""The queue: three verbs, and PgQueuer behind them.

A message is only the id of a row, and the row is the truth: whatever a queue forgets is put back
from the rows when the server starts.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, Protocol

from pgqueuer import PgQueuer
from pgqueuer.adapters.inmemory.queries import InMemoryQueries
from pgqueuer.models import Job
from pgqueuer.types import JobId

Handler = Callable[[int], Awaitable[None]]

_ENTRYPOINT: Final = "judge"
_FORGET_EVERY: Final = 1000
"""Messages after which the queue's own log, which nobody reads, is emptied."""
_NEVER: Final = timedelta(days=365)
"""In one process nobody else could take over a message that seems to be lost."""


class Queue(Protocol):
    """Hands ids to a handler, several at once, those of higher priority first."""

    async def enqueue(self, work: int, *, priority: int) -> None:
        """Put an id in."""

    async def cancel(self, work: int) -> None:
        """Take an id out that has not been handed over yet; nothing happens for any other."""

    async def run(self, handler: Handler, *, at_once: int) -> None:
        """Hand over ids until the task is cancelled."""


class MemoryQueue:
    """PgQueuer in the memory of this process."""

    def __init__(self) -> None:
        """Make an empty queue. To be used on one event loop only."""
        self._pgq = PgQueuer.in_memory()
        self._waiting: dict[int, JobId] = {}
        self._since_forgotten = 0

    async def enqueue(self, work: int, *, priority: int) -> None:
        """Put an id in; one that waits already stays where it is."""
        if work in self._waiting:
            return
        (job,) = await self._pgq.qm.queries.enqueue(_ENTRYPOINT, str(work).encode(), priority)
        self._waiting[work] = job

    async def cancel(self, work: int) -> None:
        """Take an id out that has not been handed over yet."""
        if (job := self._waiting.pop(work, None)) is not None:
            await self._pgq.qm.queries.mark_job_as_cancelled([job])

    async def run(self, handler: Handler, *, at_once: int) -> None:
        """Hand over ids until the task is cancelled."""

        async def handle(job: Job) -> None:
            work = int((job.payload or b"").decode())
            self._waiting.pop(work, None)
            await self._forget()
            await handler(work)

        self._pgq.entrypoint(_ENTRYPOINT)(handle)
        try:
            await self._pgq.qm.run(
                batch_size=1,
                max_concurrent_tasks=max(2, at_once),
                heartbeat_timeout=_NEVER,
                log_aggregation_interval=timedelta(0),
            )
        except asyncio.CancelledError:
            self._pgq.shutdown.set()
            raise

    async def _forget(self) -> None:
        self._since_forgotten += 1
        if self._since_forgotten >= _FORGET_EVERY:
            self._since_forgotten = 0
            queries = self._pgq.qm.queries
            assert isinstance(queries, InMemoryQueries)  # noqa: S101 - made by in_memory()
            await queries.clear_queue_log()
