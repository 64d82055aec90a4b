"""Doing something many times at once, and how long each time took."""

import threading
import time
from collections.abc import Callable

Times = list[float]
"""Seconds."""


def seconds(what: Callable[[], object]) -> float:
    """Return how long it takes."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def until(what: Callable[[], object], most_s: float) -> None:
    """Wait until it is so. Raises TimeoutError."""
    deadline = time.monotonic() + most_s
    while not what():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not so after {most_s:g} s")
        time.sleep(0.002)


def at_once(what: Callable[[], object], many: int, for_s: float) -> Times:
    """Do it in so many threads, again and again, each at least once. Raises what it raises."""
    times: Times = []
    failed: list[BaseException] = []
    deadline = time.monotonic() + for_s

    def again() -> None:
        try:
            while not failed:
                times.append(seconds(what))
                if time.monotonic() >= deadline:
                    return
        except BaseException as error:  # noqa: BLE001 - raised below, in the thread that asked
            failed.append(error)

    threads = [threading.Thread(target=again) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return times
