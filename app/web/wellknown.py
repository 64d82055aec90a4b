"""What programs ask of every site: HEAD instead of GET, /favicon.ico, /robots.txt."""

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROBOTS = "User-agent: *\nAllow: /$\nDisallow: /\n"
"""The front page may be found; everything else is somebody's own."""
_DAY_S = 24 * 3600

router = APIRouter(include_in_schema=False)


@router.get("/favicon.ico", name="favicon")
def favicon(request: Request) -> Response:
    """Lead to the logo, for those who did not read the page's <link>."""
    name = request.app.state.assets.name("img/logo.svg")
    target = f"{request.scope.get('root_path', '')}/static/{name}"
    # The name changes with the file, so the redirect is kept for a day only.
    return RedirectResponse(target, 301, {"Cache-Control": f"public, max-age={_DAY_S}"})


@router.get("/robots.txt", name="robots")
def robots() -> Response:
    """Ask search engines to leave everything but the front page alone."""
    return PlainTextResponse(ROBOTS, headers={"Cache-Control": f"public, max-age={_DAY_S}"})


class Heads:
    """ASGI middleware: answer HEAD as GET would be answered, without the body (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as GET and keep the body back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_head)


def install(app: FastAPI) -> None:
    """Add the addresses and the middleware."""
    app.include_router(router)
    app.add_middleware(Heads)
