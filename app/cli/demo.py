"""`mianjing demo`: a scratch site with a simulated learner."""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from app.bank.holder import BankHolder
from app.cli.database import now_ms, reading, writing
from app.db import migrate
from app.domain.errors import ConflictError
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

    Never touches the site's own data: it has a data directory of its own, and refuses one in use.
    """
    settings = Settings(data_dir=data_dir, database_url="")
    if _holds_a_demo(settings):
        print(
            f"{data_dir} already holds a demo; to begin anew, delete that folder first.",
            file=sys.stderr,
        )
        _say_how(data_dir)
        return
    holder = BankHolder(settings.questions_dir, settings.cache_dir)
    now = now_ms()
    # One transaction: what is interrupted leaves nothing behind and can be begun again.
    with writing(settings) as db:
        site.mark_as_demo(db)
        person = accounts.create(
            db, email=EMAIL, password=PASSWORD, role="learner", name="Demo", now_ms=now
        )
        for given in simulate(
            lambda: _sitting(db),
            holder,
            user_id=person.id,
            now_ms=now,
            plan=Plan(days=days),
            rng=random.Random(seed),  # noqa: S311 - a simulation, not a secret
        ):
            print(f"\r{given} answers", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    _say_how(data_dir)


def _holds_a_demo(settings: Settings) -> bool:
    """Say whether there is a demo already. Looks without migrating: it may be somebody's site."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if migrate.revision(settings.database) is None:
        return False
    with reading(settings) as db:
        if site.is_demo(db):
            return True
        if site.in_use(db):
            raise ConflictError(
                f"{settings.data_dir} 是一个真实的站点，演示不会写进去。"
                "请用 --data-dir 另指一个文件夹。",
                f"{settings.data_dir} holds a real site; no demo is written into that. "
                "Name another folder by --data-dir.",
            )
    return False


@contextmanager
def _sitting(db: Session) -> Iterator[Session]:
    """Give the session as every sitting should find it: without what the last one left there."""
    yield db
    db.flush()
    db.expunge_all()


def _say_how(data_dir: Path) -> None:
    print(
        f"  MIANJING_DATA_DIR={data_dir} {Path(sys.argv[0]).name} serve\n"
        f"  sign in as {EMAIL} with the password {PASSWORD}",
        file=sys.stderr,
    )
