"""What an answer does: it is graded, kept, rated, and moves the card."""

import json
import re
from dataclasses import replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.bank.holder import BankHolder
from app.db.attempts import AttemptRow
from app.db.reviews import ReviewRow
from app.db.rows import rows
from app.db.storable import is_storable
from app.domain import rating as rules
from app.domain.errors import ConflictError, InvalidError
from app.domain.grade import Answer
from app.domain.kinds import Question
from app.domain.rating import Evidence
from app.domain.text import Lang
from app.services import preferences
from app.services.practice.cards import claim, find_card, live_question, make_card
from app.services.practice.outcomes import assemble, outcome_of, own_attempt
from app.services.practice.pages import Outcome, Unreadable
from app.services.practice.recording import Graded, record
from app.services.practice.scoring import pace
from app.services.practice.showing import draw, shown_to

LONGEST_ANSWER = 40_000
"""Of an answer as JSON, in characters."""

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")  # no stop: what we name ourselves has one
_BY_CLIENT_ID = select(ReviewRow.attempt_id).where(
    ReviewRow.user_id == bindparam("user_id"), ReviewRow.client_id == bindparam("client_id")
)


def outcome(
    db: Session, holder: BankHolder, *, user_id: int, attempt_id: int, lang: Lang, now_ms: int
) -> Outcome:
    """Return what became of an answer; NotFoundError for somebody else's. Reads only."""
    attempt = own_attempt(db, user_id=user_id, attempt_id=attempt_id)
    return outcome_of(db, holder, attempt, lang=lang, now_ms=now_ms)


def answer(
    db: Session,
    holder: BankHolder,
    *,
    user_id: int,
    slug: str,
    client_id: str,
    card_version: int | None,
    revision: str,
    variant_index: int,
    answer: Answer,
    lang: Lang,
    now_ms: int,
    shown_ms: int | None = None,
    reported_ms: int | None = None,
    hints_used: int = 0,
) -> Outcome | Unreadable:
    """Grade an answer, remember it, rate it and schedule the card.

    The same client_id again returns the recorded outcome and does nothing. Raises ConflictError
    when the card moved on since it was shown (`card_version`; None: not checked, for the API) or
    the revision shown is no longer known, InvalidError for a malformed client_id, answer or
    variant, and NotFoundError for an unknown question. Nothing is recorded then.
    """
    if not _CLIENT_ID.fullmatch(client_id):
        raise InvalidError("client_id", "client_id 应是一个 UUID。", "client_id should be a UUID.")
    replayed = _recorded(db, holder, user_id, slug, client_id, answer, lang, now_ms)
    if replayed is not None:
        return replayed
    question = _question_shown(holder, slug, revision)
    if question.kind == "code":
        raise InvalidError(
            "answer",
            "编程题要提交代码，由判题程序评判。",
            "A code question is answered by submitting code to be judged.",
        )
    drawn = draw(question, revision=revision, variant_index=variant_index, lang=lang)
    grade = question.grade(_bounded(answer), drawn.variant)
    settings = preferences.get(db, user_id=user_id)
    card = find_card(db, user_id=user_id, uid=question.uid)
    if grade.score is None:
        assert grade.unreadable is not None  # noqa: S101  Grade.rejected sets it
        showing = shown_to(
            db,
            drawn,
            card,
            user_id=user_id,
            calendar=settings.calendar,
            shown_ms=now_ms if shown_ms is None else shown_ms,
            now_ms=now_ms,
        )
        return Unreadable(showing, answer, grade.unreadable)

    card = card or make_card(db, user_id=user_id, uid=question.uid)
    try:
        claim(db, card, version=card.version if card_version is None else card_version)
    except ConflictError:
        # The other tab may have been this one: a double click, a form sent again.
        replayed = _recorded(db, holder, user_id, slug, client_id, answer, lang, now_ms)
        if replayed is None:
            raise
        return replayed
    hints = max(0, min(hints_used, len(question.hints)))
    duration = rules.active_ms(
        question.kind, shown_ms=shown_ms, now_ms=now_ms, reported_ms=reported_ms
    )
    evidence = Evidence(grade.correct, grade.near, hints, duration)
    proposed = rules.propose(evidence, pace(db, user_id=user_id, kind=question.kind))
    graded = Graded(drawn, answer, grade, evidence, proposed)
    attempt, row = record(db, card, graded, client_id=client_id, settings=settings, now_ms=now_ms)
    return assemble(
        db, holder, attempt, row, card, calendar=settings.calendar, lang=lang, now_ms=now_ms
    )


def _recorded(
    db: Session,
    holder: BankHolder,
    user_id: int,
    slug: str,
    client_id: str,
    answer: Answer,
    lang: Lang,
    now_ms: int,
) -> Outcome | None:
    """Return the outcome of the answer recorded before under a client_id, if there is one.

    It stands even when `answer` is another: the learner may not know that the first one arrived.
    """
    facts = {"user_id": user_id, "client_id": client_id}
    found = rows(db, _BY_CLIENT_ID, facts).scalar_one_or_none()
    if found is None:
        return None
    attempt = db.get_one(AttemptRow, found)
    if attempt.slug != slug:
        raise InvalidError(
            "client_id",
            "这个 client_id 已用于另一道题。",
            "This client_id was used for another question.",
        )
    done = outcome_of(db, holder, attempt, lang=lang, now_ms=now_ms, replayed=True)
    return replace(done, supplanted=attempt.answer != answer)


def _question_shown(holder: BankHolder, slug: str, revision: str) -> Question:
    """Return the question as it was shown; ConflictError when that text is forgotten."""
    then = holder.question_at(slug, revision)
    if then is not None and then[1].status == "live":
        return then[1]
    live_question(holder.current, slug)
    raise ConflictError(
        "这道题在您作答时更新了。您的答案还在，请对照新的题面再提交一次。",
        "This question was updated while you answered. What you entered is kept; please check it "
        "against the new text and submit again.",
    )


def _bounded(answer: Answer) -> Answer:
    if len(json.dumps(answer, ensure_ascii=False)) > LONGEST_ANSWER:
        raise InvalidError("answer", "答案太长了。", "The answer is too long.")
    if not is_storable(answer):
        raise InvalidError(
            "answer", "答案里有无法保存的字符。", "The answer holds characters that cannot be kept."
        )
    return answer
