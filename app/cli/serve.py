"""`mianjing serve`: migrate, load the bank, start the web server."""

import contextlib
import errno
import signal
import socket
import sys
import time
from collections.abc import Iterator
from typing import Annotated

import typer
import uvicorn

from app.bank.bank import Bank
from app.bank.holder import BankHolder
from app.cli.database import now_ms, writing
from app.cli.running import only_server
from app.db import migrate
from app.domain.errors import InvalidError
from app.domain.kinds.code import CodeQuestion
from app.judge.supervisor import Supervisor
from app.services import accounts
from app.settings import Settings
from app.web.logs import set_up_logging

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
LAST_PORT, SAFE_PORT = 65535, 8080


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "",
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0: any free one.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Web processes.")] = 1,
) -> None:
    """Migrate the database, load the bank, and serve on 127.0.0.1:8000."""
    settings = Settings()
    host, port = host or settings.host, settings.port if port is None else port
    set_up_logging(json=settings.log_json)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    settings.data_dir.chmod(0o700)
    # Before all else: a second server would replace the first one's set-up link and its judge.
    with only_server(settings.pid_file):
        _refuse_an_unusable_address(host, port)
        # A hang-up that arrives before the server listens must not end it.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        migrate.upgrade(settings.database)
        bank = _load_bank(settings)
        token = _set_up_token(settings)
        _say_where(settings, host, port, token)
        with _judge(settings, bank, host):
            uvicorn.run(
                "app.main:app",
                factory=True,
                host=host,
                port=port,
                workers=workers,
                access_log=False,
                log_config=None,
                server_header=False,
                forwarded_allow_ips=settings.trusted_proxies or "",
                proxy_headers=bool(settings.trusted_proxies),
                timeout_graceful_shutdown=5,
            )


def _refuse_an_unusable_address(host: str, port: int) -> None:
    """Refuse with a reason while nothing has been touched, rather than after the migrations."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except UnicodeError as error:  # no name of a computer at all
            raise _no_host_here(host, str(error)) from error
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise _no_host_here(host, str(error.strerror)) from error
            raise _no_port(host, port, error) from error


def _no_host_here(host: str, why: str) -> InvalidError:
    return InvalidError(
        "host",
        f"本机没有地址 {host}（{why}）。请用 --host 127.0.0.1；"
        "要让别的机器也能访问，用 --host 0.0.0.0。",
        f"{host} is no address of this machine ({why}). Use --host 127.0.0.1, or --host 0.0.0.0 "
        "to let other machines in.",
    )


def _no_port(host: str, port: int, error: OSError) -> InvalidError:
    taken = error.errno == errno.EADDRINUSE
    other = port + 1 if taken and port < LAST_PORT else SAFE_PORT
    return InvalidError(
        "port",
        f"{host}:{port} {'已被占用' if taken else f'无法使用：{error.strerror}'}。"
        f"试试 mianjing serve --port {other}",
        f"{host}:{port} {'is in use' if taken else f'cannot be used: {error.strerror}'}. "
        f"Try: mianjing serve --port {other}",
    )


def _load_bank(settings: Settings) -> Bank:
    """Load once here: the first start renders with a word to the user, and the cache is warm."""
    started = time.perf_counter()
    bank = BankHolder(settings.questions_dir, settings.cache_dir).current
    seconds = time.perf_counter() - started
    print(f"Bank: {len(bank.live)} questions in {seconds:.1f} s", file=sys.stderr)
    if bank.problems:
        print(
            f"  {len(bank.problems)} problems; see `mianjing bank check` or /admin/bank",
            file=sys.stderr,
        )
    return bank


@contextlib.contextmanager
def _judge(settings: Settings, bank: Bank, host: str) -> Iterator[None]:
    """Run a judge beside the server, unless the settings name another.

    On a loopback address the judge may do with weaker walls (S1): only people of this machine come.
    """
    if settings.judge is not None:
        yield
        return
    wanted = {q.profile for q in bank.live if isinstance(q, CodeQuestion)} | {"stdlib", "numpy"}
    minimum = "S1" if host in LOOPBACK else "S2"
    with Supervisor(settings.judge_socket, sorted(wanted), ["--minimum", minimum]):
        yield


def _set_up_token(settings: Settings) -> str | None:
    """Return a fresh one-time token while the site has no account yet."""
    with writing(settings) as db:
        return accounts.make_setup_token(db, now_ms=now_ms())


def _say_where(settings: Settings, host: str, port: int, token: str | None) -> None:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    address = settings.public_url or f"http://{shown}:{port}"
    if token is None:
        print(f"\n  Mianjing 面经 is at  {address}\n", file=sys.stderr)
        return
    print(
        "\n  Mianjing 面经: no account yet. Open this one-time link to make the first one,\n"
        "  还没有账号，请打开下面的一次性链接创建管理员：\n\n"
        f"      {address}/setup?token={token}\n",
        file=sys.stderr,
    )
