"""`mianjing demo`: a scratch site with a simulated learner."""

import random
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.bank.holder import BankHolder
from app.cli.database import now_ms, writing
from app.db.engine import open_engine, write_sessions
from app.domain.errors import InvalidError
from app.services import accounts, site
from app.services.demo import Plan, simulate
from app.settings import ROOT, Settings

EMAIL = "demo@example.org"
PASSWORD = "correct-horse-battery"  # noqa: S105 - printed for everybody to use


def demo(
    data_dir: Annotated[Path, typer.Option(help="Where the scratch site lives.")] = ROOT
    / "var/demo",
    days: Annotated[int, typer.Option(min=0, max=730, help="Days of history.")] = 45,
    seed: Annotated[int, typer.Option(help="The same seed, the same learner.")] = 1,
) -> None:
    """Fill a scratch database with a simulated learner, marked as such on every page.

    Never touches the site's own data: it has a data directory of its own.
    """
    settings = Settings(data_dir=data_dir, database_url="")
    holder = BankHolder(settings.questions_dir, settings.cache_dir)
    now = now_ms()
    with writing(settings) as db:
        try:
            person = accounts.create(
                db, email=EMAIL, password=PASSWORD, role="learner", name="Demo", now_ms=now
            )
        except InvalidError:
            print(f"{data_dir} already holds a demo.", file=sys.stderr)
            _say_how(data_dir)
            return
        site.mark_as_demo(db)
    engine = open_engine(settings.database)
    try:
        sessions = write_sessions(engine)
        for given in simulate(
            sessions.begin,
            holder,
            user_id=person.id,
            now_ms=now,
            plan=Plan(days=days),
            rng=random.Random(seed),  # noqa: S311 - a simulation, not a secret
        ):
            print(f"\r{given} answers", end="", file=sys.stderr, flush=True)
    finally:
        engine.dispose()
    print(file=sys.stderr)
    _say_how(data_dir)


def _say_how(data_dir: Path) -> None:
    print(
        f"  MIANJING_DATA_DIR={data_dir} {Path(sys.argv[0]).name} serve\n"
        f"  sign in as {EMAIL} with the password {PASSWORD}",
        file=sys.stderr,
    )
