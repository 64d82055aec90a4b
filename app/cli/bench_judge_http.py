"""The same submission, handed in on the coding page of a real site and followed to its verdict.

The site is a process of its own with its database on disk; it asks the judge that is measured. Each
submission is a learner's POST, answered with the page's part that tells the verdict, or followed by
the events that the page listens to.
"""

import http.client
import itertools
import json
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlencode

from app.cli.bench_judge_exercise import ATOL, CASES, ENTRY, GROUPS, RTOL, Submission
from app.cli.bench_judge_load import Times, seconds
from app.cli.bench_judge_ways import Way
from app.cli.bench_web import serving
from app.cli.database import now_ms, writing
from app.services import accounts, sessions
from app.settings import Settings

OVER_HTTP: Final = "over HTTP, from the page to its verdict"
LEARNERS: Final = 64
"""They take turns: no account hands in more than the site admits in a minute."""
SLUG: Final = "bench"
_SERVER: Final = (
    "import sys, uvicorn; uvicorn.run('app.main:app', factory=True, port=int(sys.argv[1]), "
    "log_level='error', access_log=False)"
)
_VERDICT: Final = re.compile(r'<span class="stamp" aria-hidden="true">([A-Z]+)</span>')
_EVENTS: Final = re.compile(r'data-events="([^"]+)/events"')
_TRACK: Final = "bench"


@contextmanager
def site(judge: Path, given: Submission) -> Iterator[Way]:
    """Run a site that asks this judge, with the exercise in its bank; yield the way over HTTP."""
    with TemporaryDirectory(prefix="mianjing-bench-") as scratch:
        questions = _bank(Path(scratch) / "questions", given)
        settings = Settings(data_dir=Path(scratch), database_url="", questions_dir=questions)
        sessions = _sessions(settings)
        environment = {
            "MIANJING_DATA_DIR": scratch,
            "MIANJING_DATABASE_URL": "",
            "MIANJING_QUESTIONS_DIR": str(questions),
            "MIANJING_JUDGE": str(judge),
        }
        with serving(_SERVER, environment) as (port, _):
            browser = _Browser(port, sessions, given.source)
            _wait_for_the_judge(browser)
            try:
                yield browser.submit
            finally:
                browser.close()


def handed_in(once: Callable[[], object], at_once: int, many: int) -> Times:
    """Hand in so often, so many at once; return how long each took. Raises what `once` raises."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda _: seconds(once), range(many)))


class _Browser:
    """Hands in for one signed-in learner after the other; each thread keeps its connection."""

    def __init__(self, port: int, sessions: list[str], source: str) -> None:
        self._port, self._source = port, source
        self._sessions = itertools.cycle(sessions)
        self._kept = threading.local()
        self._open: list[http.client.HTTPConnection] = []

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in self._open:
            connection.close()

    def submit(self) -> str:
        """Hand in and return the verdict that the page tells."""
        cookie = next(self._sessions)
        fields = {
            "do": "submit",
            "source": self._source,
            "client_id": str(uuid.uuid4()),
            "shown_ms": str(now_ms()),
            "base": self._source,
        }
        page = self.ask("POST", f"/code/{SLUG}", cookie, urlencode(fields))
        while (pending := _EVENTS.search(page)) is not None:
            self.ask("GET", f"{pending[1]}/events", cookie)  # ends with the verdict
            page = self.ask("GET", pending[1], cookie)
        if (told := _VERDICT.search(page)) is None:
            raise RuntimeError(f"a page without verdict: {page[:300]}")
        return told[1]

    def ask(self, method: str, path: str, cookie: str, body: str | None = None) -> str:
        """Ask as the page's script does. Raises RuntimeError when it is refused."""
        headers = {
            "Cookie": f"mianjing={cookie}",
            "Sec-Fetch-Site": "same-origin",
            "Accept-Language": "en",
            "HX-Request": "true",
            "HX-Request-Type": "partial",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            reply, text = self._once(method, path, body, headers)
        except (
            ConnectionError,
            http.client.RemoteDisconnected,
        ):  # kept too long: as a browser does
            self._kept.connection.close()
            reply, text = self._once(method, path, body, headers)
        if reply.status != HTTPStatus.OK:
            raise RuntimeError(f"{method} {path}: {reply.status} {text[:300]}")
        return text

    def _once(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, str]:
        connection: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            self._kept.connection = connection
            self._open.append(connection)
        connection.request(method, path, body, headers)  # opens it anew when it was closed
        reply = connection.getresponse()
        return reply, reply.read().decode()


def _wait_for_the_judge(browser: _Browser) -> None:
    for _ in range(600):
        if '"S' in browser.ask("GET", "/readyz", ""):
            return
        time.sleep(0.1)
    raise RuntimeError("the site did not find the judge")


def _sessions(settings: Settings) -> list[str]:
    """Return the cookies of as many signed-in learners as are needed."""
    tokens = []
    with writing(settings) as db:
        for number in range(LEARNERS):
            person = accounts.create(
                db,
                email=f"learner{number}@example.org",
                password="correct-horse-battery",  # noqa: S106 - of a scratch site
                now_ms=now_ms(),
            )
            token, _ = sessions.begin(
                db, user_id=person.id, agent="bench", address="127.0.0.1", now_ms=now_ms()
            )
            tokens.append(token)
    return tokens


def _bank(root: Path, given: Submission) -> Path:
    """Write a bank that holds the exercise and nothing else."""
    folder = root / _TRACK / SLUG
    folder.mkdir(parents=True)
    programs = {
        "starter.py": f"def {ENTRY}(logits, targets):\n    raise NotImplementedError\n",
        "reference.py": given.exercise.reference,
        "cases.py": CASES,
        "wrong.py": f"def {ENTRY}(logits, targets):\n    return 0.0, logits\n",
    }
    for name, program in programs.items():
        (folder / name).write_text(program, "utf-8")
    # JSON is YAML with every text quoted.
    (folder / "question.yaml").write_text(json.dumps(_question(given)), "utf-8")
    tracks = {"slug": _TRACK, "title": _both("Bench"), "topics": [_topic()]}
    (root / "tracks.yaml").write_text(json.dumps({"tracks": [tracks]}), "utf-8")
    return root


def _question(given: Submission) -> Mapping[str, Any]:
    compare = {"mode": "allclose", "rtol": RTOL, "atol": ATOL}
    groups = [
        {
            "name": name,
            "title": _both(name),
            "visibility": seen,
            "weight": 0 if seen == "full" else 1,
            "seeds": 1,
            "check": ["value"],
            "compare": compare,
        }
        for name, seen in GROUPS.items()
    ]
    wrong = {
        "code": {"file": "wrong.py"},
        "verdict": "WA",
        "fails": list(GROUPS),
        "why": _both("Nothing is computed."),
    }
    return {
        "schema": 1,
        "uid": "01J00000000000000000000000",
        "slug": SLUG,
        "kind": "code",
        "status": "live",
        "track": _TRACK,
        "topic": _topic()["slug"],
        "skills": ["bench.loss"],
        "difficulty": 1,
        "target_s": 60,
        "title": _both("Loss and gradient"),
        "prompt": _both("Return loss and gradient."),
        "explanation": _both("**Why.** By hand."),
        "sources": [{"kind": "own", "ref": "bench"}],
        "entry": ENTRY,
        "profile": given.exercise.profile,
        "starter": {"file": "starter.py"},
        "reference": {"file": "reference.py"},
        "alternatives": [{"file": "reference.py"}],
        "cases": {"file": "cases.py"},
        "groups": groups,
        "limits": {"cpu_s": 10, "wall_s": 30, "memory_mib": 256, "output_kib": 64},
        "wrong": [wrong, wrong, wrong],
    }


def _topic() -> dict[str, Any]:
    return {"slug": "losses", "title": _both("Losses")}


def _both(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}
