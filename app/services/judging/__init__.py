"""Code handed in: taken in, judged, kept, and the code that a learner has in hand."""

from app.services.judging import record, replaying, workspace
from app.services.judging.pages import Line, Placed, Submission, Workspace
from app.services.judging.placing import as_text, code_question, place
from app.services.judging.room import Room

__all__ = [
    "Line",
    "Placed",
    "Room",
    "Submission",
    "Workspace",
    "as_text",
    "code_question",
    "place",
    "record",
    "replaying",
    "workspace",
]
