"""Browsing: filters, facets, what a learner knows of each question."""

from typing import Any

import pytest

from app.services import library, practice
from app.services.library import Filters
from tests.services.conftest import Learner
from tests.services.times import DAY, NOON


def browse(
    learner: Learner,
    page: int = 1,
    size: int = 30,
    **filters: Any,  # noqa: ANN401 - fields of Filters
) -> library.BrowsePage:
    with learner.reading() as db:
        return library.browse(
            db,
            learner.holder.current,
            user_id=learner.user_id,
            now_ms=learner.now,
            filters=Filters(**filters),
            page=page,
            page_size=size,
        )


def slugs(page: library.BrowsePage) -> list[str]:
    return [row.slug for row in page.rows]


def facet(page: library.BrowsePage, name: str) -> dict[str, int]:
    return {choice.value: choice.count for choice in page.facets[name]}


def test_everything_live_is_listed_in_curriculum_order(learner: Learner) -> None:
    page = browse(learner)

    assert page.total == 8
    assert slugs(page)[0] == "axes"
    assert slugs(page)[-1] == "pool"
    assert (page.rows[-1].track.en, page.rows[-1].topic.zh) == ("Convolution", "池化")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"track": "convolution"}, ["pool"]),
        ({"topic": "bn-computation"}, ["gamma", "sum"]),
        ({"kind": "open"}, ["explain"]),
        ({"difficulty": 2}, ["twin-one", "twin-two"]),
        ({"kind": "single", "topic": "bn-computation"}, ["gamma"]),
        ({"kind": "no-such-kind"}, []),
        ({"status": "no-such-status"}, []),
    ],
)
def test_filters_narrow_the_list(
    learner: Learner, filters: dict[str, Any], expected: list[str]
) -> None:
    assert slugs(browse(learner, **filters)) == expected


def test_searching_finds_words_of_the_title(learner: Learner) -> None:
    assert "gamma" in slugs(browse(learner, q="Title 2"))
    assert browse(learner, q="zzzz").total == 0


def test_pages_are_counted_and_a_page_beyond_the_end_is_the_last(learner: Learner) -> None:
    first, beyond = browse(learner, size=3), browse(learner, page=99, size=3)

    assert (first.pages, len(first.rows)) == (3, 3)
    assert (beyond.page, len(beyond.rows)) == (3, 2)
    assert browse(learner, page=0, size=3).page == 1


def test_a_facet_counts_what_choosing_it_would_leave(learner: Learner) -> None:
    page = browse(learner, track="normalisation", kind="single")

    assert facet(page, "track") == {"normalisation": 4, "convolution": 1}
    assert facet(page, "topic") == {"bn-concept": 3, "bn-computation": 1}
    assert facet(page, "kind")["open"] == 1
    assert facet(page, "difficulty") == {"1": 2, "2": 2, "3": 0, "4": 0, "5": 0}
    assert [choice.value for choice in page.facets["kind"] if choice.chosen] == ["single"]


def test_every_status_can_be_filtered_by(learner: Learner) -> None:
    bank = learner.holder.current
    learner.answer("axes", "a")
    learner.answer("gamma", "b")
    with learner.writing() as db:
        practice.suspend(db, bank, user_id=learner.user_id, slug="pool", now_ms=NOON)
        practice.flag(db, bank, user_id=learner.user_id, slug="sum", on=True, now_ms=NOON)

    page = browse(learner)
    status = {row.slug: row.status for row in page.rows}

    assert (status["axes"], status["gamma"], status["pool"]) == (
        "scheduled",
        "learning",
        "suspended",
    )
    assert facet(page, "status") == {
        "due": 0,
        "new": 5,
        "wrong": 1,
        "flagged": 1,
        "suspended": 1,
    }
    assert slugs(browse(learner, status="wrong")) == ["gamma"]
    assert slugs(browse(learner, status="flagged")) == ["sum"]
    learner.now = NOON + 30 * DAY
    assert slugs(browse(learner, status="due")) == ["axes", "gamma"]


def test_a_visitor_sees_questions_without_a_history(learner: Learner) -> None:
    learner.answer("axes", "b")

    with learner.reading() as db:
        page = library.browse(
            db, learner.holder.current, user_id=None, now_ms=NOON, filters=Filters()
        )

    assert {row.status for row in page.rows} == {"new"}
