"""One file per family of pages, named like its address. Routes parse, call one service, render."""

from app.web.routes import (
    account,
    admin,
    auth,
    cards,
    code,
    home,
    practice,
    questions,
    rerating,
    submissions,
)

ROUTERS = (
    home.router,
    auth.router,
    account.router,
    cards.router,
    practice.router,
    rerating.router,
    questions.router,
    code.router,
    submissions.router,
    admin.router,
)
