"""The front door: `create_app(settings)` wires the house together; nothing else does."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from fastapi import FastAPI

from app.bank.holder import BankHolder
from app.db.engine import open_engine, read_sessions, write_sessions
from app.judge.client import Client
from app.services import site
from app.services.judging import Room
from app.settings import Settings
from app.web import api, bodies, clock, errors, observing, security, static, wellknown
from app.web.logs import set_up_logging
from app.web.routes import ROUTERS

log = structlog.get_logger()


def create_app(settings: Settings, bank: BankHolder | None = None) -> FastAPI:
    """Wire the house together. Nothing is read or opened at import time.

    The database must have been migrated (`app.db.migrate.upgrade`): entrypoints do that, once.
    """
    engine = open_engine(settings.database)
    app = FastAPI(
        title="Mianjing",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        telemetry={"auto_configure": False},
    )
    app.state.settings = settings
    app.state.bank = bank or BankHolder(settings.questions_dir, settings.cache_dir)
    app.state.engine = engine
    app.state.read_sessions = read_sessions(engine)
    app.state.write_sessions = write_sessions(engine)
    app.state.judging = Room(
        client=Client(settings.judge_socket),
        read=app.state.read_sessions,
        write=app.state.write_sessions,
        holder=app.state.bank,
        clock=clock.now_ms,
    )
    app.state.demo = False
    errors.install(app)
    bodies.install(app)
    security.install(app, settings)
    observing.install(app)
    static.install(app)
    wellknown.install(app)
    for router in ROUTERS:
        app.include_router(router)
    api.install(app)
    return app


def app() -> FastAPI:
    """Return the application of this process, for `uvicorn --factory app.main:app`."""
    settings = Settings()
    set_up_logging(json=settings.log_json)
    return create_app(settings)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    with app.state.read_sessions() as db:
        app.state.demo = site.is_demo(db)
    # Loaded here, in a thread: the first request would load it on the event loop otherwise.
    await asyncio.to_thread(lambda: app.state.bank.current)
    loop = asyncio.get_running_loop()
    reloads: set[asyncio.Task[None]] = set()

    async def reload() -> None:
        bank = await asyncio.to_thread(app.state.bank.reload)
        log.info("bank reloaded", questions=len(bank.live), problems=len(bank.problems))

    def on_hangup() -> None:
        task = loop.create_task(reload())
        reloads.add(task)
        task.add_done_callback(reloads.discard)

    # Signals reach the main thread only; under a test client the loop runs elsewhere.
    with suppress(ValueError, RuntimeError, NotImplementedError):
        loop.add_signal_handler(signal.SIGHUP, on_hangup)
    await app.state.judging.open()
    yield
    await app.state.judging.close()
    app.state.engine.dispose()
