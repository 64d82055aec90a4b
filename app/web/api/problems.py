"""Every error of the API is a problem document: RFC 9457, application/problem+json."""

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from app.domain.errors import (
    AppError,
    BusyError,
    ClosedError,
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)

log = structlog.get_logger()

STATUS: dict[type[AppError], int] = {
    NotFoundError: 404,
    ForbiddenError: 403,
    ConflictError: 409,
    InvalidError: 422,
    BusyError: 429,
    ClosedError: 503,
}

_ZH = {
    400: "读不懂请求的正文，它应是 JSON。",
    401: "需要有效的访问令牌。",
    404: "没有这个地址。",
    405: "这个地址不接受这种方法。",
    413: "请求的正文太大了。",
    415: "不支持这种正文类型，请发送 JSON。",
}
"""What the framework refuses by itself, in Chinese."""

RETRY_S = 10
"""After which a request that was too much at once may be sent again."""


class Fault(BaseModel):
    """One field that cannot be used."""

    field: str
    message: str


class Problem(BaseModel):
    """A problem document. `detail_zh` says the same as `detail` in Chinese."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    detail_zh: str
    faults: list[Fault] = []


class ProblemResponse(JSONResponse):
    """A problem document on its way out."""

    media_type = "application/problem+json"


TITLES = {
    400: "Bad request",
    401: "Unauthorised",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    422: "Unusable input",
    429: "Too many requests",
    500: "Our failure",
    503: "Not available",
}

RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {
        "description": TITLES[code],
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    for code in (400, 401, 403, 404, 409, 422, 429, 503)
}
"""What every operation may answer besides success, for OpenAPI."""


def problem(
    status: int,
    *,
    en: str,
    zh: str,
    faults: list[Fault] | None = None,
    headers: dict[str, str] | None = None,
) -> ProblemResponse:
    """Return a problem document."""
    body = Problem(
        title=TITLES.get(status, "Error"),
        status=status,
        detail=en,
        detail_zh=zh,
        faults=faults or [],
    )
    return ProblemResponse(body.model_dump(), status, headers=headers)


def install(api: FastAPI) -> None:
    """Answer every kind of failure with a problem document."""
    api.add_exception_handler(AppError, _refusal)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(Exception, _failure)


def _refusal(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, AppError)  # noqa: S101 - registered for it
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    faults = (
        [Fault(field=error.field, message=error.message.en)]
        if isinstance(error, InvalidError)
        else []
    )
    headers = {"Retry-After": str(RETRY_S)} if isinstance(error, BusyError) else None
    return problem(status, en=error.message.en, zh=error.message.zh, faults=faults, headers=headers)


def _invalid(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    faults = [
        Fault(field=".".join(str(part) for part in item["loc"]), message=item["msg"])
        for item in error.errors()
    ]
    return problem(
        422,
        en="Some fields cannot be used; see faults.",
        zh="有字段无法使用，见 faults。",
        faults=faults,
    )


def _http(_request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    headers = dict(error.headers) if error.headers else None
    detail = str(error.detail)
    zh = _ZH.get(error.status_code, detail)
    return problem(error.status_code, en=detail, zh=zh, headers=headers)


def _failure(_request: Request, error: Exception) -> ProblemResponse:
    log.error("unhandled error in the API", exc_info=error)
    return problem(
        500,
        en="Something failed on our side; nothing was recorded. Try again.",
        zh="服务器出错，没有记录任何内容，请重试。",
    )
