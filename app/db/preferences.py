"""Settings of each learner."""

from sqlalchemy import CheckConstraint, Double, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import ID, Base


class PreferencesRow(Base):
    """One learner's settings; no row means the defaults. Ranges: `app.services.preferences`."""

    __tablename__ = "preferences"
    __table_args__ = (
        CheckConstraint("day_start_hour BETWEEN 0 AND 23", name="day_start_hour_of_a_day"),
        CheckConstraint("desired_retention BETWEEN 0.75 AND 0.97", name="retention_in_range"),
        CheckConstraint("new_per_day >= 0 AND reviews_per_day >= 0", name="limits_not_negative"),
    )

    user_id: Mapped[int] = mapped_column(
        ID, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    lang: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str] = mapped_column(String(64))
    day_start_hour: Mapped[int]
    theme: Mapped[str] = mapped_column(String(8))
    new_per_day: Mapped[int]
    reviews_per_day: Mapped[int]
    desired_retention: Mapped[float] = mapped_column(Double)
    bury_siblings: Mapped[bool]
    single_keys: Mapped[bool]
