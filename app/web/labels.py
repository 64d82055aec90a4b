"""The interface's own words for the closed lists of the domain."""

from typing import Final

from app.domain.scheduling import Rating
from app.web.languages import gettext, noted, pgettext

KINDS: Final = {
    "single": noted("Single choice"),
    "multi": noted("Multiple choice"),
    "truefalse": noted("True or false"),
    "numeric": noted("Numeric"),
    "short": noted("Short answer"),
    "cloze": noted("Fill the gaps"),
    "order": noted("Put in order"),
    "match": noted("Matching"),
    "open": noted("Open question"),
    "code": noted("Coding"),
}
STATUSES: Final = {
    "new": noted("New"),
    "due": noted("Due"),
    "learning": noted("Learning"),
    "scheduled": noted("Scheduled"),
    "wrong": noted("Wrong last time"),
    "suspended": noted("Suspended"),
    "flagged": noted("Flagged"),
}
ROLES: Final = {
    "learner": noted("Learner"),
    "author": noted("Author"),
    "admin": noted("Administrator"),
}
SCOPES: Final = {
    "read": noted("Read questions, the queue and your own record"),
    "answer": noted("Answer questions and undo"),
    "author": noted("Check and write questions"),
}
SOURCES: Final = {
    "seed": noted("Source notes"),
    "paper": noted("Paper"),
    "docs": noted("Documentation"),
    "book": noted("Book"),
    "web": noted("Web"),
    "own": noted("Own work"),
}
VERDICTS: Final = {
    "AC": noted("Accepted"),
    "WA": noted("Wrong answer"),
    "PE": noted("Too imprecise"),
    "TLE": noted("Time limit exceeded"),
    "MLE": noted("Memory limit exceeded"),
    "OLE": noted("Too much output"),
    "RE": noted("Runtime error"),
    "SV": noted("Forbidden system call"),
    "CE": noted("Could not be loaded"),
    "IE": noted("System error"),
}
"""What the judge says; `app.domain.kinds.code.Verdict` is the list."""
PROFILES: Final = {
    "stdlib": noted("Python, standard library"),
    "numpy": noted("Python with NumPy"),
    "torch": noted("Python with PyTorch"),
}
MESSAGES: Final = {
    "saved": noted("Saved."),
    "password": noted("Password changed. Your other sessions are signed out."),
    "revoked": noted("Revoked."),
    "signed-out": noted("You are signed out."),
    "role": noted("Role changed."),
    "reloaded": noted("The question bank was read again."),
    "undone": noted("Your last answer was taken back."),
    "skipped": noted("Put off until tomorrow."),
    "set-up": noted("This site is set up already. Sign in with your account."),
    "reset": noted("Back to the code you were given. Your own can be brought back."),
    "restored": noted("The code of that submission is in the editor."),
    "suspended": noted("Suspended: it will not come back until you resume it."),
}
"""What `?done=` may say after a redirect: a closed list, so that no link can put words here."""


def kind(name: str) -> str:
    """Return the name of a kind of question."""
    return gettext(KINDS[name])


def status(name: str) -> str:
    """Return the name of a status."""
    return gettext(STATUSES[name])


def role(name: str) -> str:
    """Return the name of a role."""
    return gettext(ROLES[name])


def scope(name: str) -> str:
    """Return what a scope allows."""
    return gettext(SCOPES[name])


def source(name: str) -> str:
    """Return the name of a kind of source."""
    return gettext(SOURCES[name])


def verdict(code: str) -> str:
    """Return a verdict of the judge in words."""
    return gettext(VERDICTS[code])


def profile(name: str) -> str:
    """Return what a code question may import."""
    return gettext(PROFILES[name])


def rating(value: Rating) -> str:
    """Return the name of a rating, as on its button."""
    match value:
        case Rating.AGAIN:
            return pgettext("rating", "Forgot")
        case Rating.HARD:
            return pgettext("rating", "Hard")
        case Rating.GOOD:
            return pgettext("rating", "Good")
        case Rating.EASY:
            return pgettext("rating", "Easy")


def message(code: str | None) -> str | None:
    """Return the message that a redirect asked for, None if it is not one of ours."""
    return gettext(MESSAGES[code]) if code in MESSAGES else None
