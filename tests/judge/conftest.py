"""One judge process for all tests of what speaks to it."""

from collections.abc import Iterator

import pytest

from app.judge.client import Client
from app.judge.process import running


@pytest.fixture(scope="session")
def judge() -> Iterator[Client]:
    """Run a judge at the best level that this machine has."""
    with running(["stdlib"], depth=2) as client:
        if not client.health().serving:
            pytest.skip("not run here: no wall holds on this machine")
        yield client
