"""The one place that knows which bank is current, and the revisions that came before."""

from pathlib import Path

from app.bank.bank import Bank
from app.domain.kinds import Question


class BankHolder:
    """Holds the current bank; replaces it as a whole."""

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        """Remember where the files are; `current` or `reload` reads them."""
        self.root = root
        self.cache = cache

    @property
    def current(self) -> Bank:
        """The bank in force. The first call loads it."""
        raise NotImplementedError

    def reload(self) -> Bank:
        """Read changed files and put the new bank in force. Never raises for a bad file."""
        raise NotImplementedError

    def question_at(self, slug: str, revision: str) -> tuple[Bank, Question] | None:
        """Return a question as it was at `revision`, with a bank that renders its texts."""
        raise NotImplementedError
