"""Handing code in, from the page or over the API: what is refused is kept as the draft."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from fastapi import Request

from app.domain.errors import BusyError, ClosedError, InvalidError
from app.domain.kinds.code import CodeQuestion
from app.services.judging import Room, workspace
from app.web import throttle


@contextmanager
def admitted(
    request: Request,
    room: Room,
    question: CodeQuestion,
    *,
    user_id: int,
    source: str,
    now_ms: int,
    base: str | None = None,
    over_draft: bool = False,
) -> Iterator[None]:
    """Take a submission in inside this context, or refuse it and keep its source.

    `base` and `over_draft` as in `judging.place`. Raises ClosedError, BusyError, InvalidError.
    """
    try:
        room.refuse_if_closed()
        throttle.refuse_too_many(request, user_id)
        yield
    except (BusyError, ClosedError, InvalidError):
        # A draft may be longer than what is judged; one longer still is refused as it is.
        with suppress(InvalidError), request.app.state.write_sessions.begin() as db:
            if over_draft:
                workspace.replace(
                    db, user_id=user_id, question=question, source=source, now_ms=now_ms
                )
            else:
                workspace.save(
                    db, user_id=user_id, question=question, source=source, base=base, now_ms=now_ms
                )
        raise
