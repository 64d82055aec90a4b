"""Headers on every answer, and the refusal of requests that another site made.

Cross-site requests are told by what browsers say of them (`Sec-Fetch-Site`, then `Origin`), as in
Go's CrossOriginProtection; no tokens in forms, so nothing secret is ever in a page.
"""

from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.text import Text
from app.settings import Settings
from app.web.api.mounting import PREFIX
from app.web.api.problems import problem


def content_policy(style_nonce: str = "") -> str:
    """Return the content security policy of a page.

    `style_nonce` is for the page of the code editor, which writes its stylesheet at run time: fresh
    for each reply, and the `nonce` of the page's `<script>`, where the editor finds it.
    """
    styles = f"'self' 'nonce-{style_nonce}'" if style_nonce else "'self'"
    return (
        f"default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


_HEADERS = {
    "Content-Security-Policy": content_policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_REFUSED = Text(
    zh="此请求来自其他网站，已拒绝。", en="This request came from another site and was refused."
)


class Guard:
    """Middleware: refuse cross-site writes, add the headers."""

    def __init__(self, app: ASGIApp, *, secure: bool, hosts: frozenset[str]) -> None:
        """Wrap `app`; `hosts` are origins of ours besides the Host header (behind a proxy)."""
        self.app = app
        self.hosts = hosts
        self.headers = dict(_HEADERS)
        if secure:
            self.headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["method"] not in _SAFE_METHODS and not allowed(Headers(scope=scope), self.hosts):
            await _refusal(scope["path"])(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)


def _refusal(path: str) -> Response:
    if path.startswith(f"{PREFIX}/"):
        return problem(403, en=_REFUSED.en, zh=_REFUSED.zh)
    return PlainTextResponse(f"{_REFUSED.en}\n{_REFUSED.zh}\n", status_code=403)


def allowed(headers: Headers, hosts: frozenset[str] = frozenset()) -> bool:
    """Return whether a request that writes may have come from our own pages or from a program.

    A program (no browser headers at all) is let in only without cookies: it then acts with a token
    of its own, or as nobody.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is not None:
        host = urlsplit(origin).netloc
        return bool(host) and (host == headers.get("host") or host in hosts)
    return "cookie" not in headers


def install(app: FastAPI, settings: Settings) -> None:
    """Put the guard in front of the application."""
    host = urlsplit(settings.public_url).netloc
    app.add_middleware(
        Guard, secure=settings.secure, hosts=frozenset({host} if host else frozenset())
    )
