"""What an operator sees: a log line and two metrics a request, whether we are alive and ready."""

import time
import uuid
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

REQUESTS = Counter("mianjing_requests_total", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram("mianjing_request_seconds", "Time to answer a request.", ["route"])

LOOPBACK = frozenset({"127.0.0.1", "::1"})
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

router = APIRouter(include_in_schema=False)


@router.get("/healthz", name="healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return PlainTextResponse("ok")


@router.get("/readyz", name="readyz")
def readyz(request: Request) -> Response:
    """Say whether the parts that the main job needs are there: 200, or 503 and which is missing."""
    state = request.app.state
    report: dict[str, Any] = {"database": "ok", "bank": "ok"}
    try:
        with state.read_sessions() as db:
            db.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        log.exception("database not ready")
        report["database"] = type(error).__name__
    if not state.bank.current.live:
        report["bank"] = "no live question"
    ready = all(value == "ok" for value in report.values())
    # Told, but no reason to send learners away: everything but code can be practised without it.
    health = state.judging.health
    report["judge"] = health.level if health is not None and health.serving else "not serving"
    return JSONResponse(report, 200 if ready else 503)


@router.get("/metrics", name="metrics")
def metrics(request: Request) -> Response:
    """Return the counters in Prometheus's text format, to this machine only.

    A request that came through a proxy carries X-Forwarded-For and is refused: a site's figures are
    not for everybody who can reach its pages.
    """
    local = request.client is not None and request.client.host in LOOPBACK
    if not local or "x-forwarded-for" in request.headers:
        return PlainTextResponse("metrics are answered on this machine only\n", 404)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class RequestLog:
    """ASGI middleware: give each request an id, time it, and write one line about it."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and report how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = uuid.uuid4().hex[:12]
        structlog.contextvars.bind_contextvars(request=request_id)
        started = time.perf_counter()
        status = 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", []),
                    (b"x-request-id", request_id.encode()),
                ]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            _report(scope, status, time.perf_counter() - started)
            structlog.contextvars.unbind_contextvars("request")


def _report(scope: Scope, status: int, seconds: float) -> None:
    # The route's pattern, not the address: addresses are many and may hold what a user typed.
    route = getattr(scope.get("route"), "path", "none")
    method = scope["method"] if scope["method"] in METHODS else "other"
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    log.info(
        "request",
        method=method,
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
    )


def install(app: FastAPI) -> None:
    """Add the middleware and the three addresses for operators."""
    app.add_middleware(RequestLog)
    app.include_router(router)
