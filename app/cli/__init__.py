"""The side door: `mianjing`. Each command reads the settings, calls a service and prints."""

from app.cli.root import run

__all__ = ["run"]
