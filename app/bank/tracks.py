"""The curriculum: tracks and topics in teaching order, and the rows of the inventory."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.bank.source import Source, is_regular, read_source
from app.bank.validation import explain
from app.domain.ids import Slug
from app.domain.problems import Problem
from app.domain.text import Text

TRACKS_FILE = "tracks.yaml"
INVENTORY_FILE = "inventory.tsv"


class Topic(BaseModel):
    """A chapter of a track."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Slug
    title: Text


class Track(BaseModel):
    """A course of topics."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Slug
    title: Text
    topics: tuple[Topic, ...] = Field(min_length=1)


class _TracksFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tracks: tuple[Track, ...]


_FILE: TypeAdapter[_TracksFile] = TypeAdapter(_TracksFile)


@dataclass(frozen=True)
class Curriculum:
    """What a question may name: tracks, topics and inventory rows.

    `rows` maps a row to the slug that the inventory proposes for it: {"S1-02": "lstm-…"}.
    """

    tracks: tuple[Track, ...] = ()
    rows: dict[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """The position of every (track, topic) in teaching order."""
        pairs = [(track.slug, topic.slug) for track in self.tracks for topic in track.topics]
        return {pair: position for position, pair in enumerate(pairs)}

    @cached_property
    def by_slug(self) -> dict[str, Track]:
        """Tracks by slug."""
        return {track.slug: track for track in self.tracks}


def read_curriculum(root: Path) -> tuple[Curriculum, list[Problem]]:
    """Read tracks.yaml and inventory.tsv. Missing or broken files are problems, never errors."""
    tracks, problems = _read_tracks(root / TRACKS_FILE)
    return Curriculum(tracks, _read_rows(root / INVENTORY_FILE)), problems


def _read_tracks(path: Path) -> tuple[tuple[Track, ...], list[Problem]]:
    source = read_source(path, TRACKS_FILE)
    problems = list(source.problems)
    if source.data is None:
        return (), problems
    try:
        return _FILE.validate_python(source.data).tracks, problems
    except ValidationError as error:
        return (), problems + explain(error, source, _TracksFile)


def _read_rows(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8").splitlines() if is_regular(path) else []
    except (OSError, UnicodeDecodeError):
        return {}
    cells = (line.split("\t") for line in lines[1:])
    return {row[0]: row[2] for row in cells if len(row) > 2}  # noqa: PLR2004 - id, file, slug


__all__ = ["Curriculum", "Source", "Topic", "Track", "read_curriculum"]
