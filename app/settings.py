"""Everything the environment may change. Built once per process, by an entrypoint."""

import hashlib
import tempfile
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]
LONGEST_SOCKET = 100
"""Bytes that the address of a Unix socket may have, with some to spare."""


class Settings(BaseSettings):
    """Settings read from MIANJING_… variables and an optional .env file; docs/settings.md."""

    model_config = SettingsConfigDict(
        env_prefix="MIANJING_", env_file=".env", frozen=True, extra="ignore"
    )

    data_dir: Path = ROOT / "var"
    """Where the embedded database, the cache and the pid file live."""
    database_url: str = ""
    """SQLAlchemy address; empty means the embedded SQLite file in `data_dir`."""
    questions_dir: Path = ROOT / "questions"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = ""
    """Address that browsers use; an https:// one makes cookies secure."""
    trusted_proxies: str = ""
    """Comma-separated addresses whose X-Forwarded-For is believed; empty: none."""
    log_json: bool = False
    proofs_dir: Path | None = None
    """Where proofs of exercises are kept; empty: in the cache. Checkouts may share one."""
    judge: Path | None = None
    """Socket of the judge; empty: `serve` runs one in `data_dir`."""

    @property
    def database(self) -> str:
        """Return the address of the database in use."""
        return self.database_url or f"sqlite:///{self.data_dir / 'mianjing.db'}"

    @property
    def cache_dir(self) -> Path:
        """Return where rendered questions are kept; safe to delete."""
        return self.data_dir / "cache"

    @property
    def proofs(self) -> Path:
        """Return where it is kept what `bank check` has proved of exercises; safe to delete."""
        return self.proofs_dir or self.cache_dir / "proofs"

    @property
    def pid_file(self) -> Path:
        """Return where a running server writes its process id."""
        return self.data_dir / "mianjing.pid"

    @property
    def judge_socket(self) -> Path:
        """Return where the judge listens."""
        inside = self.data_dir.resolve() / "judge.sock"
        if self.judge is not None or len(str(inside)) < LONGEST_SOCKET:
            return self.judge or inside
        name = hashlib.sha256(str(inside).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"mianjing-{name}" / "judge.sock"

    @property
    def secure(self) -> bool:
        """Return whether browsers reach us over https."""
        return self.public_url.startswith("https://")
