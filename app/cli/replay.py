"""`mianjing replay`: a submission judged again on exactly the cases it was judged on."""

import json
from typing import Annotated, Any

import typer

from app.bank.holder import BankHolder
from app.cli.database import writing
from app.cli.judge import words
from app.judge.process import running
from app.services.judging import replaying
from app.settings import Settings


def replay(
    submission: Annotated[int, typer.Argument(min=1, help="The number of the submission.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print both verdict documents as one JSON document.")
    ] = False,
) -> None:
    """Judge a submission again with the seed it had; exit 0 for the same verdict, 2 for another."""
    settings = Settings()
    holder = BankHolder(settings.questions_dir, settings.cache_dir)
    with writing(settings) as db:
        then, job = replaying.job_of(db, holder, submission_id=submission)
    with running([job.exercise.profile]) as client:
        now = client.judge(job)
    same = _outcome(then) == _outcome(now)
    if as_json:
        print(json.dumps({"same": same, "then": then, "now": now}, ensure_ascii=False))
    else:
        print(f"then  {words(then)}\nnow   {words(now)}\n{'the same' if same else 'DIFFERENT'}")
    raise typer.Exit(0 if same else 2)


def _outcome(document: dict[str, Any]) -> Any:  # noqa: ANN401 - to be compared
    return document["verdict"], [
        (group["name"], group["verdict"], group["passed"]) for group in document["groups"]
    ]
