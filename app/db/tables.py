"""Every table, known to one MetaData: for migrations and for emptying a test database."""

from app.db.attempts import AttemptRow
from app.db.base import Base
from app.db.cards import CardRow
from app.db.days import DayRow
from app.db.marks import MarkRow
from app.db.preferences import PreferencesRow
from app.db.reviews import ReviewRow
from app.db.sessions import SessionRow
from app.db.site import SiteRow
from app.db.submissions import SubmissionRow
from app.db.tokens import TokenRow
from app.db.users import UserRow
from app.db.workspaces import WorkspaceRow

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "AttemptRow",
    "CardRow",
    "DayRow",
    "MarkRow",
    "PreferencesRow",
    "ReviewRow",
    "SessionRow",
    "SiteRow",
    "SubmissionRow",
    "TokenRow",
    "UserRow",
    "WorkspaceRow",
]
