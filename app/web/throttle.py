"""Limits on how often a password may be tried."""

from fastapi import FastAPI, Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

PER_ADDRESS = RateLimitItemPerMinute(30, 15)
"""Thirty wrong tries from one network address in fifteen minutes."""
PER_ACCOUNT = RateLimitItemPerMinute(10, 15)
"""Ten wrong tries for one account, from wherever, in fifteen minutes."""


class Throttle:
    """Counts tries in the memory of this process."""

    def __init__(self) -> None:
        """Start with nothing counted."""
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def admits(self, address: str, account: str) -> bool:
        """Return whether another try is allowed."""
        return self._limiter.test(PER_ADDRESS, "address", address) and self._limiter.test(
            PER_ACCOUNT, "account", account.strip().casefold()
        )

    def count(self, address: str, account: str) -> None:
        """Count a try. A sign-in that succeeds is not one: a class may share an address."""
        self._limiter.hit(PER_ADDRESS, "address", address)
        self._limiter.hit(PER_ACCOUNT, "account", account.strip().casefold())

    def forgive(self, account: str) -> None:
        """Forget the tries for an account, after the right password."""
        self._limiter.clear(PER_ACCOUNT, "account", account.strip().casefold())


def throttle(request: Request) -> Throttle:
    """Return the throttle of this application, made on first use."""
    app: FastAPI = request.app
    found: Throttle | None = getattr(app.state, "throttle", None)
    if found is None:
        found = app.state.throttle = Throttle()
    return found


def address_of(request: Request) -> str:
    """Return the network address a request came from."""
    return request.client.host if request.client else "unknown"
