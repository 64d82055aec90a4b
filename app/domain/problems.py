"""What can be wrong with a question file, said so that its author can mend it."""

from dataclasses import dataclass, replace
from typing import Self

from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault found inside one question, before its place in the file is known.

    `path` names the field: "answer.common_errors[2].value".
    """

    path: str
    code: str
    message: Text

    @classmethod
    def said(cls, path: str, code: str, zh: str, en: str) -> Self:
        """Return a finding from its two messages."""
        return cls(path, code, Text(zh=zh, en=en))

    def within(self, path: str, zh: str = "", en: str = "") -> Self:
        """Return the same finding as part of something larger, its messages prefixed."""
        message = Text(zh=zh + self.message.zh, en=en + self.message.en)
        return replace(self, path=f"{path}.{self.path}", message=message)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault with its place. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    path: str
    code: str
    message_en: str
    message_zh: str
