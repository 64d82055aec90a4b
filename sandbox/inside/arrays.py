"""Arrays on the wire: a header of fixed shape, then raw bytes whose number must be exact.

NumPy is imported only when an array is met, so that the profile without it has none.
"""

import sys
from math import prod
from struct import Struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np

ALIGN: Final = 16  # data begins at a multiple of it, so that no copy is needed to compute with it
DTYPES: Final = (
    "|b1 |i1 |u1 <i2 <u2 <i4 <u4 <i8 <u8 <f2 <f4 <f8 <c8 <c16".split()  # noqa: SIM905 - a table
)
HEADER: Final = Struct("<BB")  # which dtype, how many axes
AXES: Final = 16
LONGEST_AXIS: Final = 1 << 31
MOST_ELEMENTS: Final = 1 << 40  # counting empty axes as one: no shape that merely looks harmless


class BadArrayError(ValueError):
    """A header that describes no array, or bytes that do not fit it."""


def plain(value: object) -> "np.ndarray[Any, Any] | None":
    """Return an array, a NumPy scalar or a tensor as a little-endian array; None for the rest.

    Raises TypeError for dtypes that have no place on the wire. bfloat16, which NumPy does not
    know, becomes float32: every one of its values is there.
    """
    if "torch" in sys.modules and (tensor := _from_torch(value)) is not None:
        value = tensor
    if "numpy" not in sys.modules:
        return None
    import numpy as np  # noqa: PLC0415

    if not isinstance(value, np.ndarray | np.generic):
        return None
    array = np.asarray(value)
    if array.dtype.kind not in "biufc" or f"{array.dtype.newbyteorder('<').str}" not in DTYPES:
        raise TypeError(f"an array of dtype {array.dtype}")
    return array.astype(array.dtype.newbyteorder("<"), order="C", copy=False)


def _from_torch(value: object) -> "np.ndarray[Any, Any] | None":
    import torch  # noqa: PLC0415

    if not isinstance(value, torch.Tensor):
        return None
    tensor = value.detach().cpu().resolve_conj().resolve_neg()
    if tensor.dtype == torch.bfloat16:
        tensor = tensor.float()
    made: np.ndarray[Any, Any] = tensor.numpy()
    return made


def header(array: "np.ndarray[Any, Any]", place: int) -> bytes:
    """Return what stands before the data of an array whose header begins at `place`."""
    code = DTYPES.index(array.dtype.str)
    if array.ndim > AXES:
        raise TypeError(f"an array of {array.ndim} axes")
    head = HEADER.pack(code, array.ndim) + b"".join(n.to_bytes(8, "little") for n in array.shape)
    return head + bytes(-(place + len(head)) % ALIGN)


def read(view: memoryview, start: int, end: int, *, copy: bool) -> "np.ndarray[Any, Any]":
    """Read the array that fills `view[start:end]` exactly; without `copy` it shares the bytes.

    Raises BadArrayError.
    """
    if end - start < HEADER.size:
        raise BadArrayError("header")
    code, axes = HEADER.unpack_from(view, start)
    at = start + HEADER.size + 8 * axes
    if code >= len(DTYPES) or axes > AXES or at > end:
        raise BadArrayError("header")
    first = start + HEADER.size
    shape = [int.from_bytes(view[i : i + 8], "little") for i in range(first, at, 8)]
    pad = -at % ALIGN
    if max(shape, default=0) >= LONGEST_AXIS or prod(n or 1 for n in shape) >= MOST_ELEMENTS:
        raise BadArrayError("shape")
    try:
        import numpy as np  # noqa: PLC0415
    except ImportError:
        raise BadArrayError("no arrays in this profile") from None
    dtype = np.dtype(DTYPES[code])
    if prod(shape) * dtype.itemsize != end - at - pad or any(view[at : at + pad]):
        raise BadArrayError("size")
    if DTYPES[code] == "|b1":  # any byte but 0 is true, and true is 1
        return np.asarray(np.frombuffer(view[at + pad : end], "|u1").reshape(shape) != 0)
    array = np.frombuffer(view[at + pad : end], dtype).reshape(shape)
    return array.copy() if copy else array
