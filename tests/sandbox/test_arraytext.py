"""Arrays are written as NumPy writes them, only faster."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from sandbox.arraytext import _by_numpy, array_text


@given(
    st.sampled_from(["f8", "f4", "i8", "i4", "u1", "b1", "c16"]).flatmap(
        lambda dtype: arrays(dtype, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=9))
    )
)
def test_any_array(array: np.ndarray) -> None:
    assert array_text(array) == _by_numpy(array)


@given(
    arrays(
        "f8",
        array_shapes(max_dims=2, max_side=8),
        elements=st.floats(-50, 50).map(lambda value: round(value, 3)),
    )
)
def test_numbers_of_everyday(array: np.ndarray) -> None:
    assert array_text(array) == _by_numpy(array)


@pytest.mark.parametrize(
    ("array", "text"),
    [
        (np.array([[1.5, -2.0], [0.25, 10.0]]), "array([[ 1.5 , -2.  ],\n       [ 0.25, 10.  ]])"),
        (np.array([True, False]), "array([ True, False])"),
        (np.array([True]), "array([ True])"),
        (np.arange(3, dtype="i4"), "array([0, 1, 2], dtype=int32)"),
        (np.array([np.nan, 1.0]), "array([nan,  1.])"),
        (np.zeros(0), "array([], dtype=float64)"),
    ],
)
def test_some_of_each(array: np.ndarray, text: str) -> None:
    assert array_text(array) == text
