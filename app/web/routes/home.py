"""The front page: what this is for strangers, today's work for learners; progress; the look."""

from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from app.domain.errors import NotFoundError
from app.services import accounts, preferences, progress
from app.web import answers, languages, samples
from app.web.answers import Given
from app.web.clock import Now
from app.web.deps import (
    CurrentBank,
    CurrentUser,
    CurrentVisitor,
    Fields,
    ReadSession,
    WriteSession,
    local_path,
)
from app.web.pages import render, wants_fragment
from app.web.reading import Reading
from app.web.visitors import THEME_COOKIE

router = APIRouter(include_in_schema=False)

_YEAR_S = 365 * 24 * 3600


@router.get("/", name="home")
def home(
    request: Request, visitor: CurrentVisitor, db: ReadSession, bank: CurrentBank, now: Now
) -> Response:
    """Show today's work, or what this is."""
    if visitor.person is None:
        sample = samples.pick(bank)
        read = Reading(bank, visitor.lang)
        return render(
            request,
            "home/landing.html",
            bank=bank,
            sample=sample,
            read=read,
            given=Given(),
            may_register=accounts.registration_open(db),
        )
    board = progress.dashboard(db, bank, user_id=visitor.person.id, now_ms=now)
    return render(request, "home/dashboard.html", board=board, bank=bank, now=now)


@router.post("/sample", name="sample")
def sample(
    request: Request,
    visitor: CurrentVisitor,
    db: ReadSession,
    bank: CurrentBank,
    fields: Fields,
) -> Response:
    """Grade the sample question of the front page; nothing is recorded."""
    chosen = samples.pick(bank)
    if chosen is None:
        raise NotFoundError(zh="现在没有示例题。", en="There is no sample question now.")
    answer = answers.read(chosen.question, fields)
    outcome = samples.grade(chosen, answer)
    template = "home/_sample.html" if wants_fragment(request) else "home/landing.html"
    return render(
        request,
        template,
        422 if outcome.grade.score is None else 200,
        bank=bank,
        sample=chosen,
        outcome=outcome,
        read=Reading(bank, visitor.lang),
        given=Given(answer),
        may_register=accounts.registration_open(db),
    )


@router.get("/progress", name="progress")
def show_progress(
    request: Request,
    visitor: CurrentVisitor,
    user: CurrentUser,
    db: ReadSession,
    bank: CurrentBank,
    now: Now,
) -> Response:
    """Show how a learner is doing over time."""
    found = progress.progress(db, bank, user_id=user.id, now_ms=now)
    goal = visitor.preferences.desired_retention
    return render(request, "home/progress.html", found=found, goal=goal)


@router.post("/display", name="display")
def display(
    visitor: CurrentVisitor,
    db: WriteSession,
    lang: Annotated[str, Form(max_length=10)] = "",
    theme: Annotated[str, Form(max_length=10)] = "",
    next_path: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    """Switch the language or the theme, remember it, and go back to the page."""
    reply = RedirectResponse(_page_alone(local_path(next_path)), status_code=303)
    changes: dict[str, str] = {}
    if wanted := languages.as_lang(lang):
        changes["lang"] = wanted
        languages.keep(reply, wanted)
    if theme in {"light", "dark"}:
        changes["theme"] = theme
        reply.set_cookie(THEME_COOKIE, theme, max_age=_YEAR_S, samesite="lax")
    if visitor.person is not None and changes:
        preferences.change(db, user_id=visitor.person.id, changes=changes)
    return reply


def _page_alone(path: str) -> str:
    """Drop from an address ?lang=, which would undo the switch, and what was said once."""
    parts = urlsplit(path)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query)
        if name not in {"lang", "done", "about"}
    ]
    return urlunsplit(parts._replace(query=urlencode(kept)))
