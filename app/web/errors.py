"""Refusals as pages: one table from domain errors to statuses, one place that renders them."""

from typing import Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from app.domain.errors import (
    AppError,
    BusyError,
    ClosedError,
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from app.domain.text import Text
from app.web import languages
from app.web.api.problems import RETRY_S
from app.web.clock import now_ms
from app.web.deps import SignInNeededError
from app.web.pages import address, render, visitor_of, wants_fragment
from app.web.visitors import recognise

log = structlog.get_logger()

STATUSES: Final[dict[type[AppError], int]] = {
    NotFoundError: 404,
    ForbiddenError: 403,
    ConflictError: 409,
    InvalidError: 422,
    BusyError: 429,
    ClosedError: 503,
}

_SAID: Final[dict[int, Text]] = {
    401: Text(zh="登录已经过期。你填写的内容还在这一页上，没有丢：请登录，回到这里再提交一次。",
              en="You are no longer signed in. What you entered is still on this page: sign in, "
                 "come back to it and send it again."),
    404: Text(zh="这里什么也没有：地址可能写错了，或者内容已经移走。",
              en="There is nothing here: the address may be mistyped, or the page has moved."),
    405: Text(zh="这个地址不能这样使用。", en="This address cannot be used in that way."),
    413: Text(zh="发送的内容太大了。", en="That was too much to send at once."),
    422: Text(zh="提交的内容不完整或格式不对。", en="What was sent is incomplete or malformed."),
    429: Text(zh="尝试次数太多，请稍后再试。", en="Too many tries. Please wait a little."),
    500: Text(zh="服务器出了问题，这不是你的错。答案没有丢，请稍后再试一次。",
              en="Something went wrong on our side. Please try again in a moment."),
}  # fmt: skip


def install(app: FastAPI) -> None:
    """Tell the application how to refuse."""
    app.add_exception_handler(AppError, _on_app_error)
    app.add_exception_handler(SignInNeededError, _on_sign_in_needed)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_failure)


def status_of(error: AppError) -> int:
    """Return the HTTP status of a refusal."""
    return next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 400)


def _on_app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)  # noqa: S101  registered for this type
    reply = _page(request, status_of(error), error.message)
    if isinstance(error, BusyError):
        reply.headers["Retry-After"] = str(RETRY_S)
    return reply


def _on_sign_in_needed(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInNeededError)  # noqa: S101  registered for this type
    target = address(request, "auth.login", {"next": error.target})
    if "HX-Request" in request.headers:
        if request.method == "GET":
            return Response(status_code=401, headers={"HX-Redirect": target})
        # Leaving the page would throw away what was typed into it.
        return _notice(request, 401, _SAID[401], sign_in=target)
    return RedirectResponse(target, status_code=303)


def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this type
    in_path = any(item["loc"][:1] == ("path",) for item in error.errors())
    status = 404 if in_path else 422
    return _page(request, status, _SAID[status])


def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  registered for this type
    reply = _page(request, error.status_code, _SAID.get(error.status_code, _SAID[422]))
    reply.headers.update(error.headers or {})
    return reply


def _on_failure(request: Request, error: Exception) -> Response:
    log.error("request failed", exc_info=error)
    return _page(request, 500, _SAID[500])


def _page(request: Request, status: int, message: Text) -> Response:
    if not hasattr(request.state, "visitor") and status < 500:  # noqa: PLR2004  may be the database
        with request.app.state.read_sessions() as db:
            request.state.visitor = recognise(request, db, now_ms=now_ms())
    languages.speak(visitor_of(request).lang)
    if wants_fragment(request):
        return _notice(request, status, message)
    return render(request, "errors/page.html", status, message=message)


def _notice(request: Request, status: int, message: Text, *, sign_in: str = "") -> Response:
    """Say a refusal above the page that htmx asked from; whatever stands there stays."""
    headers = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"}
    context = {"message": message, "status": status, "sign_in": sign_in}
    return render(request, "errors/_notice.html", status, headers, **context)
