"""How much one request may send."""

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1024 * 1024


class BodyLimit:
    """ASGI middleware: refuse to read a body that is too long.

    Whoever reads it meets an HTTPException, so that the refusal is a page (or a problem document)
    like any other. The framework's own limit answers past our pages and raises through our logs.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is read."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        seen = int(declared) if declared.isdecimal() else 0
        got = 0

        async def counted() -> Message:
            nonlocal got
            if seen <= MOST_BYTES:
                message = await receive()
                got += len(message.get("body", b""))
                if got <= MOST_BYTES:
                    return message
            raise HTTPException(413)

        await self.app(scope, counted, send)


def install(app: FastAPI) -> None:
    """Limit the bodies that an application reads."""
    app.add_middleware(BodyLimit)
