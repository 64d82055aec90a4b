"""Administration: people and roles, registration, the state of the question bank."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from app.domain.errors import InvalidError
from app.services import accounts, judging, people
from app.services.people import ROLES
from app.web.deps import (
    CurrentAdmin,
    CurrentAuthor,
    CurrentBank,
    Holder,
    JudgingRoom,
    ReadSession,
    WriteSession,
)
from app.web.pages import go, render

router = APIRouter(prefix="/admin", include_in_schema=False)


@router.get("", name="admin")
def show(
    request: Request, admin: CurrentAdmin, db: ReadSession, bank: CurrentBank, room: JudgingRoom
) -> Response:
    """Show who there is, how the site is set, and whether code is judged."""
    return render(
        request,
        "admin/show.html",
        people=people.everyone(db),
        roles=ROLES,
        me=admin,
        is_open=accounts.registration_open(db),
        bank=bank,
        health=room.health,
        failures=judging.replaying.failures(db),
    )


@router.post("/registration", name="admin.registration")
def registration(
    request: Request,
    admin: CurrentAdmin,  # noqa: ARG001  only administrators
    db: WriteSession,
    is_open: Annotated[str, Form(alias="open", max_length=3)] = "",
) -> Response:
    """Open or close registration."""
    accounts.set_registration(db, is_open=is_open == "1")
    return go(request, "admin", {"done": "saved"})


@router.post("/roles", name="admin.role")
def role(
    request: Request,
    admin: CurrentAdmin,  # noqa: ARG001  only administrators
    db: WriteSession,
    email: Annotated[str, Form(max_length=320)] = "",
    wanted: Annotated[str, Form(alias="role", max_length=20)] = "",
) -> Response:
    """Change somebody's role."""
    known = next((name for name in ROLES if name == wanted), None)
    if known is None:
        raise InvalidError("role", "没有这个角色。", "There is no such role.")
    accounts.set_role(db, email=email, role=known)
    return go(request, "admin", {"done": "role"})


@router.get("/bank", name="admin.bank")
def show_bank(
    request: Request,
    author: CurrentAuthor,  # noqa: ARG001  authors and administrators
    bank: CurrentBank,
) -> Response:
    """Show what was wrong with the question files, and what they cover."""
    return render(request, "admin/bank.html", bank=bank)


@router.post("/bank/reload", name="admin.reload")
def reload_bank(
    request: Request,
    admin: CurrentAdmin,  # noqa: ARG001  only administrators
    holder: Holder,
) -> Response:
    """Read the question files again; what is broken keeps its last good revision."""
    holder.reload()
    return go(request, "admin.bank", {"done": "reloaded"})
