"""The code in hand: drafts, resets, and what they can be undone to."""

from typing import Any

import pytest

from app.domain.errors import ConflictError, InvalidError
from app.services import judging
from tests.services.coder import RIGHT, Coder
from tests.services.times import DAY


def test_the_draft_is_kept_and_a_reset_undone(coder: Coder) -> None:
    starter = coder.bench().source
    coder.change("save", source="mine\r\n")
    assert coder.bench().source == "mine\n"
    coder.change("reset")
    assert (coder.bench().source, coder.bench().undoable) == (starter, True)
    coder.change("undo")
    assert coder.bench().source == "mine\n"


def test_a_reset_can_be_undone_after_more_was_typed_and_that_too(coder: Coder) -> None:
    coder.change("save", source="mine")
    coder.change("reset")
    coder.change("save", source="more")

    coder.change("undo")
    assert coder.bench().source == "mine"
    coder.change("undo")
    assert coder.bench().source == "more"


def test_where_nothing_was_replaced_there_is_nothing_to_undo(coder: Coder) -> None:
    coder.change("save", source="mine")
    coder.change("save", source="mine, longer")

    assert not coder.bench().undoable
    with pytest.raises(ConflictError):
        coder.change("undo")


def test_a_reset_in_the_editor_can_be_undone_later(coder: Coder) -> None:
    starter = coder.bench().source
    coder.change("save", source="mine")
    coder.change("save", source=starter)  # as the editor keeps its own reset

    assert coder.bench().undoable
    coder.change("undo")
    assert coder.bench().source == "mine"


def test_a_draft_too_long_for_the_judge_is_still_kept(coder: Coder) -> None:
    coder.change("save", source="#" * 100_000)
    assert len(coder.bench().source) == 100_000
    with pytest.raises(InvalidError):
        coder.change("save", source="#" * 300_000)


def test_a_question_that_is_due_again_starts_from_the_starter(coder: Coder) -> None:
    starter = coder.bench().source
    coder.submit("AC")
    assert coder.bench().solved
    coder.now += 400 * DAY

    bench = coder.bench()
    assert (bench.source, bench.solved, bench.saved_ms) == (starter, False, None)

    # Looking at the page again, or saving what is shown, loses nothing.
    coder.change("save", source=starter)
    coder.change("undo")
    assert coder.bench().source == RIGHT


def test_what_is_typed_over_an_old_draft_can_be_undone_to_it(coder: Coder) -> None:
    coder.submit("AC")
    coder.now += 400 * DAY
    coder.change("save", source="new")

    assert coder.bench().source == "new"
    coder.change("undo")
    assert coder.bench().source == RIGHT


def test_a_draft_that_the_sender_never_saw_can_be_brought_back(coder: Coder) -> None:
    starter = coder.bench().source
    coder.change("save", source="of another tab", base=starter)
    coder.change("save", source="mine", base=starter)
    coder.change("save", source="mine, longer", base="mine")
    coder.change("undo")
    assert coder.bench().source == "of another tab"

    coder.submit("WA", base="mine, longer")
    coder.change("undo")
    assert coder.bench().source == "of another tab"


def test_a_draft_that_was_handed_out_to_another_tab_can_be_brought_back(coder: Coder) -> None:
    starter = coder.bench().source
    with coder.database.write.begin() as db:
        facts: dict[str, Any] = {
            "user_id": coder.user_id,
            "question": coder.question,
            "now_ms": coder.now,
        }
        save, set_aside = judging.workspace.save, judging.workspace.set_aside
        save(db, source="theirs", **facts)
        assert set_aside(db, source="mine", base="theirs", **facts) is None
        assert set_aside(db, source="mine", base=starter, **facts) == "theirs"
        save(db, source="mine", **facts)
        save(db, source="mine, longer", **facts)

    coder.change("undo")
    assert coder.bench().source == "theirs"
