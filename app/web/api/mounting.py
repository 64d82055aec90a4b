"""Puts the API beside the pages: an application of its own, with its own errors and description."""

import re

from fastapi import FastAPI
from starlette.routing import Mount

from app.web.api import problems, questions, reference, reviews, submissions

PREFIX = "/api/v1"

DESCRIPTION = """\
Read questions, answer them, submit code, and ask what is due. Send `Authorization: Bearer <token>`;
make a token on `/account` or with `mianjing user token EMAIL`. Times are RFC 3339 in UTC. Every
error is a problem document (RFC 9457). A POST that records something takes a `client_id`, a UUID
made by the client: sent again, it returns what was recorded and does nothing.
"""


def install(app: FastAPI) -> None:
    """Mount the API; it shares the state (database, bank) of the application."""
    api = FastAPI(
        title="Mianjing API",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        telemetry={"auto_configure": False},
    )
    api.state = app.state
    problems.install(api)
    for router in (questions.router, reviews.router, submissions.router):
        api.include_router(router)
    app.state.api = api
    app.include_router(reference.router, prefix=PREFIX)
    mount = Mount(PREFIX, api, name="api")
    # Starlette's own pattern stops at a line break; such an address would get a page for people.
    mount.path_regex = re.compile(f"^{PREFIX}/(?P<path>.*)$", re.DOTALL)
    app.routes.append(mount)
