"""The cache on disk: one JSON file per revision, and an index of what was last read from where.

Deleting it costs time, and the revisions that are no longer in the files; nothing else.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from app.bank.rendering import renderer_version
from app.domain.text import Lang

Html: TypeAlias = Mapping[Lang, Mapping[str, str]]
"""Templates by language and source text."""

FORMAT = 1
_HTML_LINE = '"html": '


@dataclass(frozen=True, slots=True)
class FileState:
    """What a file looked like when it was read: enough to see that it has not changed.

    `stamps` maps file names (the question's and its figures') to (mtime in ns, size in bytes);
    `read_ns` is when they were taken, by the same clock as mtimes.
    """

    revision: str
    stamps: Mapping[str, tuple[int, int]]
    read_ns: int


@dataclass(frozen=True, slots=True)
class Record:
    """A revision without its HTML: plain data as read from YAML, and digests of its figures."""

    revision: str
    file: str
    data: Any
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the last reload of a server came to, for `bank reload` in another process.

    `kept_zh` and `kept_en` say why the previous bank stayed in force; empty when it did not.
    """

    at_ns: int
    live: int
    problems: int
    kept_zh: str
    kept_en: str


class Archive:
    """Reads and writes the cache. A missing, broken or unwritable cache is no error."""

    def __init__(self, root: Path) -> None:
        """Remember the folder; nothing is made before something is written."""
        self._root = root

    def record(self, revision: str) -> Record | None:
        """Return a revision without parsing its HTML, which is on a line of its own."""
        try:
            with self._path(revision).open(encoding="utf-8") as lines:
                head = json.loads(lines.readline().rstrip().rstrip(",") + "}")
            if head["format"] != FORMAT:
                return None
            return Record(revision, head["file"], head["data"], head["figures"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def html(self, revision: str) -> Html | None:
        """Return the templates of a revision, if this very renderer made them."""
        try:
            document = json.loads(self._path(revision).read_text("utf-8"))
            if document["format"] != FORMAT or document["renderer"] != renderer_version():
                return None
            html: Html = document["html"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return html

    def has_html(self, revision: str) -> bool:
        """Say whether `html` would return something, without reading it."""
        try:
            with self._path(revision).open(encoding="utf-8") as lines:
                opening = lines.read(80)
        except (OSError, ValueError):
            return False
        return opening.startswith(_opening())

    def put(self, record: Record, html: Html, figures: Mapping[str, bytes]) -> bool:
        """Keep a revision. Returns whether that worked."""
        head = _dumps({"file": record.file, "figures": dict(record.figures), "data": record.data})
        text = f"{_opening()}{head[1:-1]},\n{_HTML_LINE}{_dumps(html)}}}\n"
        kept = [self._write(self._path(record.revision), text.encode())]
        for digest, content in figures.items():
            kept.append(self._write(self._figure(digest), content))
        return all(kept)

    def figure(self, digest: str) -> bytes | None:
        """Return the bytes of a figure by their SHA-256."""
        try:
            return self._figure(digest).read_bytes()
        except OSError:
            return None

    def index(self) -> dict[str, FileState]:
        """Return the last good state of every file, by its name relative to the bank."""
        try:
            document = json.loads((self._root / "index.json").read_text("utf-8"))
            if document["format"] != FORMAT:
                return {}
            return {
                file: FileState(
                    state["revision"],
                    {name: (stamp[0], stamp[1]) for name, stamp in state["stamps"].items()},
                    state["read_ns"],
                )
                for file, state in document["files"].items()
            }
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            return {}

    def write_index(self, states: Mapping[str, FileState]) -> None:
        """Keep the states for the next start."""
        files = {
            file: {
                "revision": state.revision,
                "stamps": dict(state.stamps),
                "read_ns": state.read_ns,
            }
            for file, state in states.items()
        }
        document = {"format": FORMAT, "files": files}
        self._write(self._root / "index.json", _dumps(document).encode())

    def outcome(self) -> Outcome | None:
        """Return what the last reload came to, or None if there was none."""
        try:
            return Outcome(**json.loads((self._root / "reload.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write_outcome(self, outcome: Outcome) -> None:
        """Say what a reload came to."""
        self._write(self._root / "reload.json", _dumps(asdict(outcome)).encode())

    def _path(self, revision: str) -> Path:
        digest = revision.removeprefix("sha256:")
        if not digest.isalnum():
            digest = "none"  # a revision may come from a form: never let it name another file
        return self._root / "revisions" / digest[:2] / f"{digest}.json"

    def _figure(self, digest: str) -> Path:
        return self._root / "figures" / (digest if digest.isalnum() else "none")

    def _write(self, path: Path, content: bytes) -> bool:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        except OSError:
            return False
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            Path(temporary).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            return False
        return True


def _opening() -> str:
    return f'{{"format":{FORMAT},"renderer":"{renderer_version()}",'


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
