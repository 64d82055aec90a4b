"""The glossary: every term of the bank in both languages, for everybody."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.web.deps import CurrentBank, CurrentVisitor
from app.web.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/glossary", name="glossary")
def show(
    request: Request,
    visitor: CurrentVisitor,  # noqa: ARG001 - whose page it is
    bank: CurrentBank,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """List the terms, or those that a query finds."""
    query = q.strip()
    return render(request, "glossary/show.html", terms=bank.glossary.search(query), query=query)
