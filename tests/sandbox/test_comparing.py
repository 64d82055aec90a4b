"""Comparison outside the walls: typed, total, nothing accepted that is not right."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sandbox.comparing import changed, difference
from sandbox.protocol import Compare, Near

EXACT = Compare()
CLOSE = Compare("allclose", rtol=1e-7, atol=1e-9)
NEAR = Compare("allclose", rtol=1e-7, atol=1e-9, near=Near(1e-2, 1e-2))


def reason(got: object, want: object, how: Compare = CLOSE) -> str | None:
    found = difference(got, want, how)
    return found.reason if found else None


@pytest.mark.parametrize(
    ("got", "want", "how", "expected"),
    [
        (100001, 100000, CLOSE, "value"),
        (2**53 + 1, 2**53, CLOSE, "value"),
        (True, 1, EXACT, "type"),
        (1.0, 1, EXACT, "type"),
        ([True], [1], EXACT, "type"),
        ([1], (1,), EXACT, "type"),
        (np.array([1.0]), 1.0, CLOSE, "type"),
        ([np.array([1.0])], [1.0], CLOSE, "type"),
        ("3.5", np.array(3.5), CLOSE, "type"),
        ({}, np.array(3.5), CLOSE, "type"),
        ((1.0, np.zeros(3)), np.array(3.5), CLOSE, "type"),
        (np.array(3.5), {}, CLOSE, "type"),
        (np.array([1, 2]), np.array([1, 2]), EXACT, None),
        (np.array([1, 2]), np.array([1.0, 2.0]), CLOSE, "dtype"),
        (np.ones((1, 1)), np.ones((3, 2)), CLOSE, "shape"),
        (np.ones((3,)), np.ones((3, 1)), CLOSE, "shape"),
        (np.ones(2, np.float32), np.ones(2), CLOSE, "dtype"),
        (np.array([np.nan, 1.0]), np.array([np.nan, 1.0]), CLOSE, None),
        (np.array([np.nan, 1.0]), np.array([0.5, 1.0]), CLOSE, "not-finite"),
        (np.array([0.5, 1.0]), np.array([np.nan, 1.0]), CLOSE, "not-finite"),
        (np.array([np.inf]), np.array([-np.inf]), CLOSE, "not-finite"),
        (np.array([np.inf]), np.array([np.inf]), CLOSE, None),
        (math.nan, math.nan, EXACT, None),
        (complex(math.nan, 5), complex(7, math.nan), CLOSE, "not-finite"),
        ({"a": 1}, {"a": 1, "b": 2}, EXACT, "keys"),
        ({1: "x"}, {"1": "x"}, EXACT, "keys"),
        ({True: "x"}, {1: "x"}, EXACT, "keys"),
        ([1, 2], [1, 2, 3], EXACT, "length"),
        ("中", "文", EXACT, "value"),
        (None, None, EXACT, None),
        (np.asarray(1.5), 1.5, CLOSE, None),
        (1.5, np.asarray(1.5), CLOSE, None),
        (np.asarray(3), 3, EXACT, "type"),
        (10**400, 10**400 + 1, EXACT, "value"),
        (np.array([], np.float64), np.array([], np.float64), CLOSE, None),
    ],
)
def test_what_is_equal_and_why_not(
    got: object, want: object, how: Compare, expected: str | None
) -> None:
    assert reason(got, want, how) == expected


def test_too_imprecise_is_not_wrong() -> None:
    found = difference(np.array([1.0, 2.001]), np.array([1.0, 2.0]), NEAR)

    assert found is not None
    assert found.near
    assert found.at == (1,)
    assert found.max_error == pytest.approx(1e-3)
    assert (found.wrong, found.size) == (1, 2)


def test_without_near_nothing_is_called_imprecise() -> None:
    found = difference(np.array([2.001]), np.array([2.0]), CLOSE)

    assert found is not None
    assert not found.near


def test_a_wrong_value_is_reported_before_an_imprecise_one() -> None:
    found = difference([np.array([1.001]), np.array([5.0])], [np.ones(1), np.ones(1)], NEAR)

    assert found is not None
    assert not found.near
    assert found.at == (1, 0)


def test_a_tolerance_below_the_dtype_is_widened_to_its_rounding() -> None:
    third = np.array([1 / 3], np.float16)
    neighbour = np.nextafter(third, np.float16(1))

    assert difference(neighbour, third, Compare("allclose", rtol=1e-7)) is None
    assert difference(third * np.float16(1.05), third, Compare("allclose", rtol=1e-7)) is not None


def test_exact_floats_have_no_tolerance() -> None:
    assert reason(np.nextafter(1.0, 2.0), 1.0, EXACT) is not None
    assert reason(np.array([np.nextafter(1.0, 2.0)]), np.array([1.0]), EXACT) == "value"


def test_the_point_of_the_first_error_is_found_in_many_axes() -> None:
    want = np.zeros((3, 4, 5))
    got = want.copy()
    got[1, 2, 3] = 1.0
    got[2, 0, 0] = -7.0

    found = difference((0, got), (0, want), CLOSE)

    assert found is not None
    assert found.at == (1, 1, 2, 3)
    assert found.max_error == 7.0


def test_modified_arguments_are_found_bit_by_bit() -> None:
    before = (np.array([1.0, np.nan]), [1, 2])

    assert changed(before, (np.array([1.0, np.nan]), [1, 2])) is None
    found = changed(before, (np.array([1.0 + 1e-15, np.nan]), [1, 2]))
    assert found is not None
    assert found.reason == "input-modified"


VALUES: Any = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | arrays.arrays(
        st.sampled_from(["bool", "int8", "uint64", "float16", "float32", "float64", "complex64"]),
        arrays.array_shapes(min_dims=0, max_dims=3, max_side=3),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2) | st.integers(-9, 9), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES, VALUES, st.sampled_from([EXACT, CLOSE, NEAR]))
def test_comparing_never_raises(got: object, want: object, how: Compare) -> None:
    difference(got, want, how)


@given(VALUES, st.sampled_from([EXACT, CLOSE, NEAR]))
def test_every_value_equals_itself(value: object, how: Compare) -> None:
    assert difference(value, value, how) is None


def test_a_wrong_answer_to_yes_or_no_has_no_size() -> None:
    found = difference([True], [False], EXACT)

    assert found is not None
    assert (found.reason, found.max_error) == ("value", None)
