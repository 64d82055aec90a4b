"""`mianjing bench web`: practice pages and answers against a page that asks no database.

The client is a few threads of http.client in this process; the server is a process of its own, and
its CPU time (/proc/PID/stat) is reported beside the rates, since the client shares the machine.
"""

import gzip
import http.client
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from app.bank.holder import BankHolder
from app.cli.bench_web_forms import Form, answer_fields, hidden_fields
from app.cli.database import now_ms, writing
from app.services import accounts
from app.settings import Settings

CLIENTS = 4
ROUNDS = 5
PASSWORD = "correct-horse-battery"  # noqa: S105 - of a scratch site
BUDGET_KB = {"html": 30, "css": 10, "js": 20, "font": 90}
"""Bytes after gzip, in KB, that a page may weigh."""
AIM = 0.25
_SERVER = (
    "import sys, uvicorn; uvicorn.run('app.cli.bench_web_server:benched', factory=True, "
    "port=int(sys.argv[1]), log_level='error', access_log=False)"
)


def bench_web(json_wanted: bool) -> None:
    """Measure and print a table or one JSON document."""
    with tempfile.TemporaryDirectory(prefix="mianjing-bench-") as scratch:
        settings = Settings(data_dir=Path(scratch), database_url="")
        emails = [f"learner{number}@example.org" for number in range(CLIENTS)]
        with writing(settings) as db:
            for email in emails:
                accounts.create(db, email=email, password=PASSWORD, now_ms=now_ms())
        holder = BankHolder(settings.questions_dir, settings.cache_dir)
        slugs = [question.slug for question in holder.current.live if question.kind != "code"]
        here = {"MIANJING_DATA_DIR": scratch, "MIANJING_DATABASE_URL": ""}
        with serving(_SERVER, here) as (port, pid):
            clients = [Client(port, email) for email in emails]
            _expect(clients[0].get("/bench/prepare"))
            report = _measure(clients, slugs, holder, pid)
    if json_wanted:
        print(json.dumps({"web": report}))
    else:
        _print(report)


class Client:
    """One signed-in learner on one kept-alive connection."""

    def __init__(self, port: int, email: str) -> None:
        """Connect and sign in."""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = ""
        reply, _ = self.post("/login", {"email": email, "password": PASSWORD})
        self.cookie = (reply.getheader("set-cookie") or "").split(";")[0]
        assert reply.status == http.HTTPStatus.SEE_OTHER, f"could not sign in: {reply.status}"  # noqa: S101

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask for a page."""
        return self._ask("GET", path, None, headers)

    def post(
        self, path: str, fields: Mapping[str, str] | Sequence[tuple[str, str]], **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Send a form as a browser would."""
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode(fields), headers)

    def _ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        own = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
        try:
            self.connection.request(method, path, body, own | headers)
            reply = self.connection.getresponse()
        except ConnectionError:  # kept too long: a browser opens another
            self.connection.close()
            self.connection.request(method, path, body, own | headers)
            reply = self.connection.getresponse()
        return reply, reply.read()


@contextmanager
def serving(program: str, settings: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Run a server, told its port as its first argument; yield port and process number.

    RuntimeError, with the end of its log, when it does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {**os.environ, **settings}  # noqa: TID251 - handed on to the server
    command = [sys.executable, "-c", program, str(port)]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment, stderr=said)  # noqa: S603 - our own
        try:
            if not _listens(port, process):
                said.seek(0)
                raise RuntimeError(f"the server did not start: {said.read()[-2000:].decode()}")
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def _listens(port: int, process: subprocess.Popen[bytes]) -> bool:
    for _ in range(600):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def _measure(
    clients: Sequence[Client], slugs: Sequence[str], holder: BankHolder, pid: int
) -> dict[str, object]:
    def template(client: Client, _slug: str) -> bytes:
        return _expect(client.get("/bench/template"))

    def page(client: Client, slug: str) -> bytes:
        return _expect(client.get(f"/practice/{slug}"))

    _run(clients, slugs, template, pid)  # warm up: templates compiled, connections open
    _run(clients, slugs, page, pid)
    rounds: dict[str, list[tuple[float, float]]] = {"template": [], "page": [], "answer": []}
    for _ in range(ROUNDS):
        rounds["template"].append(_run(clients, slugs, template, pid))
        forms: dict[tuple[int, str], Form] = {}
        for number, client in enumerate(clients):
            for slug in slugs:
                forms[number, slug] = hidden_fields(
                    _expect(client.get(f"/practice/{slug}")).decode()
                )
        rounds["page"].append(_run(clients, slugs, page, pid))
        rounds["answer"].append(_run(clients, slugs, _answering(clients, forms, holder), pid))
    rates = {name: statistics.median(rate for rate, _ in runs) for name, runs in rounds.items()}
    cpu = {name: statistics.median(cpu for _, cpu in runs) for name, runs in rounds.items()}
    return {
        "clients": len(clients),
        "requests_per_second": {name: round(rate) for name, rate in rates.items()},
        "server_cpu_ms": {name: round(value, 2) for name, value in cpu.items()},
        "ratio_to_template": {
            name: round(rates[name] / rates["template"], 2) for name in ("page", "answer")
        },
        "aim": AIM,
        "weight_kb_gzip": _weights(clients[0], slugs),
    }


def _answering(
    clients: Sequence[Client], forms: Mapping[tuple[int, str], Form], holder: BankHolder
) -> Callable[[Client, str], bytes]:
    bank = holder.current
    numbers = {id(client): number for number, client in enumerate(clients)}

    def answer(client: Client, slug: str) -> bytes:
        form = forms[numbers[id(client)], slug]
        question = bank.get(slug)
        assert question is not None  # noqa: S101 - the slugs are this bank's
        fields = [*form.items(), *answer_fields(question, int(form["variant"]))]
        return _expect(
            client.post(f"/practice/{slug}/answer", fields, **{"HX-Request-Type": "partial"})
        )

    return answer


def _expect(answered: tuple[http.client.HTTPResponse, bytes]) -> bytes:
    reply, body = answered
    if reply.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{reply.status}: {body[:300]!r}")
    return body


def _run(
    clients: Sequence[Client], slugs: Sequence[str], one: Callable[[Client, str], bytes], pid: int
) -> tuple[float, float]:
    """Let every client go through all slugs; return requests per second and server CPU ms each."""

    def all_of(client: Client) -> None:
        for slug in slugs:
            one(client, slug)

    cpu, started = _cpu_seconds(pid), time.perf_counter()
    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(all_of, clients))
    seconds = time.perf_counter() - started
    requests = len(clients) * len(slugs)
    return requests / seconds, (_cpu_seconds(pid) - cpu) * 1000 / requests


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return float("nan")  # no /proc on this system: the rates still count
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _weights(client: Client, slugs: Sequence[str]) -> dict[str, object]:
    """Return what a practice page weighs after gzip, in KB: the heaviest page, and its assets."""
    pages = {slug: client.get(f"/practice/{slug}")[1] for slug in slugs}
    heaviest = max(pages, key=lambda slug: len(gzip.compress(pages[slug], 9)))
    assets = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', pages[heaviest].decode()))
    kinds = {".css": "css", ".js": "js", ".woff2": "font"}
    total = {"html": len(gzip.compress(pages[heaviest], 9)), "css": 0, "js": 0, "font": 0}
    for path in assets:
        kind = kinds.get(Path(path).suffix)
        if kind is not None:
            body = client.get(path)[1]
            total[kind] += len(body if kind == "font" else gzip.compress(body, 9))
    return {
        "heaviest_page": heaviest,
        **{kind: round(size / 1000, 1) for kind, size in total.items()},
        "budget": BUDGET_KB,
    }


def _print(report: Mapping[str, object]) -> None:
    for name in ("requests_per_second", "server_cpu_ms", "ratio_to_template", "weight_kb_gzip"):
        print(f"{name.replace('_', ' '):22} {report[name]}")
    print(f"{'aim':22} ratio of page and answer to the template page at least {AIM}")
