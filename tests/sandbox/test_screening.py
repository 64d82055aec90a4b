"""What is refused before a child is asked."""

import pytest

from sandbox.protocol import MAX_SOURCE
from sandbox.screening import screen


@pytest.mark.parametrize(
    ("source", "reason", "line"),
    [
        ("", "empty", 0),
        (" \n\t\n", "empty", 0),
        ("x = 1\ny = '\0'\n", "characters", 2),
        ("\n\nx = '\ud800'\n", "characters", 3),
        ("#" * (MAX_SOURCE + 1), "too-long", 0),
        ("##" + "中" * (MAX_SOURCE // 3), "too-long", 0),
    ],
)
def test_sources_that_never_reach_a_child(source: str, reason: str, line: int) -> None:
    complaint = screen(source)

    assert complaint is not None
    assert (complaint.reason, complaint.line) == (reason, line)


def test_an_ordinary_source_passes() -> None:
    assert screen("def f(x):\n    return x\n") is None
