"""Limits on how often a password may be tried, and code handed in."""

from fastapi import FastAPI, Request
from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from app.domain.errors import BusyError

PER_ADDRESS = RateLimitItemPerMinute(30, 15)
"""Thirty wrong tries from one network address in fifteen minutes."""
PER_ACCOUNT = RateLimitItemPerMinute(10, 15)
"""Ten wrong tries for one account, from wherever, in fifteen minutes."""

SUBMISSIONS = (RateLimitItemPerMinute(30), RateLimitItemPerHour(600))
"""Runs and submissions of one account."""


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

    def admits_submission(self, user_id: int) -> bool:
        """Return whether another submission is allowed."""
        key = ("submission", str(user_id))
        return all(self._limiter.test(limit, *key) for limit in SUBMISSIONS)

    def count_submission(self, user_id: int) -> None:
        """Count a submission that was taken in."""
        for limit in SUBMISSIONS:
            self._limiter.hit(limit, "submission", str(user_id))


def refuse_too_many(request: Request, user_id: int) -> None:
    """Raise BusyError when there were too many submissions in a short time."""
    if not throttle(request).admits_submission(user_id):
        raise BusyError(
            "提交太频繁了，请等一分钟再交。代码已保存为草稿。",
            "That was too many submissions in a short time. Please wait a minute; "
            "your code is kept as a draft.",
        )


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
