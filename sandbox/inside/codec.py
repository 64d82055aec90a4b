"""Values on the wire: the bytes of msgpack for plain values, and extensions for the rest.

No pickle, no parser of anything executable. The reader takes hostile bytes: every value costs one
from a budget, nothing is allocated before its length is known to be there, keys of maps are text
or small integers, so that nobody can choose keys that collide. Extensions: 1 an array, 2 a tuple
(its length; the items follow), 3 a complex number, 4 an integer beyond 64 bits.
"""

import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sandbox.inside import arrays

if TYPE_CHECKING:
    import numpy as np

DEPTH: Final = 64
VALUES: Final = 20_000
LONGEST_INTEGER: Final = 4096  # bytes
SMALL_KEY: Final = 1 << 31
BY_REFERENCE: Final = 1 << 16  # bytes of an array that is written from where it lies

ARRAY, TUPLE, COMPLEX, INTEGER = 1, 2, 3, 4


class CannotEncodeError(TypeError):
    """A value that has no place on the wire: of another type, too deep, or inside itself."""


class BadFrameError(ValueError):
    """Bytes that are no value."""


class TooManyValuesError(BadFrameError):
    """More values than the budget."""


def encode(value: object) -> bytes:
    """Return a value as bytes. Raises CannotEncodeError."""
    return b"".join(encode_parts(value))


def encode_parts(value: object) -> list[bytes | memoryview]:
    """Return a value as pieces to be written one after another; large arrays are not copied."""
    writer = _Writer()
    writer.value(value, 0)
    return [*writer.parts, bytes(writer.tail)]


def decode(data: bytes | bytearray | memoryview, values: int = VALUES, *, copy: bool) -> object:
    """Read one value that fills `data`, of at most `values` values. Raises BadFrameError.

    Without `copy` arrays share the memory of `data`; with it they are their own.
    """
    reader = _Reader(memoryview(data), values, copy=copy)
    try:
        value = reader.value(0)
    except BadFrameError:
        raise
    except (ValueError, IndexError, struct.error, RecursionError, OverflowError) as error:
        raise BadFrameError(type(error).__name__) from None
    if reader.at != len(data):
        raise BadFrameError("trailing bytes")
    return value


def count(value: object) -> int:
    """Return what a value costs of the reader's budget."""
    if isinstance(value, list | tuple):
        return 1 + sum(map(count, value))
    if isinstance(value, dict):
        return 1 + sum(1 + count(each) for each in value.values())
    return 1


class _Writer:
    """Collects pieces; knows at which byte the next one begins."""

    def __init__(self) -> None:
        self.parts: list[bytes | memoryview] = []
        self.tail = bytearray()
        self._before = 0  # bytes in `parts`

    def value(self, value: object, depth: int) -> None:  # noqa: C901 - one case per kind
        """Write one value."""
        if depth > DEPTH:
            raise CannotEncodeError("a value nested too deeply, or inside itself")
        tail = self.tail
        if value is None:
            tail.append(0xC0)
        elif value is True or value is False:
            tail.append(0xC3 if value else 0xC2)
        elif (array := _array(value)) is not None:
            self._array(array)
        elif isinstance(value, int):
            self._integer(int.__index__(value))
        elif isinstance(value, float):
            tail += b"\xcb" + struct.pack(">d", float.__float__(value))
        elif isinstance(value, str):
            self._text(str.__str__(value))
        elif isinstance(value, list | tuple):
            self._sequence(value, depth)
        elif isinstance(value, dict):
            self._mapping(value, depth)
        elif isinstance(value, bytes | bytearray):
            tail += b"\xc6" + struct.pack(">I", len(value)) + value
        elif isinstance(value, complex):
            plain = complex.__complex__(value)
            tail += struct.pack(">BBbdd", 0xC7, 16, COMPLEX, plain.real, plain.imag)
        else:
            raise CannotEncodeError(f"a value of type {type(value).__name__}")

    def _integer(self, value: int) -> None:
        if 0 <= value < 1 << 7:
            self.tail.append(value)
        elif -(1 << 63) <= value < 1 << 63:
            self.tail += b"\xd3" + struct.pack(">q", value)
        else:
            size = value.bit_length() // 8 + 1
            if size > LONGEST_INTEGER:
                raise CannotEncodeError(f"an integer of {value.bit_length()} bits")
            body = value.to_bytes(size, "little", signed=True)
            self.tail += struct.pack(">BHb", 0xC8, size, INTEGER) + body

    def _text(self, value: str) -> None:
        try:
            body = value.encode()
        except UnicodeEncodeError:
            raise CannotEncodeError("text with half a surrogate pair") from None
        self.tail += b"\xdb" + struct.pack(">I", len(body)) + body

    def _sequence(self, items: list[object] | tuple[object, ...], depth: int) -> None:
        if isinstance(items, tuple):
            self.tail += struct.pack(">BbI", 0xD6, TUPLE, tuple.__len__(items))
            each = tuple.__iter__(items)
        else:
            items = list.copy(items)  # another thread may be changing it
            self.tail += struct.pack(">BI", 0xDD, len(items))
            each = iter(items)
        for item in each:
            self.value(item, depth + 1)

    def _mapping(self, items: dict[object, object], depth: int) -> None:
        items = dict.copy(items)
        self.tail += struct.pack(">BI", 0xDF, len(items))
        for key, item in dict.items(items):
            if type(key) is str:
                self._text(key)
            elif type(key) is int and -SMALL_KEY <= key < SMALL_KEY:
                self._integer(key)
            else:
                raise CannotEncodeError(f"a dictionary with a key of type {type(key).__name__}")
            self.value(item, depth + 1)

    def _array(self, array: "np.ndarray[Any, Any]") -> None:
        start = self._before + len(self.tail) + 6
        try:
            head = arrays.header(array, start)
        except TypeError as error:
            raise CannotEncodeError(str(error)) from None
        size = len(head) + array.nbytes
        if size >= 1 << 32:
            raise CannotEncodeError(f"an array of {array.nbytes} bytes")
        self.tail += struct.pack(">BIb", 0xC9, size, ARRAY) + head
        if array.nbytes < BY_REFERENCE:
            self.tail += array.tobytes()
            return
        self.parts += [bytes(self.tail), array.reshape(-1).view("u1").data]
        self._before += len(self.tail) + array.nbytes
        self.tail = bytearray()


def _array(value: object) -> "np.ndarray[Any, Any] | None":
    if type(value) in _PLAIN:
        return None
    try:
        return arrays.plain(value)
    except (TypeError, RuntimeError) as error:  # torch: sparse, quantised, on another device
        raise CannotEncodeError(str(error)[:200]) from None


_PLAIN: Final = frozenset((int, float, str, list, tuple, dict, bytes, complex))
_LENGTHS: Final[Mapping[int, struct.Struct]] = {
    1: struct.Struct(">B"),
    2: struct.Struct(">H"),
    4: struct.Struct(">I"),
}


class _Reader:
    """Reads values from hostile bytes within a budget."""

    def __init__(self, view: memoryview, values: int, *, copy: bool) -> None:
        self.at = 0
        self._view = view
        self._left = values
        self._copy = copy

    def value(self, depth: int) -> object:  # noqa: C901, PLR0911 - one case per type byte
        """Read one value."""
        self._left -= 1
        if self._left < 0:
            raise TooManyValuesError("too many values")
        if depth > DEPTH:
            raise BadFrameError("nesting")
        kind = self._take(1)[0]
        if kind < 0x80:  # noqa: PLR2004
            return kind
        if kind in _CONSTANTS:
            return _CONSTANTS[kind]
        if kind == 0xD3:  # noqa: PLR2004
            return struct.unpack(">q", self._take(8))[0]
        if kind == 0xCB:  # noqa: PLR2004
            return struct.unpack(">d", self._take(8))[0]
        if kind == 0xDB:  # noqa: PLR2004
            return str(self._take(self._length(4)), "utf-8")
        if kind == 0xDD:  # noqa: PLR2004
            return self._items(self._length(4), depth)
        if kind == 0xDF:  # noqa: PLR2004
            return self._mapping(self._length(4), depth)
        if kind == 0xC6:  # noqa: PLR2004
            return bytes(self._take(self._length(4)))
        return self._extension(kind, depth)

    def _take(self, size: int) -> memoryview:
        if size > len(self._view) - self.at:
            raise BadFrameError("cut short")
        self.at += size
        return self._view[self.at - size : self.at]

    def _length(self, size: int) -> int:
        length: int = _LENGTHS[size].unpack(self._take(size))[0]
        return length

    def _items(self, length: int, depth: int) -> list[object]:
        if length > self._left:
            raise TooManyValuesError("too many values")
        return [self.value(depth + 1) for _ in range(length)]

    def _mapping(self, length: int, depth: int) -> dict[object, object]:
        if 2 * length > self._left:
            raise TooManyValuesError("too many values")
        made: dict[object, object] = {}
        for _ in range(length):
            key = self.value(depth + 1)
            small = type(key) is int and -SMALL_KEY <= key < SMALL_KEY
            if not (small or type(key) is str) or key in made:
                raise BadFrameError("key")
            made[key] = self.value(depth + 1)
        return made

    def _extension(self, kind: int, depth: int) -> object:
        if kind not in _EXTENSIONS:
            raise BadFrameError("type")
        code, width = _EXTENSIONS[kind]
        size = self._length(width) if width else 4
        if self._take(1)[0] != code or size > len(self._view) - self.at:
            raise BadFrameError("extension")
        if code == TUPLE:
            return tuple(self._items(self._length(4), depth))
        start = self.at
        body = self._take(size)
        if code == ARRAY:
            return arrays.read(self._view, start, self.at, copy=self._copy)
        if code == INTEGER and size <= LONGEST_INTEGER:
            return int.from_bytes(body, "little", signed=True)
        if code == COMPLEX and size == 16:  # noqa: PLR2004
            return complex(*struct.unpack(">dd", body))
        raise BadFrameError("extension")


_CONSTANTS: Final = {0xC0: None, 0xC2: False, 0xC3: True}
# type byte: which extension it must be, and in how many bytes its length is written
_EXTENSIONS: Final = {0xC9: (ARRAY, 4), 0xD6: (TUPLE, 0), 0xC7: (COMPLEX, 1), 0xC8: (INTEGER, 2)}
