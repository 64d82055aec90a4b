"""Gives each fact test the question it is named after."""

from typing import Any

import pytest

from tests.facts.prose import load


@pytest.fixture
def question(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return the YAML of the question that the test's name spells: test_bn_lr -> bn-lr."""
    return load(request.function.__name__.removeprefix("test_").replace("_", "-"))
