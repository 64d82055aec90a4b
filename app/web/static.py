"""What browsers load: hashed names, kept for ever, compressed once when the server starts."""

import gzip
import hashlib
import mimetypes
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

ROOT = Path(__file__).resolve().parents[2] / "static"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_PACKED = {".css", ".js", ".svg", ".txt", ".json", ".map"}
_REFERENCE = re.compile(
    r"""url\(["']?(?P<url>\.{1,2}/[^"')]+)["']?\)|\bfrom\s*["'](?P<js>\.{1,2}/[^"']+)["']"""
    r"""|\bimport\s*["'](?P<bare>\.{1,2}/[^"']+)["']"""
)
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to send; `packed` is empty where gzip would not help."""

    name: str
    body: bytes
    packed: bytes
    media_type: str


class Assets:
    """Every file under `root`, by its hashed name; an ASGI application that serves them.

    References between stylesheets, modules and fonts (`url(../fonts/x.woff2)`,
    `from "./x.js"`) are rewritten to hashed names, so that a changed file changes the name of all
    that use it.
    """

    def __init__(self, root: Path = ROOT) -> None:
        """Read, hash and compress the files."""
        self._root = root
        self._by_path: dict[str, Asset] = {}
        for file in sorted(root.rglob("*")):
            if file.is_file():
                self._add(file.relative_to(root).as_posix(), ())
        self._by_name = {asset.name: asset for asset in self._by_path.values()}

    def name(self, path: str) -> str:
        """Return the hashed name of a file: "css/app.css" -> "css/app.1f2e3d4c.css".

        Raises:
            KeyError: there is no such file.
        """
        return self._by_path[path].name

    def body(self, path: str) -> bytes:
        """Return what is sent for a file, references rewritten."""
        return self._by_path[path].body

    def paths(self) -> Iterable[str]:
        """Return the path of every file, relative to the root."""
        return self._by_path.keys()

    @cache  # noqa: B019  one Assets lives as long as the process
    def modules(self, path: str) -> list[str]:
        """Return the modules that a module imports, itself excluded, for preloading."""
        seen: list[str] = []
        todo = [path]
        while todo:
            here = todo.pop()
            for found in _REFERENCE.finditer((self._root / here).read_text("utf-8")):
                target = found["js"] or found["bare"]
                if target and (there := _join(here, target)) not in seen:
                    seen.append(there)
                    todo.append(there)
        return sorted(seen)

    def _add(self, path: str, above: tuple[str, ...]) -> Asset:
        if path in self._by_path:
            return self._by_path[path]
        if path in above:
            raise ValueError(f"{path} refers to itself through {' -> '.join(above)}")
        file = self._root / path
        body = file.read_bytes()
        if file.suffix in {".css", ".js"} and not path.startswith("vendor/"):
            body = self._rewritten(path, body.decode("utf-8"), (*above, path)).encode()
        stem, suffix = posixpath.splitext(path)
        guess = mimetypes.guess_type(path)[0] or "application/octet-stream"
        asset = Asset(
            name=f"{stem}.{hashlib.sha256(body).hexdigest()[:8]}{suffix}",
            body=body,
            packed=_packed(body) if suffix in _PACKED else b"",
            media_type=_TYPES.get(suffix, guess),
        )
        self._by_path[path] = asset
        return asset

    def _rewritten(self, path: str, text: str, above: tuple[str, ...]) -> str:
        def renamed(found: re.Match[str]) -> str:
            target = found["url"] or found["js"] or found["bare"]
            asset = self._add(_join(path, target), above)
            here = posixpath.dirname(path)
            return found[0].replace(target, "./" + posixpath.relpath(asset.name, here or "."))

        return _REFERENCE.sub(renamed, text)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD for hashed names; everything else is 404 or 405."""
        await self._reply(scope)(scope, receive, send)

    def _reply(self, scope: Scope) -> Response:
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("Method Not Allowed", 405, {"Allow": "GET, HEAD"})
        path = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        asset = self._by_name.get(path)
        if asset is None:
            return PlainTextResponse("Not Found", 404, {"Cache-Control": "no-store"})
        headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
        body = asset.body
        if asset.packed and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            body = asset.packed
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        shown = b"" if scope["method"] == "HEAD" else body
        return Response(shown, headers=headers, media_type=asset.media_type)


@cache
def _packed(body: bytes) -> bytes:
    """Compress as far as it goes; once a process, for what tests make is many applications."""
    return gzip.compress(body, 9, mtime=0)


def _join(here: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(here), target))


def install(app: FastAPI) -> None:
    """Serve `static/` under /static and compress pages on their way out."""
    assets = Assets()
    app.state.assets = assets
    app.mount("/static", assets, name="static")
    app.add_middleware(GZipMiddleware, minimum_size=700, compresslevel=5)
