"""Mastery of a topic and its interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.mastery import beta_cdf, beta_quantile, known, mastery

SHAPES = st.floats(1.0, 300.0)


@pytest.mark.parametrize("x", [0.0, 0.1, 0.5, 0.77, 1.0])
def test_the_beta_distribution_where_its_formula_is_known(x: float) -> None:
    assert beta_cdf(x, 1, 1) == pytest.approx(x)
    assert beta_cdf(x, 4, 1) == pytest.approx(x**4)
    assert beta_cdf(x, 1, 3) == pytest.approx(1 - (1 - x) ** 3)
    assert beta_cdf(x, 2, 2) == pytest.approx(3 * x**2 - 2 * x**3)


@given(st.floats(0.01, 0.99), SHAPES, SHAPES)
def test_a_quantile_is_the_inverse_of_the_distribution(p: float, a: float, b: float) -> None:
    assert beta_cdf(beta_quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-6)


@given(st.floats(0.0, 1.0), SHAPES, SHAPES)
def test_the_distribution_is_symmetric(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, a, b) + beta_cdf(1 - x, b, a) == pytest.approx(1, abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_the_interval_holds_the_estimate(shares: list[float]) -> None:
    found = mastery(shares)

    assert found is not None
    assert 0 < found.low < found.estimate < found.high < 1
    assert found.seen == len(shares)


def test_more_questions_seen_make_a_narrower_interval() -> None:
    few, many = mastery([0.9] * 2), mastery([0.9] * 40)

    assert few is not None
    assert many is not None
    assert many.high - many.low < few.high - few.low


def test_nothing_seen_nothing_said() -> None:
    assert mastery([]) is None


@pytest.mark.parametrize(
    ("recall", "guess", "knows"),
    [(0.9, 0.0, 0.9), (0.925, 0.25, 0.9), (0.5, 0.5, 0.0), (0.2, 0.25, 0.0)],
)
def test_what_guessing_adds_is_taken_away(recall: float, guess: float, knows: float) -> None:
    assert known(recall, guess) == pytest.approx(knows)
