"""What can be wrong with a question file, said so that its author can mend it."""

from dataclasses import dataclass

from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault found inside one question, before its place in the file is known.

    `path` names the field: "answer.common_errors[2].value".
    """

    path: str
    code: str
    message: Text


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
