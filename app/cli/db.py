"""`mianjing db`: migrations and drift."""

import sys

import typer

from app.db import migrate
from app.settings import Settings

db_app = typer.Typer(
    help="The database: migrate it, compare it with the code.", no_args_is_help=True
)


@db_app.command()
def upgrade() -> None:
    """Bring the database up to this version."""
    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    print("The database is up to date.", file=sys.stderr)


@db_app.command()
def check() -> None:
    """Say where the database differs from what this version expects; exit 1 if it does."""
    differences = migrate.drift(Settings().database)
    for line in differences:
        print(line)
    if differences:
        print("Run `mianjing db upgrade`.", file=sys.stderr)
        raise typer.Exit(1)
    print("No drift.", file=sys.stderr)
