"""Why a verb could not be carried out. Messages are written for the user, in both languages.

AppError
 ├── NotFoundError    there is no such thing, or it is somebody else's
 ├── ForbiddenError   it exists, and this user may not
 ├── ConflictError    the world moved on between looking and acting
 ├── BusyError        too much at once; waiting helps
 ├── ClosedError      that part of the site does not work at the moment
 └── InvalidError     the input cannot be used; `field` says which
"""

from app.domain.text import Text


class AppError(Exception):
    """Base of every refusal that a user is told about."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep the message in both languages."""
        super().__init__(en)
        self.message = Text(zh=zh, en=en)


class NotFoundError(AppError):
    """There is no such thing, or it belongs to somebody else."""


class ForbiddenError(AppError):
    """It exists, and this user may not."""


class ConflictError(AppError):
    """The world moved on between looking and acting."""


class BusyError(AppError):
    """Too much at once: the same will work a little later."""


class ClosedError(AppError):
    """That part of the site does not work at the moment; it is not the user's doing."""


class InvalidError(AppError):
    """The input cannot be used."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        """Name the field that has to change."""
        super().__init__(zh, en)
        self.field = field
