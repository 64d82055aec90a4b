"""What the coding pages need: the code in hand, the submission shown, and what may be told."""

import difflib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.bank.bank import Bank
from app.bank.holder import BankHolder
from app.domain.errors import InvalidError
from app.domain.kinds.code import CodeQuestion
from app.domain.text import Lang
from app.services import judging, practice
from app.services.judging import Submission
from app.web.reading import Reading

_CLOCK_SKEW_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Form:
    """The hidden fields of the editor's form."""

    client_id: str
    shown_ms: int
    hints: int


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a comparison: `sign` is +, - or a space; numbers are those of either text."""

    sign: str
    text: str
    old: int | None
    new: int | None


def fresh(*, now_ms: int, hints: int = 0) -> Form:
    """Return the fields of an editor that was just shown."""
    return Form(str(uuid.uuid4()), now_ms, hints)


def parsed(fields: FormData, *, now_ms: int) -> Form:
    """Read the fields that came back. InvalidError when they are not ours."""
    shown = text_of(fields, "shown_ms")
    hints = text_of(fields, "hints")
    if not (shown.isdecimal() and shown.isascii() and len(shown) <= 16):  # noqa: PLR2004 - ms
        raise InvalidError(
            "shown_ms",
            "表单不完整，请重新打开这道题。",
            "The form is incomplete. Please open the question again.",
        )
    return Form(
        client_id=text_of(fields, "client_id"),
        shown_ms=min(now_ms, max(int(shown), now_ms - _CLOCK_SKEW_MS)),
        hints=int(hints) if hints.isdecimal() and hints.isascii() and len(hints) < 3 else 0,  # noqa: PLR2004
    )


def text_of(fields: FormData, name: str) -> str:
    """Return a field as text, empty when it is missing."""
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""


def base_of(fields: FormData) -> str | None:
    """Return the draft that a script last knew the server to have; None where it does not tell."""
    return text_of(fields, "base") if "base" in fields else None


def page(
    db: Session,
    bank: Bank,
    question: CodeQuestion,
    *,
    user_id: int,
    lang: Lang,
    now_ms: int,
    hints: int,
) -> dict[str, Any]:
    """Return what code/show.html needs besides the result."""
    return {
        "showing": practice.showing(
            db, bank, user_id=user_id, slug=question.slug, lang=lang, now_ms=now_ms
        ),
        "bank": bank,
        "form": fresh(now_ms=now_ms, hints=min(hints, len(question.hints))),
        "latest": practice.latest(db, user_id=user_id),
    }


def result(
    db: Session,
    holder: BankHolder,
    question: CodeQuestion,
    submission: Submission | None,
    *,
    user_id: int,
    lang: Lang,
    now_ms: int,
) -> dict[str, Any]:
    """Return what code/_result.html needs: a submission (if any), and what it lets one see."""
    outcome = None
    if submission is not None and submission.attempt_id is not None:
        outcome = practice.outcome(
            db,
            holder,
            user_id=user_id,
            attempt_id=submission.attempt_id,
            lang=lang,
            now_ms=now_ms,
        )
    bank = holder.current
    return {
        "question": question,
        "submission": submission,
        "outcome": outcome,
        "work": judging.workspace.get(db, user_id=user_id, question=question, now_ms=now_ms),
        "history": judging.record.history(db, user_id=user_id, uid=question.uid),
        "latest": practice.latest(db, user_id=user_id),
        "read": Reading(bank, lang),
        "bank": bank,
        "next_form": fresh(now_ms=now_ms),
        "now": now_ms,
    }


def changes(before: str, after: str) -> Iterator[Change]:
    """Yield the lines of two texts as a comparison that shows all of the newer one."""
    old = new = 0
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        sign, text = line[0], line[2:]
        if sign == "?":
            continue
        old += sign != "+"
        new += sign != "-"
        yield Change(sign, text, old if sign != "+" else None, new if sign != "-" else None)
