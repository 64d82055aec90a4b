"""Our scheduling against what others have published."""

import pytest

from app.cli.srs_vectors import Check, checks


@pytest.mark.parametrize("check", list(checks()), ids=lambda check: check.name)
def test_we_agree_with_every_published_vector(check: Check) -> None:
    assert check.agrees, (check.expected, check.got)


def test_a_difference_is_seen() -> None:
    assert not Check("", [1.0, 2.0], [1.0, 2.1], 1e-3).agrees
    assert not Check("", [1.0, 2.0], [1.0]).agrees
    assert Check("", [100.0], [100.05], 1e-3, relative=True).agrees
