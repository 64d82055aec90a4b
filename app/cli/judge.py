"""`mianjing judge`: one source file, judged exactly as a submission would be."""

import codecs
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from app.bank.holder import BankHolder
from app.domain.errors import InvalidError, NotFoundError
from app.domain.kinds.code import CodeQuestion
from app.judge.exercises import exercise_of
from app.judge.process import running
from app.settings import Settings
from sandbox.protocol import Job, Verdict

LARGEST = 1 << 20
"""Bytes that are read; the judge itself refuses far less."""


def judge(
    slug: Annotated[str, typer.Argument(help="The code question.")],
    file: Annotated[Path, typer.Argument(help="The source file.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the verdict document of each run, one a line.")
    ] = False,
    repeat: Annotated[int, typer.Option(min=1, max=1000, help="Judge it so many times.")] = 1,
) -> None:
    """Judge a source file; exit 0 when accepted, 2 for any other verdict, 1 when we failed."""
    settings = Settings()
    bank = BankHolder(settings.questions_dir, settings.cache_dir).current
    for problem in bank.problems:
        # What is kept of a question that is broken now is older than the files.
        if slug in Path(problem.file).with_suffix("").parts:
            place = f"{problem.file}:{problem.line}"
            raise InvalidError(
                "slug",
                f"{place} 有问题：{problem.message_zh}",
                f"{place} has a problem: {problem.message_en}",
            )
    question = bank.get(slug)
    if not isinstance(question, CodeQuestion):
        raise NotFoundError(f"没有编程题 {slug}。", f"There is no code question {slug}.")
    job = Job(exercise_of(question, bank.revision(slug)), _source(file))
    worst: Verdict = Verdict.AC
    with running([question.profile]) as client:
        for _ in range(repeat):
            outcome = client.judge(job)
            worst = min(worst, Verdict(outcome["verdict"]), key=list(Verdict).index)
            print(json.dumps(outcome, ensure_ascii=False) if as_json else words(outcome))
    raise typer.Exit({Verdict.AC: 0, Verdict.IE: 1}.get(worst, 2))


def _source(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            text = stream.read(LARGEST)
    except OSError as error:
        raise InvalidError(
            "file",
            f"{file} 读不了：{error.strerror}。",
            f"{file} cannot be read: {error.strerror}.",
        ) from error
    try:
        # What was cut off may have been in the middle of a character.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(text, final=len(text) < LARGEST)
    except UnicodeDecodeError as error:
        raise InvalidError(
            "file", f"{file} 不是 UTF-8 文本。", f"{file} is not UTF-8 text."
        ) from error


def words(outcome: dict[str, Any]) -> str:
    """Write a verdict document for a terminal."""
    lines = [
        (
            f"{outcome['verdict']}  score {outcome['score']:.2f}  {outcome['wall_ms']} ms"
            f"  cpu {outcome['cpu_ms']} ms  {outcome['memory_mib']} MiB  {outcome['sandbox_level']}"
        )
    ]
    lines += [
        f"  {g['verdict'] or '--':4} {g['name']:20} {g['passed']}/{g['cases']}"
        for g in outcome["groups"]
    ]
    if (failing := outcome["failing"]) is not None:
        lines += [f"  {failing['group']}: {failing['message']['en']}"]
        lines += [f"  {failing['message']['zh']}"]
        if failing["reason"] == "author":  # whoever judges here can mend it
            lines += [f"  {failing['detail']}"]
        lines += [f"  {line}" for line in (failing.get("traceback") or "").splitlines()]
    return "\n".join(lines)
