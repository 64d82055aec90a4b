"""Every page of the product, for the tests that visit them all."""

import sqlite3

from tests.browser.site import Site

SIGNED_OUT = ("/", "/login", "/register", "/glossary", "/practice/bn-param-count", "/no-such-page")
LEARNER_PAGES = (
    "/",
    "/practice",
    "/questions",
    "/questions?q=归一化&kind=numeric",
    "/questions?q=zqxjkv",
    "/questions/conv-layer-cost",
    "/account",
    "/no-such-page",
    # One of each kind.
    "/practice/bn-lr-scale-invariance",
    "/practice/receptive-field-equals-5x5",
    "/practice/bn-output-not-gaussian",
    "/practice/conv-layer-cost",
    "/practice/transposed-conv-name",
    "/practice/bn-algorithm-four-steps",
    "/practice/normalisation-axes",
    "/practice/bn-why-affine",
    "/practice/bn-why-affine?hints=1",
    "/progress",
    "/glossary",
    "/glossary?q=归一化",
    "/api/v1/docs",
)
ADMIN_PAGES = ("/admin", "/admin/bank")
VISITED_OTHERWISE = (
    # With the answers that the demo learner gave.
    "/attempts/1",
    "/practice/any/1",
    # In every state of theirs: test_code_page.py.
    "/code/any",
    "/code/any/hints",
    "/submissions/1",
    # No pages: they lead to one, or are a picture or a stream.
    "/setup",
    "/practice/any/answer",
    "/practice/any/redraw",
    "/practice/any/speak",
    "/questions/any/figures/any.svg",
    "/submissions/1/events",
)
STATUSES = {"/no-such-page": 404, "/register": 403}
"""What pages answer with; all others with 200."""


def answers_of_demo(site: Site, alike: str) -> list[tuple[str, int]]:
    """Return question and attempt of the demo learner's answers, the first of those alike."""
    query = f"SELECT slug, min(id) FROM attempts WHERE user_id = 1 GROUP BY {alike}"  # noqa: S608
    with sqlite3.connect(site.data_dir / "mianjing.db") as db:
        return db.execute(query).fetchall()


def pages_of_demo(site: Site) -> list[str]:
    """Return what the demo learner sees: with the record of an answer of each kind."""
    answers = answers_of_demo(site, "kind")
    return [*LEARNER_PAGES, *(f"/attempts/{attempt}" for _slug, attempt in answers)]


def feedback_of_demo(site: Site) -> list[str]:
    """Return what the demo learner was told: of each kind of question, right and wrong."""
    answers = answers_of_demo(site, "kind, correct")
    return [f"/practice/{slug}/{attempt}" for slug, attempt in answers]
