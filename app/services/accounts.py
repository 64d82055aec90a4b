"""Who people are: accounts, sign-in, sessions, roles, and whether strangers may register."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from app.db.rows import rows
from app.db.sessions import SessionRow
from app.db.site import SiteRow
from app.db.storable import storable
from app.db.upserts import insert_into
from app.db.users import Role as UserRole
from app.db.users import UserRow
from app.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from app.services import passwords

Role = UserRole
ROLES: tuple[Role, ...] = ("learner", "author", "admin")

SESSION_MS = 30 * 86_400_000
"""A session lives this long after it was last in use."""
TOUCH_MS = 600_000
LONGEST_NAME = 80
"""The column's width."""
SETUP_TOKEN, REGISTRATION = "setup_token", "registration_open"

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,190}")


@dataclass(frozen=True, slots=True)
class Person:
    """An account as pages need it."""

    id: int
    email: str
    name: str
    role: Role
    created_ms: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session found by its cookie: who, and which session (for "this device" and logout)."""

    person: Person
    session_id: int
    seen_ms: int
    """When its use was last noted."""


@dataclass(frozen=True, slots=True)
class Device:
    """A session in the list of sessions."""

    id: int
    agent: str
    address: str
    created_ms: int
    last_seen_ms: int
    current: bool


_PERSON = (UserRow.id, UserRow.email, UserRow.name, UserRow.role, UserRow.created_at)
_BY_COOKIE = (
    select(SessionRow.id, SessionRow.last_seen_at, *_PERSON)
    .join(UserRow, UserRow.id == SessionRow.user_id)
    .where(
        SessionRow.token_hash == bindparam("token_hash"),
        SessionRow.expires_at > bindparam("now"),
    )
)


def find_session(db: Session, *, token: str, now_ms: int) -> SignedIn | None:
    """Return whose session a cookie's token opens, None if none. Reads only."""
    facts = {"token_hash": digest(token), "now": now_ms}
    row = rows(db, _BY_COOKIE, facts).one_or_none()
    return SignedIn(Person(*row[2:]), row[0], row[1]) if row is not None else None


def find_person(db: Session, *, email: str) -> Person | None:
    """Return an account by its address, None if there is none."""
    row = db.execute(select(*_PERSON).where(UserRow.email == normal(email))).one_or_none()
    return Person(*row) if row is not None else None


def registration_open(db: Session) -> bool:
    """Return whether strangers may register."""
    return bool(db.scalar(select(SiteRow.value).where(SiteRow.name == REGISTRATION)))


def setup_needed(db: Session) -> bool:
    """Return whether there is no administrator yet."""
    return db.scalar(select(UserRow.id).where(UserRow.role == "admin").limit(1)) is None


def sessions(
    db: Session, *, user_id: int, current_id: int | None, now_ms: int
) -> tuple[Device, ...]:
    """Return a learner's open sessions, the latest used first."""
    rows = db.scalars(
        select(SessionRow)
        .where(SessionRow.user_id == user_id, SessionRow.expires_at > now_ms)
        .order_by(SessionRow.last_seen_at.desc(), SessionRow.id.desc())
    )
    return tuple(
        Device(
            row.id, row.agent, row.address, row.created_at, row.last_seen_at, row.id == current_id
        )
        for row in rows
    )


def people(db: Session) -> tuple[Person, ...]:
    """Return every account, oldest first (for administrators)."""
    return tuple(Person(*row) for row in db.execute(select(*_PERSON).order_by(UserRow.id)))


def make_setup_token(db: Session, *, now_ms: int) -> str | None:
    """Make the one-time token of the set-up link; None when an administrator exists.

    Only its hash is kept. A new token replaces the one before.
    """
    if not setup_needed(db):
        return None
    token = secrets.token_urlsafe(32)
    _set_site(db, SETUP_TOKEN, {"hash": digest(token), "made_at": now_ms})
    return token


def setup_token_fits(db: Session, *, token: str) -> bool:
    """Return whether a token is the one of the set-up link."""
    kept = db.scalar(select(SiteRow.value).where(SiteRow.name == SETUP_TOKEN))
    return isinstance(kept, dict) and secrets.compare_digest(str(kept["hash"]), digest(token))


def create_first_admin(
    db: Session, *, token: str, email: str, password: str, name: str = "", now_ms: int
) -> Person:
    """Create the first administrator; the token works once. ForbiddenError for a wrong token."""
    if not setup_token_fits(db, token=token) or not setup_needed(db):
        raise ForbiddenError(
            "这个初始化链接无效或已经用过。重新启动服务会显示新的链接。",
            "This set-up link is wrong or used already. Restarting the server prints a new one.",
        )
    person = create(db, email=email, password=password, role="admin", name=name, now_ms=now_ms)
    # Of two people with the same link, only the one whose delete finds the row goes on.
    used = db.execute(delete(SiteRow).where(SiteRow.name == SETUP_TOKEN).returning(SiteRow.name))
    if used.one_or_none() is None:
        raise ForbiddenError("这个初始化链接刚刚被用过。", "This set-up link was used just now.")
    return person


def register(db: Session, *, email: str, password: str, name: str = "", now_ms: int) -> Person:
    """Create a learner's account; ForbiddenError while registration is closed."""
    if not registration_open(db):
        raise ForbiddenError(
            "本站没有开放注册，请联系管理员。",
            "Registration is closed here; please ask the administrator.",
        )
    return create(db, email=email, password=password, name=name, now_ms=now_ms)


def create(
    db: Session, *, email: str, password: str, role: Role = "learner", name: str = "", now_ms: int
) -> Person:
    """Create an account (command line, administrators).

    InvalidError for an address, password or name that cannot be used, also for an address taken.
    """
    address = normal(email)
    if not _EMAIL.fullmatch(address):
        raise InvalidError("email", "请填写邮箱地址。", "Please enter an e-mail address.")
    if role not in ROLES:
        raise InvalidError("role", f"没有“{role}”这个角色。", f"There is no role {role!r}.")
    passwords.check(password, email=address)
    called = " ".join(storable(name).split())
    if len(called) > LONGEST_NAME:
        raise InvalidError(
            "name",
            f"名字最多 {LONGEST_NAME} 个字符。",
            f"A name has at most {LONGEST_NAME} characters.",
        )
    values = {
        "email": address,
        "name": called,
        "password_hash": passwords.hashed(password),
        "role": role,
        "created_at": now_ms,
    }
    insert = insert_into(db, UserRow).values(**values).on_conflict_do_nothing()
    row = db.execute(insert.returning(*_PERSON)).one_or_none()
    if row is None:
        raise InvalidError(
            "email", "这个邮箱已经有账号了。", "There is an account with this address already."
        )
    return Person(*row)


def authenticate(db: Session, *, email: str, password: str) -> Person:
    """Return who signs in; ForbiddenError, the same for an unknown address and a wrong password.

    Reads only, and should be given a session that only reads: checking a password takes so long
    that nobody else's writing may wait for it.
    """
    row = db.execute(
        select(UserRow.password_hash, *_PERSON).where(UserRow.email == normal(email))
    ).one_or_none()
    # Unknown addresses cost as much time as known ones: the clock tells nobody who has an account.
    right = passwords.verify(row[0] if row is not None else None, password)
    if row is None or not right:
        raise ForbiddenError("邮箱或密码不对。", "The address or the password is wrong.")
    return Person(*row[1:])


def renew_hash(db: Session, *, user_id: int, password: str) -> None:
    """Keep a password, known to be right, under today's settings; mostly nothing is to be done."""
    kept = db.scalar(select(UserRow.password_hash).where(UserRow.id == user_id))
    if kept is not None and passwords.is_outdated(kept):
        _set_password(db, user_id, password)


def open_session(
    db: Session, *, user_id: int, agent: str, address: str, now_ms: int
) -> tuple[str, int]:
    """Open a session; returns the token for the cookie and when it expires (ms)."""
    db.execute(
        delete(SessionRow).where(SessionRow.user_id == user_id, SessionRow.expires_at <= now_ms)
    )
    token = secrets.token_urlsafe(32)
    expires = now_ms + SESSION_MS
    db.add(
        SessionRow(
            user_id=user_id,
            token_hash=digest(token),
            agent=storable(agent)[:200],
            address=address[:64],
            created_at=now_ms,
            last_seen_at=now_ms,
            expires_at=expires,
        )
    )
    return token, expires


def touch_session(db: Session, *, session_id: int, seen_ms: int, now_ms: int) -> None:
    """Note that a session is in use, at most every ten minutes. Only from requests that write.

    `seen_ms` is when it was last noted, as `find_session` read it.
    """
    if seen_ms <= now_ms - TOUCH_MS:
        db.execute(
            update(SessionRow)
            .where(SessionRow.id == session_id)
            .values(last_seen_at=now_ms, expires_at=now_ms + SESSION_MS)
        )


def close_session(db: Session, *, token: str) -> None:
    """Sign out."""
    db.execute(delete(SessionRow).where(SessionRow.token_hash == digest(token)))


def revoke_session(db: Session, *, user_id: int, session_id: int) -> None:
    """Close one of the learner's own sessions; NotFoundError for somebody else's."""
    gone = db.execute(
        delete(SessionRow)
        .where(SessionRow.id == session_id, SessionRow.user_id == user_id)
        .returning(SessionRow.id)
    )
    if gone.one_or_none() is None:
        raise NotFoundError("没有这个登录会话。", "There is no such session.")


def revoke_other_sessions(db: Session, *, user_id: int, keep_id: int | None) -> int:
    """Close all of the learner's sessions but one; returns how many."""
    others = delete(SessionRow).where(SessionRow.user_id == user_id)
    if keep_id is not None:
        others = others.where(SessionRow.id != keep_id)
    return len(db.execute(others.returning(SessionRow.id)).all())


def change_password(
    db: Session,
    *,
    user_id: int,
    current: str,
    new: str,
    keep_session_id: int | None,
    now_ms: int,  # noqa: ARG001
) -> None:
    """Change the password and close every other session. InvalidError(field) says what is wrong."""
    row = db.execute(
        select(UserRow.password_hash, UserRow.email).where(UserRow.id == user_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError("没有这个账号。", "There is no such account.")
    if not passwords.verify(row[0], current):
        raise InvalidError("current", "当前密码不对。", "The current password is wrong.")
    passwords.check(new, email=row[1], field="new")
    _set_password(db, user_id, new)
    revoke_other_sessions(db, user_id=user_id, keep_id=keep_session_id)


def set_registration(db: Session, *, is_open: bool) -> None:
    """Open or close registration."""
    _set_site(db, REGISTRATION, is_open)


def set_role(db: Session, *, email: str, role: Role) -> Person:
    """Change a role; ConflictError rather than leave the site without an administrator."""
    person = find_person(db, email=email)
    if person is None:
        raise NotFoundError("没有这个账号。", "There is no such account.")
    if role not in ROLES:
        raise InvalidError("role", f"没有“{role}”这个角色。", f"There is no role {role!r}.")
    admins = db.scalar(select(func.count()).where(UserRow.role == "admin")) or 0
    if person.role == "admin" and role != "admin" and admins == 1:
        raise ConflictError(
            "这是最后一位管理员，不能改成别的角色。",
            "This is the last administrator; make somebody else one first.",
        )
    row = db.execute(
        update(UserRow).where(UserRow.id == person.id).values(role=role).returning(*_PERSON)
    ).one()
    return Person(*row)


def allowed(role: Role, needed: Sequence[Role]) -> bool:
    """Return whether a role is among those needed; administrators may do everything."""
    return role == "admin" or role in needed


def normal(email: str) -> str:
    """Return an address in the form that is kept and compared."""
    return unicodedata.normalize("NFKC", storable(email)).strip().casefold()


def digest(token: str) -> str:
    """Return what is kept of a random token. It has 256 bits: a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _set_password(db: Session, user_id: int, password: str) -> None:
    db.execute(
        update(UserRow)
        .where(UserRow.id == user_id)
        .values(password_hash=passwords.hashed(password))
    )


def _set_site(db: Session, name: str, value: object) -> None:
    insert = insert_into(db, SiteRow).values(name=name, value=value)
    db.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
