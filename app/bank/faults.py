"""What rendering one text knows, and the faults that it gathers on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a text that cannot be shown as meant. `snippet` is where to look."""

    code: str
    message: Text
    snippet: str


@dataclass(slots=True)
class Page:
    """The language of a text, the pictures it may show and its faults so far.

    `figures` maps the declared files to (address, description).
    """

    lang: Lang
    figures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, snippet: str, zh: str, en: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(code, Text(zh=zh, en=en), snippet))
