"""Code questions as cards: what the judge said of a submission becomes an answer, once a sitting.

The first submission that runs tells what was known: hidden tests that fail mean Again, and what is
mended afterwards, with the judge's help, does not raise it. Errors of the compiler are no answer;
mended, they make a right one Hard.
"""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from app.bank.holder import BankHolder
from app.db.cards import CardRow
from app.db.rows import rows
from app.db.submissions import SubmissionRow
from app.domain import rating as rules
from app.domain.errors import ConflictError
from app.domain.grade import Answer, Grade
from app.domain.kinds.code import CodeQuestion
from app.domain.rating import Evidence
from app.domain.scheduling import State
from app.domain.text import Lang
from app.services import preferences
from app.services.practice.cards import claim, find_card, make_card
from app.services.practice.recording import Graded, record
from app.services.practice.scoring import pace
from app.services.practice.showing import draw

SITTING_MS: Final = 2 * 3600 * 1000
"""Submissions closer together than this belong to one sitting, unless the card is due again."""

GAVE_UP: Final = "gave-up"
"""What stands in an answer instead of a verdict when the solution was asked for."""

_MENDED = select(
    exists().where(
        SubmissionRow.user_id == bindparam("user_id"),
        SubmissionRow.uid == bindparam("uid"),
        SubmissionRow.mode == "submit",
        SubmissionRow.verdict == "CE",
        SubmissionRow.created_at > bindparam("since"),
    )
)


def record_judged(
    db: Session,
    holder: BankHolder,
    *,
    user_id: int,
    slug: str,
    revision: str,
    submission_id: int,
    document: Mapping[str, Any],
    lang: Lang,
    now_ms: int,
    duration_ms: int | None = None,
    hints_used: int = 0,
) -> int | None:
    """Count a judged submission as an answer; returns the attempt's id, None if it does not count.

    Not counted: failures of ours (IE), what could not be compiled (CE), and whatever comes after
    the first answer of a sitting.
    """
    question = _question(holder, slug, revision)
    if question is None or document["verdict"] == "CE":
        return None
    grade = question.grade(dict(document), question.variant(0))
    if grade.score is None:
        return None
    answer = {
        "submission": submission_id,
        "verdict": document["verdict"],
        "score": document["score"],
        "groups": document["groups"],
    }
    card = find_card(db, user_id=user_id, uid=question.uid)
    since = max(now_ms - SITTING_MS, (card.last_review_at or 0) if card else 0)
    facts = {"user_id": user_id, "uid": question.uid, "since": since}
    mended = bool(rows(db, _MENDED, facts).scalar_one())
    evidence = Evidence(grade.correct, False, hints_used, duration_ms, mended=mended)  # noqa: FBT003
    return _record(
        db,
        question,
        card,
        (answer, grade, evidence),
        user_id=user_id,
        revision=revision,
        client_id=f"submission.{submission_id}",
        lang=lang,
        now_ms=now_ms,
    )


def give_up(
    db: Session,
    holder: BankHolder,
    question: CodeQuestion,
    *,
    user_id: int,
    lang: Lang,
    now_ms: int,
) -> int | None:
    """Count giving up as a wrong answer; None after the first answer of a sitting."""
    grade = Grade(score=0.0, correct=False, missed=frozenset(question.part_ids))
    return _record(
        db,
        question,
        find_card(db, user_id=user_id, uid=question.uid),
        ({"verdict": GAVE_UP}, grade, Evidence(correct=False)),
        user_id=user_id,
        revision=holder.current.revision(question.slug),
        client_id=f"gave-up.{uuid.uuid4()}",
        lang=lang,
        now_ms=now_ms,
    )


def _record(
    db: Session,
    question: CodeQuestion,
    card: CardRow | None,
    given: tuple[Answer, Grade, Evidence],
    *,
    user_id: int,
    revision: str,
    client_id: str,
    lang: Lang,
    now_ms: int,
) -> int | None:
    if not _opens_a_sitting(card, now_ms):
        return None
    card = card or make_card(db, user_id=user_id, uid=question.uid)
    try:
        claim(db, card, version=card.version)
    except ConflictError:
        return None  # counted at this very moment by another submission
    answer, grade, evidence = given
    drawn = draw(question, revision=revision, variant_index=0, lang=lang)
    proposed = rules.propose(evidence, pace(db, user_id=user_id, kind=question.kind))
    attempt, _review = record(
        db,
        card,
        Graded(drawn, answer, grade, evidence, proposed),
        client_id=client_id,
        settings=preferences.get(db, user_id=user_id),
        now_ms=now_ms,
    )
    return attempt.id


def _opens_a_sitting(card: CardRow | None, now_ms: int) -> bool:
    if card is None or card.state == State.NEW or card.last_review_at is None:
        return True
    due = card.due_at is not None and card.due_at <= now_ms
    return due or card.last_review_at <= now_ms - SITTING_MS


def _question(holder: BankHolder, slug: str, revision: str) -> CodeQuestion | None:
    then = holder.question_at(slug, revision)
    question = then[1] if then is not None else holder.current.get(slug)
    return question if isinstance(question, CodeQuestion) else None
