"""What routes ask for: `user: CurrentUser`, `db: WriteSession`, `bank: CurrentBank` and so on."""

from collections.abc import Iterator
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Path, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.bank.bank import Bank
from app.bank.holder import BankHolder
from app.domain.errors import ForbiddenError
from app.services.judging import Room
from app.services.people import Person
from app.web.clock import Now
from app.web.visitors import Visitor, recognise

RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]
"""The id of a row, in a path; what no column could hold is not found, like any other stranger."""


class SignInNeededError(Exception):
    """Nobody is signed in; `target` is where to go on afterwards."""

    def __init__(self, target: str) -> None:
        """Remember where the visitor wanted to go."""
        super().__init__(target)
        self.target = target


def _read_session(request: Request) -> Iterator[Session]:
    with request.app.state.read_sessions() as session:
        yield session


def _write_session(request: Request) -> Iterator[Session]:
    with request.app.state.write_sessions.begin() as session:  # commits, or rolls back
        yield session


ReadSession = Annotated[Session, Depends(_read_session, scope="function")]
# scope="function": committed before the answer leaves, so that a failed commit is a 500.
WriteSession = Annotated[Session, Depends(_write_session, scope="function")]


def _visitor(request: Request, db: ReadSession, now: Now) -> Visitor:
    found = recognise(request, db, now_ms=now)
    request.state.visitor = found
    # A handler that writes must not wait for this reading transaction to end.
    db.rollback()
    return found


CurrentVisitor = Annotated[Visitor, Depends(_visitor)]


# What never waits is `async`: a plain `def` would cost a trip to the thread pool each.
async def _user(request: Request, visitor: CurrentVisitor) -> Person:
    if visitor.person is None:
        raise SignInNeededError(_return_path(request))
    return visitor.person


async def _admin(visitor: CurrentVisitor, user: Annotated[Person, Depends(_user)]) -> Person:
    if not visitor.may("admin"):
        raise ForbiddenError(
            zh="这一页只有管理员可以打开。", en="Only administrators can open this page."
        )
    return user


async def _author(visitor: CurrentVisitor, user: Annotated[Person, Depends(_user)]) -> Person:
    if not visitor.may("author"):
        raise ForbiddenError(
            zh="这一页只有出题人和管理员可以打开。",
            en="Only authors and administrators can open this page.",
        )
    return user


CurrentUser = Annotated[Person, Depends(_user)]
CurrentAuthor = Annotated[Person, Depends(_author)]
CurrentAdmin = Annotated[Person, Depends(_admin)]


async def _holder(request: Request) -> BankHolder:
    holder: BankHolder = request.app.state.bank
    return holder


async def _bank(request: Request) -> Bank:
    holder: BankHolder = request.app.state.bank
    return holder.current


async def _room(request: Request) -> Room:
    room: Room = request.app.state.judging
    return room


Holder = Annotated[BankHolder, Depends(_holder)]
JudgingRoom = Annotated[Room, Depends(_room)]
CurrentBank = Annotated[Bank, Depends(_bank)]


async def _fields(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=200)


Fields = Annotated[FormData, Depends(_fields)]


def _return_path(request: Request) -> str:
    """Return where to go after signing in: this page, or the one that a form stood on."""
    if request.method == "GET":
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    try:
        page = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # no address at all
        return "/"
    return local_path(page.path + (f"?{page.query}" if page.query else ""))


def local_path(target: str, otherwise: str = "/") -> str:
    """Return `target` if it is a path on this site, else `otherwise`; never another host."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\"))
    clean = safe and not any(c < " " or c == "\\" for c in target)
    return quote(target, safe="/?&=#%+,;:@!$'()*~-._") if clean else otherwise
