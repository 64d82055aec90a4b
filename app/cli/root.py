"""The commands of `mianjing`, put together."""

import os
import sys
from typing import NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from app.cli.bank import bank_app
from app.cli.bench import bench_app
from app.cli.db import db_app
from app.cli.demo import demo
from app.cli.doctor import doctor
from app.cli.judge import judge
from app.cli.replay import replay
from app.cli.serve import serve
from app.cli.user import user_app
from app.db.migrate import NewerError
from app.domain.errors import AppError
from app.domain.text import Text
from app.judge.client import JudgeDownError

cli = typer.Typer(
    name="mianjing",
    help="Prepare for deep-learning interviews. 面经：深度学习面试练习。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command()(serve)
cli.command()(doctor)
cli.command()(judge)
cli.command()(replay)
cli.command()(demo)
cli.add_typer(bank_app, name="bank")
cli.add_typer(user_app, name="user")
cli.add_typer(db_app, name="db")
cli.add_typer(bench_app, name="bench")


def run() -> None:
    """Run the command line; a refusal is one clear line in both languages and exit code 1."""
    try:
        _all_said()
    except AppError as error:
        _refuse(error.message)
    except JudgeDownError as error:
        _refuse(
            Text(
                zh=f"判题程序无法运行：{error}。mianjing doctor 会说明缺什么。",
                en=f"The judge does not run: {error}. mianjing doctor says what is missing.",
            )
        )
    except NewerError as error:
        _refuse(
            Text(
                zh=f"数据库来自更新的版本（{error.args[0]}）。请升级程序，"
                "或换一个 MIANJING_DATA_DIR。",
                en=f"The database is of a newer version ({error.args[0]}). "
                "Get the newer program, or set another MIANJING_DATA_DIR.",
            )
        )
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()[0]
        _refuse(
            Text(
                zh=f"数据库无法使用：{said}。请检查 MIANJING_DATABASE_URL、MIANJING_DATA_DIR；"
                "mianjing doctor 会逐项检查。",
                en=f"The database cannot be used: {said}. Check MIANJING_DATABASE_URL and "
                "MIANJING_DATA_DIR; mianjing doctor looks at each part.",
            )
        )
    except OSError as error:
        if error.filename is None:
            _refuse(_unwritten(error))
        _refuse(
            Text(
                zh=f"{error.filename} 无法使用：{error.strerror}。换一个可写的 MIANJING_DATA_DIR。",
                en=f"{error.filename} cannot be used: {error.strerror}. "
                "Set MIANJING_DATA_DIR to a place that can be written.",
            )
        )
    except ValidationError as error:
        faults = "; ".join(
            f"MIANJING_{'_'.join(map(str, item['loc'])).upper()}: {item['msg']}"
            for item in error.errors()
        )
        _refuse(Text(zh=f"设置有误：{faults}。见 docs/settings.md。", en=f"Settings: {faults}."))


def _all_said() -> None:
    """Run the command; what it printed has left this process when it ends, or OSError says why."""
    try:
        cli()
    finally:
        try:
            sys.stdout.flush()
        except OSError as error:
            # The interpreter would try once more at its end, and complain in words of its own.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):  # whoever reads has seen enough
                sys.exit(1)
            raise


def _unwritten(error: OSError) -> Text:
    return Text(
        zh=f"读写失败：{error.strerror or error}。输出可能不完整。",
        en=f"Reading or writing failed: {error.strerror or error}. "
        "What was printed may not be complete.",
    )


def _refuse(why: Text) -> NoReturn:
    print(f"{why.en}\n{why.zh}", file=sys.stderr)
    sys.exit(1)
