"""Passwords: argon2id at OWASP's second setting, at most two at a time."""

import hashlib
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.db.storable import is_storable
from app.domain.errors import InvalidError

SHORTEST, LONGEST = 10, 200

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Each costs 19 MiB and some 30 ms of a core: a crowd at the door must not take the machine.
_AT_ONCE = BoundedSemaphore(2)


def check(password: str, *, email: str, field: str = "password") -> None:
    """Refuse a password that cannot be used. Length is what counts; no rules on characters."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidError(
            field,
            f"密码至少 {SHORTEST} 个字符，最多 {LONGEST} 个。",
            f"A password has {SHORTEST} to {LONGEST} characters.",
        )
    if not is_storable(password):  # half a character, say, of a terminal with another encoding
        raise InvalidError(
            field,
            "密码里有无法编码的字符。",
            "The password holds characters that cannot be encoded.",
        )
    if password.casefold() in {email, email.partition("@")[0]}:
        raise InvalidError(
            field, "密码不能和邮箱一样。", "The password must differ from the address."
        )


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def verify(kept: str | None, password: str) -> bool:
    """Return whether a password is the one kept. None (no account) takes as long and is False."""
    if len(password) > LONGEST:
        return False
    with _AT_ONCE:
        try:
            _HASHER.verify(kept or _nobodys(), password)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Return whether a hash was made with other settings than today's."""
    return _HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash("the password of no account")


def digest(token: str) -> str:
    """Return what is kept of a random token. It has 256 bits: a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
