"""`mianjing bank`: check the questions, show one, begin a new one, tell the server to reload."""

import json
import os
import secrets
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from app.bank.archive import Archive, Outcome
from app.bank.checking import check as check_bank
from app.bank.loading import load
from app.bank.suggesting import nearest
from app.bank.templates import new_question, new_ulid
from app.cli.bank_page import page as figures_page
from app.cli.bank_show import question_lines
from app.cli.bank_words import chosen_lang, is_tty, proof_lines, report_lines
from app.cli.proofs import Proofs, proved
from app.cli.running import running_server
from app.domain.kinds import KINDS
from app.domain.text import LANGS, Lang
from app.settings import Settings

_POLLS, _POLL_S = 60, 0.05

bank_app = typer.Typer(
    help="Check questions, show one, begin a new one, reload.", no_args_is_help=True
)


def _spoken(context: typer.Context, value: str) -> str:
    """Refuse a language that was asked for by name; a locale may name any, and means English."""
    source = context.get_parameter_source("lang")
    if source is not None and source.name == "COMMANDLINE" and value not in LANGS:
        raise typer.BadParameter(f"{value} is not spoken here; use zh or en")
    return value


Language = Annotated[
    str,
    typer.Option(
        callback=_spoken,
        envvar=["MIANJING_LANG", "LC_ALL", "LC_MESSAGES", "LANG"],
        help="zh or en; the language of the terminal if not given.",
        show_envvar=False,
    ),
]


@bank_app.command()
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders to report on; all if none.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    no_run: Annotated[bool, typer.Option("--no-run", help="Do not run author code.")] = False,
    page: Annotated[
        Path | None, typer.Option("--page", help="Write the figures as a page, too.")
    ] = None,
    lang: Language = "en",
) -> None:
    """Name every problem of every question file; exit 1 if there is any."""
    settings = Settings()
    report = check_bank(settings.questions_dir, paths or [], settings.cache_dir)
    proofs = Proofs(report, {}) if no_run else proved(report, settings, tty=is_tty())
    report = proofs.report
    if page is not None:
        page.write_text(figures_page(report, proofs.proofs), "utf-8")
    if as_json:
        document = proofs.document() | {"statistics": report.statistics.document()}
        print(json.dumps(document, ensure_ascii=False))
    else:
        for line in report_lines(report, chosen_lang(lang), tty=is_tty()):
            print(line)
        for line in proof_lines(proofs.proofs, proofs.run, proofs.unrun, chosen_lang(lang)):
            print(line)
    raise typer.Exit(1 if report.problems else 0)


@bank_app.command()
def show(
    slug: Annotated[str, typer.Argument(help="The slug of a question.")],
    lang: Language = "en",
    variant: Annotated[int, typer.Option(min=0, help="Which showing.")] = 0,
    answer: Annotated[bool, typer.Option("--answer", help="Also key and explanation.")] = False,
) -> None:
    """Print a question as a learner sees it; formulas stay TeX."""
    settings = Settings()
    said = chosen_lang(lang)
    bank = load(settings.questions_dir, settings.cache_dir)
    question = bank.get(slug)
    if question is None:
        _refuse(_no_such(slug, nearest(slug, (e.question.slug for e in bank.entries)), said))
    else:
        for line in question_lines(question, question.variant(variant), said, answered=answer):
            print(line)


@bank_app.command()
def new(
    kind: Annotated[str, typer.Argument(help=", ".join(KINDS))],
    slug: Annotated[str, typer.Argument(help="Name of the question and of its file.")],
    track: Annotated[str, typer.Option(help="Folder; guessed from the slug if not given.")] = "",
    lang: Language = "en",
) -> None:
    """Write a commented template of a new question."""
    settings = Settings()
    said = chosen_lang(lang)
    bank = load(settings.questions_dir, settings.cache_dir)
    uid = new_ulid(time.time_ns() // 1_000_000, secrets.token_bytes(10))
    draft = new_question(bank, kind=kind, slug=slug, track=track or None, uid=uid)
    path = settings.questions_dir / draft.file
    if path.exists() or bank.get(slug) is not None:
        _refuse(f"{slug} 已经存在。" if said == "zh" else f"{slug} exists already.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draft.text, "utf-8")
    after = "填好后：mianjing bank check" if said == "zh" else "When filled in: mianjing bank check"
    print(f"{path}\n{after} {path}")


@bank_app.command()
def reload(lang: Language = "en") -> None:
    """Tell the running server to take over changed questions."""
    said = chosen_lang(lang)
    pid = running_server(Settings().pid_file)
    if pid is None:
        _refuse(
            "没有正在运行的服务器；mianjing serve 启动时会读取最新的题目。"
            if said == "zh"
            else "No server is running; mianjing serve reads the questions when it starts."
        )
    else:
        archive = Archive(Settings().cache_dir)
        before = archive.outcome()
        os.kill(pid, signal.SIGHUP)
        print(f"已通知进程 {pid} 重新加载。" if said == "zh" else f"Process {pid} reloads.")
        outcome = _awaited(archive, before)
        if outcome is None:
            print(_no_word_yet(said))
            return
        print(_came_to(outcome, said))
        if outcome.kept_en:
            _refuse(outcome.kept_zh if said == "zh" else outcome.kept_en)


def _awaited(archive: Archive, before: Outcome | None) -> Outcome | None:
    """Return what the reload came to, as soon as the server says so; None if it does not."""
    for _ in range(_POLLS):
        after = archive.outcome()
        if after is not None and after != before:
            return after
        time.sleep(_POLL_S)
    return None


def _no_word_yet(lang: Lang) -> str:
    if lang == "zh":
        return "还没有结果：它还在读，或者已经退出。结果见 /admin/bank。"
    return "No word from it yet: it still reads, or has gone. See /admin/bank."


def _came_to(outcome: Outcome, lang: Lang) -> str:
    if lang == "zh":
        return f"{outcome.live} 道题在用，{outcome.problems} 个问题。"
    return f"{outcome.live} live questions, {outcome.problems} problems."


def _no_such(slug: str, guess: str | None, lang: Lang) -> str:
    if lang == "zh":
        return f"没有题目 {slug}。" + (f"是不是 {guess}？" if guess else "")
    return f"There is no question {slug}." + (f" Did you mean {guess}?" if guess else "")


def _refuse(message: str) -> None:
    print(message, file=sys.stderr)
    raise typer.Exit(1)
