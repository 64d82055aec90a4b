"""What a learner is told stands in both languages, whatever a child said in one."""

import numpy as np
import pytest

from sandbox.inside import codec
from sandbox.protocol import Limits, Verdict
from sandbox.saying import in_chinese, say_stop
from sandbox.stopped import Stopped

INSIDE_ITSELF: list[object] = []
INSIDE_ITSELF.append(INSIDE_ITSELF)


@pytest.mark.parametrize(
    "value",
    [INSIDE_ITSELF, object(), 1 << 90_000, "\ud800", {(): 1}, iter([1]), np.float64],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_be_sent_is_told_in_both_languages(value: object) -> None:
    with pytest.raises(codec.CannotEncodeError) as caught:
        codec.encode(value)
    detail = str(caught.value)

    said = say_stop(Stopped(Verdict.RE, "unreadable"), Limits(), detail=detail)

    assert detail in said["en"]
    assert detail not in said["zh"]
    assert in_chinese(detail) in said["zh"]


def test_what_a_child_makes_up_is_told_as_it_is() -> None:
    assert in_chinese("made up {0} {}") == "made up {0} {}"
