"""What the practice pages need: the form's hidden fields, and how its question reads."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from app.bank.bank import Bank
from app.bank.holder import BankHolder
from app.domain.errors import ConflictError, InvalidError, NotFoundError
from app.domain.grade import Answer
from app.domain.kinds import Question
from app.domain.text import Lang, Text
from app.services import practice, sheet
from app.services.practice import Outcome, Showing
from app.web import languages
from app.web.answers import Given
from app.web.pages import address, render, wants_fragment
from app.web.reading import Reading

_LONGEST_CLOCK_SKEW_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Form:
    """The hidden fields: which showing of which question is being answered."""

    client_id: str
    version: int
    revision: str
    variant: int
    shown_ms: int
    hints: int
    lang: Lang | None = None


def fresh(showing: Showing, *, hints: int = 0) -> Form:
    """Return the fields of a question that was just shown."""
    return Form(
        client_id=str(uuid.uuid4()),
        version=showing.card.version,
        revision=showing.revision,
        variant=showing.variant.index,
        shown_ms=showing.shown_ms,
        hints=min(hints, len(showing.question.hints)),
        lang=showing.lang,
    )


def kept(form: Form, showing: Showing) -> Form:
    """Return the fields of a question shown again: the same answer-to-be, the same clock."""
    hints = min(form.hints, len(showing.question.hints))
    return replace(form, revision=showing.revision, hints=hints)


def parsed(fields: FormData, *, now_ms: int) -> Form:
    """Read the fields that came back. InvalidError when they are not ours."""
    shown = _whole(fields, "shown_ms")
    return Form(
        client_id=_one(fields, "client_id"),
        version=_whole(fields, "version"),
        revision=_one(fields, "revision"),
        variant=_whole(fields, "variant"),
        shown_ms=min(now_ms, max(shown, now_ms - _LONGEST_CLOCK_SKEW_MS)),
        hints=max(_whole(fields, "hints"), _whole(fields, "reveal", 0)),
        lang=languages.as_lang(_one(fields, "switch")) or languages.as_lang(_one(fields, "in")),
    )


def as_shown(holder: BankHolder, slug: str, revision: str) -> tuple[Bank, Question]:
    """Return a question as it was when it was shown, with the bank that renders it.

    ConflictError when that revision is forgotten, NotFoundError when there is no such question.
    """
    found = holder.question_at(slug, revision)
    if found is not None:
        return found
    if holder.current.get(slug) is None:
        raise NotFoundError(zh="没有这道题。", en="There is no such question.")
    raise ConflictError(
        zh="这道题刚刚更新过，请重新打开再作答。",
        en="This question has just been revised. Please open it again.",
    )


def asking(
    bank: Bank,
    showing: Showing,
    form: Form,
    typed: Answer = "",
    *,
    message: Text | None = None,
) -> dict[str, Any]:
    """Return what practice/_desk.html needs of a question to be answered."""
    return {
        "showing": showing,
        "read": Reading(bank, showing.lang, showing.values),
        "given": Given(typed),
        "form": form,
        "message": message,
        "bank": bank,
    }


def left(db: Session, bank: Bank, *, user_id: int, now_ms: int) -> dict[str, Any]:
    """Return what stands around a question: today's answers, what is left, what can be undone."""
    return {
        "latest": practice.latest(db, user_id=user_id),
        "counts": practice.left_today(db, bank, user_id=user_id, now_ms=now_ms),
        "cells": sheet.today(db, user_id=user_id, now_ms=now_ms),
    }


def telling(holder: BankHolder, outcome: Outcome) -> dict[str, Any]:
    """Return what practice/_answered.html needs of an answered question."""
    then = holder.question_at(outcome.slug, outcome.revision)
    bank = then[0] if then is not None else holder.current
    return {
        "outcome": outcome,
        "read": Reading(bank, outcome.lang, outcome.values),
        "given": Given(outcome.answer),
        "bank": holder.current,
    }


def told(
    request: Request, holder: BankHolder, user_id: int, db: Session, outcome: Outcome, now: int
) -> Response:
    """Render the feedback; with htmx the address becomes one that can be loaded again."""
    here = address(request, "practice.outcome", slug=outcome.slug, attempt_id=outcome.attempt_id)
    around = left(db, holder.current, user_id=user_id, now_ms=now)
    context = telling(holder, outcome)
    fragment = wants_fragment(request)
    page = "practice/_answered.html" if fragment else "practice/answered.html"
    headers = {"HX-Replace-Url": here} if fragment and request.method == "POST" else None
    return render(request, page, 200, headers, now=now, here=here, **around, **context)


def _one(fields: FormData, name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""


def _whole(fields: FormData, name: str, otherwise: int | None = None) -> int:
    text = _one(fields, name)
    if not text and otherwise is not None:
        return otherwise
    # Sixteen digits hold every time in milliseconds and fit every integer column.
    if text.isdecimal() and text.isascii() and len(text) <= 16:  # noqa: PLR2004
        return int(text)
    raise InvalidError(
        name,
        "表单不完整，请重新打开这道题。",
        "The form is incomplete. Please open the question again.",
    )
