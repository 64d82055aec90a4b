"""Pages: one template environment, `render()`, and whether a page or a fragment is asked for."""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import RedirectResponse, Response

from app.bank.holder import BankHolder
from app.domain.kinds import Question
from app.domain.text import Text
from app.web import filters, labels, languages, plots
from app.web.reading import plain
from app.web.visitors import Visitor, stranger

Query: TypeAlias = Mapping[str, str | int | None]

_serving: ContextVar[Request] = ContextVar("serving")
"""The request whose page is being rendered: macros have no context, and addresses need one."""

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@cache
def environment() -> Environment:
    """Return the template environment; made once."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        languages.gettext,
        languages.ngettext,
        newstyle=True,
        pgettext=languages.pgettext,
        npgettext=languages.npgettext,
    )
    env.globals.update(
        url=_url,
        asset=_asset,
        modules=_modules,
        labels=labels,
        plots=plots,
        tag=languages.TAGS.get,
        plain=_plain,
    )
    env.filters.update(
        said=languages.said,
        number=filters.number,
        ticked=filters.ticked,
        percent=filters.percent,
        span=filters.span,
        clock=filters.clock,
        moment=filters.moment,
        day=filters.day,
        weekday=filters.weekday,
        month=filters.month,
        ago=filters.ago,
        until=filters.until,
        device=filters.device,
    )
    return env


def wants_fragment(request: Request) -> bool:
    """True when htmx will swap the reply into the page, False when it will be the page."""
    return (
        request.headers.get("HX-Request-Type") == "partial"
        and "HX-History-Restore-Request" not in request.headers
    )


def render(
    request: Request,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    /,
    **context: Any,  # noqa: ANN401  what a template needs is its own affair
) -> HTMLResponse:
    """Render a template for whoever asks, in their language."""
    visitor = visitor_of(request)
    languages.speak(visitor.lang)
    _serving.set(request)
    page = {
        "request": request,
        "visitor": visitor,
        "lang": visitor.lang,
        "done": labels.message(request.query_params.get("done")),
        "about": _about(request),
        "demo": request.app.state.demo,
    }
    html = environment().get_template(template).render(page, **context)
    reply = HTMLResponse(
        html,
        status,
        headers={
            "Cache-Control": "private, no-store",
            "Content-Language": languages.TAGS[visitor.lang],
            "Vary": "HX-Request-Type, Cookie, Accept-Language",
            **(headers or {}),
        },
    )
    if asked := languages.as_lang(request.query_params.get("lang")):
        reply.set_cookie(languages.HERE, asked, httponly=True, samesite="lax")
    return reply


def _about(request: Request) -> Question | None:
    """Return the question that `?done=` speaks of, for who may know the bank."""
    slug = request.query_params.get("about", "")
    holder: BankHolder = request.app.state.bank
    return holder.current.get(slug) if slug and visitor_of(request).person else None


def visitor_of(request: Request) -> Visitor:
    """Return who asks, as found by the route's dependencies; a stranger where none ran."""
    found: Visitor | None = getattr(request.state, "visitor", None)
    return found or stranger(request)


def go(request: Request, name: str, /, query: Query | None = None, **path: str | int) -> Response:
    """Send the browser on after a POST."""
    return RedirectResponse(address(request, name, query, **path), status_code=303)


def address(request: Request, name: str, /, query: Query | None = None, **path: str | int) -> str:
    """Return the address of a named route; empty values are left out of the query."""
    given = {key: value for key, value in (query or {}).items() if value not in (None, "")}
    found = request.scope.get("root_path", "") + _pattern(request, name, *path).format_map(path)
    return f"{found}?{urlencode(given)}" if given else found


def _pattern(request: Request, name: str, *parameters: str) -> str:
    """Return the path of a route with {names} in it; each is looked up once.

    The router searches all of its routes for a name, and a page has two dozen addresses.
    """
    state = request.app.state
    known: dict[tuple[str, ...], str] | None = getattr(state, "patterns", None)
    if known is None:
        known = state.patterns = {}
    found = known.get((name, *parameters))
    if found is None:
        held = {parameter: f"{{{parameter}}}" for parameter in parameters}
        found = known[name, *parameters] = str(request.app.url_path_for(name, **held))
    return found


def _url(name: str, /, query: Query | None = None, **path: str | int) -> str:
    return address(_serving.get(), name, query, **path)


def _asset(path: str) -> str:
    request = _serving.get()
    return f"{request.scope.get('root_path', '')}/static/{request.app.state.assets.name(path)}"


def _modules(path: str) -> list[str]:
    found: list[str] = _serving.get().app.state.assets.modules(path)
    return found


def _plain(text: Text) -> str:
    return plain(languages.said(text))
