"""One file per family of pages, named like its address. Routes parse, call one service, render."""

from app.web.routes import (
    account,
    admin,
    auth,
    cards,
    code,
    glossary,
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
    glossary.router,
    code.router,
    submissions.router,
    admin.router,
)
