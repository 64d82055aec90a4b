"""`mianjing bench`: the measurements of the README, each with its peer in the same run.

What a measurement needs is imported when it is asked for: all other commands start without it.
"""

from typing import Annotated

import typer

PROFILES = ("numpy", "torch")

bench_app = typer.Typer(
    help="Measure the bank, the scheduler, the web server and the judge on this machine.",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@bench_app.command()
def bank(json: Json = False) -> None:
    """Load this bank and 10,000 generated questions, cold and warm."""
    from app.cli.bench_bank import bench_bank  # noqa: PLC0415 - see above

    bench_bank(json)


@bench_app.command()
def srs(json: Json = False) -> None:
    """Schedule, ask for the due queue of a large log, compare with py-fsrs's published vectors."""
    from app.cli.bench_srs import bench_srs  # noqa: PLC0415 - see above

    bench_srs(json)


@bench_app.command()
def web(json: Json = False) -> None:
    """Serve practice pages and answers, against a page of the same server without a database."""
    from app.cli.bench_web import bench_web  # noqa: PLC0415 - see above

    bench_web(json)


@bench_app.command()
def judge(
    profile: Annotated[
        str, typer.Option(help="What submissions import: numpy, torch, or both with a comma.")
    ] = ",".join(PROFILES),
    json: Json = False,
) -> None:
    """Judge one exercise with ready children, with a fresh sandbox each time, with plain python."""
    chosen = profile.split(",")
    if unknown := set(chosen) - set(PROFILES):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: use {' or '.join(PROFILES)}")
    from app.cli.bench_judge import bench_judge  # noqa: PLC0415 - see above

    bench_judge(json, chosen)
