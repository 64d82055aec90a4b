"""The time, asked for in one place, so that a test can say what it is."""

import time
from typing import Annotated

from fastapi import Depends


def now_ms() -> int:
    """Return the time in milliseconds since the epoch, UTC."""
    return time.time_ns() // 1_000_000


Now = Annotated[int, Depends(now_ms)]
