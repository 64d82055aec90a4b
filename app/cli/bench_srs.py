"""`mianjing bench srs`: scheduling against raw py-fsrs, the queue on a large log, the vectors."""

import gc
import json as json_format
import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import fsrs
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.orm import Session, sessionmaker

from app.bank.bank import Bank
from app.cli import srs_load
from app.cli.srs_vectors import checks
from app.db import migrate
from app.db.cards import CardRow
from app.db.engine import open_engine, read_sessions, write_sessions
from app.domain.days import midnight_utc
from app.domain.scheduling import MAX_INTERVAL_DAYS, NEW, STEPS, Rating, review
from app.services import practice, progress
from app.services.practice.cards import live_reviews, replay

SERVER = "MIANJING_TEST_POSTGRES_URL"
REVIEWS, ROUNDS = 20_000, 5
QUERIES = 300
NOON = 20_500 * srs_load.MS_PER_DAY + srs_load.MS_PER_DAY // 2
TARGETS = {"adapter_per_s": 40_000, "sqlite_p95_ms": 3.0, "postgres_p95_ms": 10.0}

History = list[tuple[int, int]]


def bench_srs(json: bool) -> None:
    """Measure and print; exit code 1 when a published vector is missed."""
    vectors = [{**asdict(check), "agrees": check.agrees} for check in checks()]
    found: dict[str, Any] = {"targets": TARGETS, "scheduling": _scheduling(), "vectors": vectors}
    with tempfile.TemporaryDirectory() as folder:
        found["sqlite"] = _queue(f"sqlite:///{Path(folder) / 'load.db'}")
    with _postgres() as url:
        found["postgres"] = _queue(url) if url else None
    print(json_format.dumps(found, ensure_ascii=False) if json else _told(found))
    if not all(vector["agrees"] for vector in vectors):
        sys.exit(1)


def _scheduling() -> dict[str, float]:
    """Return reviews per second of our adapter and of the library alone, on the same histories."""
    histories = _histories(random.Random(6))  # noqa: S311 - a benchmark, the same every time
    ours, raw = [], []
    for _ in range(ROUNDS):
        ours.append(_seconds(lambda: _by_adapter(histories)))
        raw.append(_seconds(lambda: _by_library(histories)))
    return {
        "adapter_per_s": round(REVIEWS / min(ours)),
        "py_fsrs_per_s": round(REVIEWS / min(raw)),
        "ratio": round(min(raw) / min(ours), 3),
    }


def _histories(rng: random.Random) -> list[History]:
    """Return cards of ten reviews: ratings as people give them, gaps up to two months."""
    return [
        [(rng.choices((1, 2, 3, 4), (12, 8, 70, 10))[0], rng.randrange(60)) for _ in range(10)]
        for _ in range(REVIEWS // 10)
    ]


def _by_adapter(histories: list[History]) -> None:
    for history in histories:
        memory, day = NEW, 20_000
        for rating, gap in history:
            day += gap
            memory = review(memory, Rating(rating), day=day, retention=0.9).memory


def _by_library(histories: list[History]) -> None:
    scheduler = fsrs.Scheduler(
        learning_steps=STEPS,
        relearning_steps=STEPS,
        maximum_interval=MAX_INTERVAL_DAYS,
        enable_fuzzing=False,
    )
    for history in histories:
        card, at = fsrs.Card(card_id=1), midnight_utc(20_000)
        for rating, gap in history:
            at += timedelta(days=gap)
            card, _log = scheduler.review_card(card, fsrs.Rating(rating), at)


def _queue(url: str) -> dict[str, Any]:
    """Return p50 and p95 (ms) of what a page asks, from opening a session to closing it."""
    migrate.upgrade(url)
    engine = open_engine(url)
    bank = srs_load.bank()
    started = time.perf_counter()
    with write_sessions(engine).begin() as db:
        user_id = srs_load.fill(db, now_ms=NOON)
    if engine.dialect.name == "postgresql":  # as its autovacuum would soon do
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
    filled = time.perf_counter() - started
    gc.collect()
    sessions = read_sessions(engine)
    queries = _timed(sessions, bank, user_id)
    found: dict[str, Any] = {
        "cards": srs_load.CARDS,
        "reviews": srs_load.CARDS * srs_load.REVIEWS_EACH,
        "fill_s": round(filled, 1),
        "due": _due(sessions, bank, user_id, NOON),
    }
    with write_sessions(engine).begin() as db:
        srs_load.limit_reviews(db, 0)
    new = _quantiles(sessions, _next(bank, user_id, NOON), QUERIES)
    found["queries"] = {**queries, "next: a new question": new}
    engine.dispose()
    return found


def _next(
    bank: Bank, user_id: int, now_ms: int, *, counted: bool = False
) -> Callable[[Session], object]:
    return lambda db: practice.next_card(db, bank, user_id=user_id, now_ms=now_ms, counted=counted)


def _timed(sessions: sessionmaker[Session], bank: Bank, user_id: int) -> dict[str, Any]:
    after_a_year = NOON + 365 * srs_load.MS_PER_DAY
    later_still = NOON + (srs_load.LEARNING_DAYS + 1) * srs_load.MS_PER_DAY
    asked: dict[str, Callable[[Session], object]] = {
        "next: a due review": _next(bank, user_id, NOON),
        "next: a learning step": _next(bank, user_id, later_still),
        "next: a review, all 10,000 due": _next(bank, user_id, after_a_year),
        "next, with what is left counted": _next(bank, user_id, NOON, counted=True),
        "the first 200 of the queue": lambda db: practice.due_queue(
            db, bank, user_id=user_id, now_ms=NOON, limit=200
        ),
        "one card's 100 reviews replayed": _replay,
        "dashboard": lambda db: progress.dashboard(db, bank, user_id=user_id, now_ms=NOON),
    }
    return {
        name: _quantiles(sessions, ask, 30 if name == "dashboard" else QUERIES)
        for name, ask in asked.items()
    }


def _replay(db: Session) -> object:
    card = db.scalars(select(CardRow).where(CardRow.id == 777)).one()  # noqa: PLR2004 - any card
    return replay(live_reviews(db, card))


def _quantiles(
    sessions: sessionmaker[Session], ask: Callable[[Session], object], times: int
) -> dict[str, float]:
    def once() -> None:
        with sessions() as db:
            ask(db)

    for _ in range(max(3, times // 10)):
        once()
    found = sorted(_seconds(once) * 1000 for _ in range(times))
    return {
        "p50_ms": round(found[len(found) // 2], 3),
        "p95_ms": round(found[int(len(found) * 0.95)], 3),
    }


def _due(sessions: sessionmaker[Session], bank: Bank, user_id: int, now_ms: int) -> int:
    with sessions() as db:
        found = practice.next_card(db, bank, user_id=user_id, now_ms=now_ms)
    return found.counts.total if found.counts else 0


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _postgres() -> Iterator[str | None]:
    """Yield the address of a new database on the server named in the environment, if any."""
    server = os.environ.get(SERVER)  # noqa: TID251 - names a scratch server, not a setting
    if not server:
        yield None
        return
    name = f"mianjing_bench_{uuid.uuid4().hex[:12]}"
    address = make_url(server).set(drivername="postgresql+psycopg")
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def _told(found: dict[str, Any]) -> str:
    speed = found["scheduling"]
    ours, raw, aim = speed["adapter_per_s"], speed["py_fsrs_per_s"], TARGETS["adapter_per_s"]
    lines = [
        f"scheduling   {ours:>9,} reviews/s through the adapter (aim {aim:,})",
        f"             {raw:>9,} reviews/s by py-fsrs alone, ratio {speed['ratio']}",
    ]
    for engine, p95_aim in (("sqlite", "sqlite_p95_ms"), ("postgres", "postgres_p95_ms")):
        load = found[engine]
        if load is None:
            lines.append(f"{engine:<12} not measured: {SERVER} names no server")
            continue
        lines.append(
            f"{engine:<12} {load['cards']:,} cards, {load['reviews']:,} reviews, "
            f"{load['due']} left today (aim for next: p95 {TARGETS[p95_aim]} ms)"
        )
        for name, times in load["queries"].items():
            p50, p95 = times["p50_ms"], times["p95_ms"]
            lines.append(f"{'':<12} {name:<32} p50 {p50:>8.2f} ms   p95 {p95:>8.2f} ms")
    for vector in found["vectors"]:
        lines.append(f"{'agrees' if vector['agrees'] else 'DIFFERS':<12} {vector['name']}")
        if not vector["agrees"]:
            lines.append(f"             expected {vector['expected']}, got {vector['got']}")
    return "\n".join(lines)
