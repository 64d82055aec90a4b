"""`mianjing doctor`: try each part that the main job needs, and say how to mend what fails."""

import json as jsonlib
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated

import typer
from sqlalchemy import inspect, text

from app.bank.checking import check
from app.bank.holder import BankHolder
from app.db import migrate
from app.db.engine import open_engine, write_sessions
from app.domain.errors import InvalidError
from app.judge.client import JudgeDownError
from app.judge.process import running
from app.settings import Settings

MIN_FREE_GIB = 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `cost` says what does not work; `fix` is a command or an action."""

    what: str
    ok: bool
    found: str
    cost: str = ""
    fix: str = ""
    vital: bool = True
    """Whether practising is impossible without it."""


def doctor(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Probe Python, disk, database and bank by using them; exit 1 if the main job cannot run."""
    settings = Settings()
    probes: list[Callable[[Settings], Finding]] = [_python, _disk, database, _bank, _judge]
    findings = [probe(settings) for probe in probes]
    ok = all(finding.ok or not finding.vital for finding in findings)
    if json:
        print(
            jsonlib.dumps({"ok": ok, "findings": [asdict(f) for f in findings]}, ensure_ascii=False)
        )
    else:
        for finding in findings:
            _print(finding)
    if not ok:
        raise typer.Exit(1)


def _print(finding: Finding) -> None:
    mark = "ok  " if finding.ok else "FAIL" if finding.vital else "poor"
    print(f"{mark}  {finding.what:10} {finding.found}")
    if not finding.ok:
        print(f"      cost: {finding.cost}\n      fix:  {finding.fix}")


def _python(_settings: Settings) -> Finding:
    return Finding(
        "python",
        sys.version_info >= (3, 11),
        f"{platform.python_version()} on {platform.machine()}",
        "nothing runs",
        "install Python 3.11 or newer, then: make clean serve PYTHON=python3.11",
    )


def _disk(settings: Settings) -> Finding:
    try:
        settings.cache_dir.mkdir(parents=True, exist_ok=True)
        probe = settings.cache_dir / ".probe"
        probe.write_bytes(b"x")
        probe.unlink()
        free = shutil.disk_usage(settings.data_dir).free / 2**30
    except OSError as error:
        return Finding(
            "disk",
            ok=False,
            found=f"{settings.data_dir}: {error.strerror}",
            cost="no database, no cache",
            fix="make the directory writable, or set MIANJING_DATA_DIR",
        )
    return Finding(
        "disk",
        free >= MIN_FREE_GIB,
        f"{free:.1f} GiB free for {settings.data_dir}",
        "answers may not be stored",
        "free some space, or set MIANJING_DATA_DIR",
    )


def database(settings: Settings) -> Finding:
    """Say whether the database can be reached, written to, and has the shape of this version."""
    try:
        engine = open_engine(settings.database)
    except InvalidError as error:
        return Finding(
            "database", ok=False, found=str(error), cost="nothing is stored", fix="docs/settings.md"
        )
    try:
        drift = migrate.drift(settings.database)
        with write_sessions(engine).begin() as db:
            db.execute(text("SELECT 1"))
        fresh = not inspect(engine).get_table_names()
    except Exception as error:  # noqa: BLE001 - whatever a driver raises is the finding
        return Finding(
            "database",
            ok=False,
            found=f"{type(error).__name__}: {str(error).splitlines()[0]}",
            cost="nothing is stored",
            fix="mianjing db upgrade; check MIANJING_DATABASE_URL",
        )
    finally:
        engine.dispose()
    if fresh:
        found = f"{engine.dialect.name}, empty: `mianjing serve` makes its tables"
        return Finding("database", ok=True, found=found)
    return Finding(
        "database",
        not drift,
        f"{engine.dialect.name}, {len(drift)} differences from this version",
        "pages that use what is missing fail",
        "mianjing db upgrade",
    )


def _bank(settings: Settings) -> Finding:
    report = check(settings.questions_dir, cache=settings.cache_dir)
    bank = BankHolder(settings.questions_dir, settings.cache_dir).current
    return Finding(
        "bank",
        bool(bank.live),
        f"{report.questions} questions, {len(bank.live)} of them live; "
        f"{len(report.problems) or 'no'} problems",
        "there is nothing to practise",
        "mianjing bank check; check MIANJING_QUESTIONS_DIR",
    )


def _judge(_settings: Settings) -> Finding:
    try:
        with running(["stdlib"], depth=1) as client:
            health = client.health()
    except JudgeDownError as error:
        return Finding(
            "judge",
            ok=False,
            found=str(error),
            cost="code cannot be judged",
            fix="docs/security.md",
            vital=False,
        )
    missing = health.missing
    return Finding(
        "judge",
        health.serving and health.level in ("S2", "S3"),
        f"sandbox level {health.level}" + "".join(f"; missing: {each['what']}" for each in missing),
        "; ".join(each["cost_en"] for each in missing) or "code cannot be judged",
        "; ".join(each["fix_en"] for each in missing) or "docs/security.md",
        vital=False,
    )
