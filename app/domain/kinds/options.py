"""Options to choose from: shared by single, multi, truefalse and the gaps of a cloze."""

from pydantic import StrictBool

from app.domain.ids import Id
from app.domain.kinds.base import Strict
from app.domain.text import Text


class Option(Strict):
    """One option. `why` tells what somebody who chooses it believes, and mends it."""

    id: Id
    text: Text
    correct: StrictBool
    why: Text
