"""The server that `mianjing bench web` measures: ours, and one page that asks no database."""

from fastapi import FastAPI, Request, Response

from app.main import create_app
from app.services import practice
from app.settings import Settings
from app.web import desk
from app.web.clock import now_ms
from app.web.deps import CurrentUser, CurrentVisitor
from app.web.logs import set_up_logging
from app.web.pages import render


def benched() -> FastAPI:
    """Return the application with /bench/template: a practice page, everything asked beforehand."""
    set_up_logging(json=False)
    app = create_app(Settings())
    kept: dict[str, object] = {}

    @app.get("/bench/prepare")
    def prepare(request: Request, visitor: CurrentVisitor, user: CurrentUser) -> Response:
        bank, now = app.state.bank.current, now_ms()
        slug = next(question.slug for question in bank.live if question.kind != "code")
        with app.state.read_sessions() as db:
            shown = practice.showing(db, bank, user_id=user.id, slug=slug, lang="en", now_ms=now)
            left = desk.left(db, bank, user_id=user.id, now_ms=now)
        kept["visitor"] = visitor
        kept["context"] = {
            **desk.asking(bank, shown, desk.fresh(shown)),
            **left,
            "now": now,
            "here": request.url.path,
        }
        return Response("ready")

    @app.get("/bench/template")
    def template(request: Request) -> Response:
        request.state.visitor = kept["visitor"]
        context = kept["context"]
        assert isinstance(context, dict)  # noqa: S101 - prepared first
        return render(request, "practice/show.html", **context)

    return app
