"""Pictures of a question: files beside it, named in its YAML."""

import hashlib
import re
from pathlib import Path

from app.domain.text import Text

LARGEST = 200 * 1024
"""Bytes of the largest picture."""

_MENTIONED = re.compile(rb"file['\"]?:\s*['\"]?([a-z0-9][a-z0-9._-]*\.(?:svg|png|webp|jpg))\b")
_ACTIVE_SVG = re.compile(
    rb"<script|<foreignobject|<!entity|<iframe|\son[a-z]+\s*=|javascript:|"
    rb"href\s*=\s*[\"'](?!#|data:image/(?:png|webp|jpeg);)",
    re.IGNORECASE,
)
_MAGIC = {
    ".png": (b"\x89PNG\r\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
}


def mentioned(content: bytes) -> tuple[str, ...]:
    """Return the picture files that a question file names, sorted."""
    return tuple(sorted({name.decode() for name in _MENTIONED.findall(content)}))


def address(slug: str, file: str, digest: str) -> str:
    """Return the URL of a figure. It changes with the picture, so it may be cached for ever."""
    return f"/questions/{slug}/figures/{file}?v={digest[:12]}"


def read_figures(folder: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    """Return the pictures that exist, by name; nothing larger than twice the limit is read."""
    found: dict[str, bytes] = {}
    for name in names:
        path = folder / name
        try:
            if path.is_file() and path.stat().st_size <= 2 * LARGEST:
                found[name] = path.read_bytes()
        except OSError:
            continue
    return found


def digest(content: bytes) -> str:
    """Return the name of a picture in the cache: SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def complaint(name: str, content: bytes) -> Text | None:
    """Return what is wrong with a picture, or None."""
    if len(content) > LARGEST:
        return Text(
            zh=f"图 {name} 超过 {LARGEST // 1024} KiB。",
            en=f"The picture {name} is larger than {LARGEST // 1024} KiB.",
        )
    suffix = Path(name).suffix
    if suffix == ".svg":
        if b"<svg" not in content:
            return _not_that_kind(name)
        if (active := _ACTIVE_SVG.search(content)) is not None:
            shown = active[0].decode("utf-8", "replace").strip()
            return Text(
                zh=f"图 {name} 里有脚本、事件或外部引用（{shown}）。请去掉。",
                en=f"The picture {name} holds a script, an event handler or an outside reference "
                f"({shown}). Remove it.",
            )
        return None
    if not content.startswith(_MAGIC.get(suffix, ())):
        return _not_that_kind(name)
    return None


def _not_that_kind(name: str) -> Text:
    return Text(
        zh=f"{name} 的内容与扩展名不符。",
        en=f"The content of {name} is not what its name says.",
    )
