"""Values on the wire: what goes in comes out, and hostile bytes cost nothing."""

import collections
import enum
import math
import random
import struct
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sandbox.inside import arrays, codec

KEYS = st.one_of(st.text(max_size=8), st.integers(-(1 << 31), (1 << 31) - 1))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.complex_numbers(allow_nan=False),
    st.text(),
    st.binary(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(KEYS, inner)
    ),
)
DTYPES = st.sampled_from([np.dtype(name) for name in arrays.DTYPES])


def decode(data: bytes, values: int = codec.VALUES) -> object:
    return codec.decode(data, values, copy=False)


def array_frame(code: int, axes: list[int], data: bytes = b"", pad: int | None = None) -> bytes:
    """Write an array by hand, with whatever is wrong with it."""
    head = bytes([code, len(axes)]) + b"".join(struct.pack("<Q", n) for n in axes)
    body = head + bytes(-(6 + len(head)) % arrays.ALIGN if pad is None else pad) + data
    return struct.pack(">BIb", 0xC9, len(body), codec.ARRAY) + body


@given(VALUES)
def test_plain_values_come_back_as_they_went(value: object) -> None:
    back = decode(codec.encode(value), 1_000_000)

    assert back == value
    assert type(back) is type(value)


@given(VALUES)
def test_the_budget_is_what_a_value_costs(value: object) -> None:
    frame, cost = codec.encode(value), codec.count(value)

    assert decode(frame, cost) == value
    with pytest.raises(codec.BadFrameError):
        decode(frame, cost - 1)


@given(hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, min_side=0)))
def test_arrays_come_back_bit_for_bit(array: np.ndarray) -> None:
    back = decode(codec.encode(array))

    assert isinstance(back, np.ndarray)
    assert (back.dtype, back.shape) == (array.dtype, array.shape)
    assert back.tobytes() == array.tobytes()
    assert back.flags.aligned


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_bad_frame(data: bytes) -> None:
    try:
        decode(data, 100)
    except codec.BadFrameError:
        return


@given(VALUES, st.data())
def test_a_frame_cut_short_or_with_more_behind_it_is_bad(
    value: object, data: st.DataObject
) -> None:
    frame = codec.encode(value)
    cut = data.draw(st.integers(0, len(frame) - 1))

    for broken in (frame[:cut], frame + b"\xc0"):
        with pytest.raises(codec.BadFrameError):
            decode(broken, 1_000_000)


def test_large_arrays_are_neither_copied_nor_shared_where_they_must_not_be() -> None:
    large = np.arange(1 << 20, dtype="f8")
    parts = codec.encode_parts([large, 1])

    assert any(np.shares_memory(np.frombuffer(part, "u1"), large) for part in parts if len(part))
    frame = bytearray(b"".join(parts))
    shared = codec.decode(frame, copy=False)
    own = codec.decode(frame, copy=True)
    assert isinstance(shared, list)
    assert isinstance(own, list)
    assert np.shares_memory(shared[0], np.frombuffer(frame, "u1"))
    assert own[0].flags.owndata
    assert own[0].flags.writeable
    assert (own[0] == large).all()


class Point(NamedTuple):
    x: int
    y: int


class Colour(enum.IntEnum):
    RED = 3


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (collections.OrderedDict(a=1), {"a": 1}),
        (Point(1, 2), (1, 2)),
        (Colour.RED, 3),
        (type("Text", (str,), {})("é"), "é"),
        (type("Number", (float,), {"__float__": lambda _: 9.0})(1.5), 1.5),
        (bytearray(b"x"), b"x"),
    ],
)
def test_subclasses_are_taken_for_what_they_hold(value: object, plain: object) -> None:
    back = decode(codec.encode(value))

    assert back == plain
    assert type(back) is type(plain)


def test_numpy_scalars_and_foreign_byte_orders_become_plain_arrays() -> None:
    for value in (np.float32(2.5), np.bool_(1), np.arange(3, dtype=">i4"), np.eye(3)[:, 1]):
        back = decode(codec.encode(value))
        assert isinstance(back, np.ndarray)
        assert back.tolist() == value.tolist()
        assert back.dtype.byteorder in "=|<"
    masked = np.ma.masked_array([1.0, 2.0], mask=[True, False])
    assert type(decode(codec.encode(masked))) is np.ndarray


def test_tensors_become_arrays_and_bfloat16_is_widened() -> None:
    torch = pytest.importorskip("torch", reason="not run here: torch is not installed")
    tensor = torch.tensor([1.5, -2.0], requires_grad=True)

    assert np.array_equal(decode(codec.encode(tensor)), [1.5, -2.0])  # type: ignore[arg-type]
    half = decode(codec.encode(torch.tensor([1.5, 3.25], dtype=torch.bfloat16)))
    assert isinstance(half, np.ndarray)
    assert half.dtype == np.float32
    assert half.tolist() == [1.5, 3.25]
    with pytest.raises(codec.CannotEncodeError):
        codec.encode(torch.eye(3).to_sparse())


def _itself() -> list[object]:
    ring: list[object] = []
    ring.append(ring)
    return ring


@pytest.mark.parametrize(
    "value",
    [
        object(),
        iter([1]),
        {1, 2},
        range(10**9),
        {(1, 2): 3},
        {True: 1},
        {1 << 31: 1},
        {1.5: 1},
        "\ud800",
        1 << (8 * codec.LONGEST_INTEGER),
        _itself(),
        np.array([object()]),
        np.array(["text"]),
        np.zeros(2, dtype="M8[s]"),
        np.zeros(2, dtype=[("a", "i4")]),
        type("Lying", (), {"__array__": lambda *_: np.zeros(3)})(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_has_no_place_on_the_wire_is_refused(value: object) -> None:
    with pytest.raises(codec.CannotEncodeError):
        codec.encode(value)


def _colliding() -> bytes:
    """Write a map whose keys are pairs of integers that all have one and the same hash."""
    mask = (1 << 64) - 1
    one, two, five = 11400714785074694791, 14029467366897019727, 2870177450012600261
    inverse, chance = pow(two, -1, 1 << 64), random.Random(1)  # noqa: S311 - any will do
    keys: list[tuple[int, int]] = []
    while len(keys) < 20000:
        first = chance.randrange(1 << 60)
        lane = (five + first * two) & mask
        turned = ((lane << 31) | (lane >> 33)) & mask
        second = ((123456789 - turned * one) * inverse) & mask
        if second < (1 << 61) - 1:
            keys.append((first, second))
    written = [b"\xd6\x02" + struct.pack(">I", 2) + _long(a) + _long(b) for a, b in keys]
    return b"\xdf" + struct.pack(">I", len(keys)) + b"".join(key + b"\xc0" for key in written)


def _long(value: int) -> bytes:
    return b"\xd3" + struct.pack(">q", value)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "colliding_tuple_keys": _colliding,
    "empty_lists": lambda: b"\xdd" + struct.pack(">I", 8 << 20) + bytes([0xDD, 0, 0, 0, 0]) * 9999,
    "claims_4G_items": lambda: b"\xdd\xff\xff\xff\xff",
    "claims_4G_pairs": lambda: b"\xdf\xff\xff\xff\xff",
    "claims_4G_text": lambda: b"\xdb\xff\xff\xff\xff",
    "claims_4G_bytes": lambda: b"\xc6\xff\xff\xff\xff",
    "claims_4G_tuple": lambda: b"\xd6\x02\xff\xff\xff\xff",
    "claims_4G_array": lambda: b"\xc9\xff\xff\xff\xff\x01",
    "empty_arrays": lambda: b"\xdd" + struct.pack(">I", 20_001) + array_frame(0, [0]) * 20_001,
    "zero_size_huge_axes": lambda: array_frame(11, [0] + [2**31 - 1] * 3),
    "huge_axis": lambda: array_frame(1, [1 << 31]),
    "overflowing_axes": lambda: array_frame(11, [1 << 30, 1 << 30, 1 << 30]),
    "negative_axis": lambda: array_frame(11, [(1 << 64) - 1]),
    "many_axes": lambda: array_frame(11, [1] * 17, bytes(8)),
    "axes_past_the_end": lambda: struct.pack(">BIb", 0xC9, 2, 1) + b"\x0b\xff",
    "unknown_dtype": lambda: array_frame(14, [1], bytes(8)),
    "object_dtype": lambda: array_frame(255, [1], bytes(8)),
    "short_array": lambda: array_frame(11, [2], bytes(8)),
    "long_array": lambda: array_frame(11, [1], bytes(16)),
    "no_padding": lambda: array_frame(11, [1, 1], bytes(8), pad=0),
    "more_padding": lambda: array_frame(11, [1, 1], bytes(8), pad=24),
    "dirty_padding": lambda: array_frame(11, [1, 1], b"\1" * 8 + bytes(8), pad=0),
    "array_of_no_header": lambda: b"\xc9\0\0\0\0\x01",
    "huge_integer": lambda: b"\xc8\x20\x00\x04" + b"\xff" * 8192,
    "nan_key": lambda: b"\x81\xcb\x7f\xf8\0\0\0\0\0\0\xc0",
    "float_key": lambda: b"\xdf\0\0\0\1\xcb\x3f\xf0\0\0\0\0\0\0\xc0",
    "bool_key": lambda: b"\xdf\0\0\0\1\xc3\xc0",
    "duplicate_key": lambda: b"\xdf\0\0\0\2\x01\xc0\x01\xc0",
    "wide_key": lambda: b"\xdf\0\0\0\1" + _long(1 << 31) + b"\xc0",
    "bad_text": lambda: b"\xdb\0\0\0\2\xff\xfe",
    "half_a_surrogate_pair": lambda: b"\xdb\0\0\0\3\xed\xa0\x80",
    "unknown_extension": lambda: b"\xd4\x63\0",
    "timestamp": lambda: b"\xd6\xff\0\0\0\1",
    "reserved": lambda: b"\xc1",
    "nested": lambda: b"\xdd\0\0\0\1" * 5000 + b"\xc0",
    "nested_tuples": lambda: b"\xd6\x02\0\0\0\1" * 5000 + b"\xc0",
    "pickle": lambda: b"\x80\x04\x95\0\0\0\0\0\0\0\0.",
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_refused_at_no_cost(name: str) -> None:
    frame = HOSTILE[name]()
    began = time.process_time()

    with pytest.raises(codec.BadFrameError):
        decode(frame)

    assert time.process_time() - began < 1.0  # quadratic work would take far longer


def test_any_byte_but_zero_is_one_true() -> None:
    back = decode(array_frame(0, [4], b"\x00\x01\x02\xff"))

    assert isinstance(back, np.ndarray)
    assert back.view("u1").tolist() == [0, 1, 1, 1]


def test_not_a_number_and_infinities_cross() -> None:
    back = decode(codec.encode([math.nan, math.inf, -0.0]))

    assert isinstance(back, list)
    assert math.isnan(back[0])
    assert back[1] == math.inf
    assert math.copysign(1, back[2]) == -1
