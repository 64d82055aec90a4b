"""The cookie that says who is signed in. What it means is a row in the database."""

from fastapi import Request, Response

from app.settings import Settings

MAX_AGE_S = 60 * 60 * 24 * 400
"""How long browsers keep the cookie, at most what they allow; the row decides whether it counts."""


def cookie_name(settings: Settings) -> str:
    """Return the name; with https the browser itself guarantees host and path."""
    return "__Host-mianjing" if settings.secure else "mianjing"


def read_token(request: Request) -> str | None:
    """Return the session token that a browser sent."""
    return request.cookies.get(cookie_name(request.app.state.settings))


def remember(request: Request, response: Response, token: str) -> None:
    """Sign the browser in."""
    settings: Settings = request.app.state.settings
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=MAX_AGE_S,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def forget(request: Request, response: Response) -> None:
    """Sign the browser out."""
    settings: Settings = request.app.state.settings
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.secure, httponly=True, samesite="lax"
    )
