"""The commands of `mianjing`, put together."""

import sys

import typer

from app.cli.bank import bank_app
from app.cli.bench import bench_app
from app.cli.db import db_app
from app.cli.demo import demo
from app.cli.doctor import doctor
from app.cli.serve import serve
from app.cli.user import user_app
from app.domain.errors import AppError

cli = typer.Typer(
    name="mianjing",
    help="Prepare for deep-learning interviews. 面经：深度学习面试练习。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command()(serve)
cli.command()(doctor)
cli.command()(demo)
cli.add_typer(bank_app, name="bank")
cli.add_typer(user_app, name="user")
cli.add_typer(db_app, name="db")
cli.add_typer(bench_app, name="bench")


def run() -> None:
    """Run the command line; a refusal is one clear line in both languages and exit code 1."""
    try:
        cli()
    except AppError as error:
        print(f"{error.message.en}\n{error.message.zh}", file=sys.stderr)
        sys.exit(1)
