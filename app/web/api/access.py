"""Who calls the API, and what the token allows."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.services import tokens
from app.services.tokens import Bearer, Scope
from app.web.deps import ReadSession

_scheme = HTTPBearer(auto_error=False, description="A token from /account.")


def needing(scope: Scope) -> Callable[..., Bearer]:
    """Return a dependency that lets in bearers of a token with this scope."""

    def bearer(
        db: ReadSession,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)],
    ) -> Bearer:
        found = tokens.find(db, secret=credentials.credentials) if credentials else None
        # A handler that writes must not wait for this reading transaction to end.
        db.rollback()
        if found is None:
            raise HTTPException(
                401,
                "A valid token is needed: Authorization: Bearer <token>.",
                {"WWW-Authenticate": "Bearer"},
            )
        if scope not in found.scopes:
            raise HTTPException(403, f"This token lacks the scope {scope!r}.")
        return found

    return bearer


Reader = Annotated[Bearer, Depends(needing("read"))]
Answerer = Annotated[Bearer, Depends(needing("answer"))]
