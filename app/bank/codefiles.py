"""Programs of a code question: Python files beside it, named in its YAML, read with it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.text import Text

LARGEST = 64 * 1024
"""Bytes of the largest program."""

_MENTIONED = re.compile(rb"file['\"]?:\s*['\"]?((?:[a-z0-9_-]+/)?[a-z0-9_-]+\.py)\b")


def mentioned(content: bytes) -> tuple[str, ...]:
    """Return the Python files that a question file names, sorted."""
    return tuple(sorted({name.decode() for name in _MENTIONED.findall(content)}))


def read_programs(folder: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    """Return the programs that exist inside `folder`, by name; links that lead out are not read."""
    found: dict[str, bytes] = {}
    home = folder.resolve()
    for name in names:
        path = folder / name
        try:
            inside = path.resolve().is_relative_to(home)
            if inside and path.is_file() and path.stat().st_size <= LARGEST:
                found[name] = path.read_bytes()
        except OSError:
            continue
    return found


def put_in(
    data: Any,  # noqa: ANN401 - any YAML value
    programs: Mapping[str, bytes],
    path: str = "",
) -> tuple[Any, list[tuple[str, Text]]]:
    """Return the data with the text of every `{file: name.py}` put in, and what is not there."""
    if isinstance(data, dict):
        name = data.get("file")
        if set(data) == {"file"} and isinstance(name, str) and name.endswith(".py"):
            return _program(name, programs, path)
        pairs = {
            key: put_in(value, programs, f"{path}.{key}".removeprefix("."))
            for key, value in data.items()
        }
        return {key: value for key, (value, _) in pairs.items()}, [
            m for _, ms in pairs.values() for m in ms
        ]
    if isinstance(data, list):
        parts = [put_in(value, programs, f"{path}[{index}]") for index, value in enumerate(data)]
        return [value for value, _ in parts], [m for _, ms in parts for m in ms]
    return data, []


def _program(
    name: str, programs: Mapping[str, bytes], path: str
) -> tuple[dict[str, str], list[tuple[str, Text]]]:
    content = programs.get(name)
    if content is None:
        return {"file": name, "text": "\n"}, [(f"{path}.file", _no_file(name))]
    try:
        return {"file": name, "text": content.decode()}, []
    except UnicodeDecodeError:
        return {"file": name, "text": "\n"}, [(f"{path}.file", _not_text(name))]


def _no_file(name: str) -> Text:
    return Text(
        zh=f"题目旁边没有 {name[:80]}（或超过 {LARGEST // 1024} KiB）。",
        en=f"There is no {name[:80]} beside the question (or it is over {LARGEST // 1024} KiB).",
    )


def _not_text(name: str) -> Text:
    return Text(zh=f"{name[:80]} 不是 UTF-8 文本。", en=f"{name[:80]} is not UTF-8 text.")
