"""Practice: which question comes next, what is shown, what an answer does, and how to undo it."""

from app.services.practice.answering import answer, outcome
from app.services.practice.judged import GAVE_UP, give_up
from app.services.practice.marking import flag, note, skip, suspend, unsuspend
from app.services.practice.pages import (
    CardFacts,
    Next,
    Outcome,
    QueueCounts,
    QueueItem,
    Showing,
    Undone,
    Unreadable,
)
from app.services.practice.queueing import due_queue, left_today, next_card
from app.services.practice.rerating import assess, rerate
from app.services.practice.showing import showing
from app.services.practice.undoing import attempt_answered_as, latest, undo

__all__ = [
    "GAVE_UP",
    "CardFacts",
    "Next",
    "Outcome",
    "QueueCounts",
    "QueueItem",
    "Showing",
    "Undone",
    "Unreadable",
    "answer",
    "assess",
    "attempt_answered_as",
    "due_queue",
    "flag",
    "give_up",
    "latest",
    "left_today",
    "next_card",
    "note",
    "outcome",
    "rerate",
    "showing",
    "skip",
    "suspend",
    "undo",
    "unsuspend",
]
