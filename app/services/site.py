"""What holds for the site as a whole."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.site import SiteRow
from app.db.users import UserRow

DEMO = "demo"


def is_demo(db: Session) -> bool:
    """Return whether the history on this site is simulated."""
    return bool(db.scalar(select(SiteRow.value).where(SiteRow.name == DEMO)))


def in_use(db: Session) -> bool:
    """Return whether somebody has an account here, or a link to make the first one with."""
    somebody = db.scalar(select(UserRow.id).limit(1))
    return somebody is not None or db.scalar(select(SiteRow.name).limit(1)) is not None


def mark_as_demo(db: Session) -> None:
    """Say on every page that the history on this site is simulated. There is no way back."""
    db.add(SiteRow(name=DEMO, value=True))
