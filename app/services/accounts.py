"""Accounts: made, signed in to, given a password and a role; whether strangers may register."""

import re
import secrets

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.db.site import SiteRow
from app.db.storable import storable
from app.db.upserts import insert_into
from app.db.users import UserRow
from app.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from app.services import passwords, people, sessions
from app.services.people import PERSON, ROLES, Person, Role

LONGEST_NAME = 80
"""The column's width."""
SETUP_TOKEN, REGISTRATION = "setup_token", "registration_open"

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,190}")


def registration_open(db: Session) -> bool:
    """Return whether strangers may register."""
    return bool(db.scalar(select(SiteRow.value).where(SiteRow.name == REGISTRATION)))


def setup_needed(db: Session) -> bool:
    """Return whether there is no administrator yet."""
    return db.scalar(select(UserRow.id).where(UserRow.role == "admin").limit(1)) is None


def make_setup_token(db: Session, *, now_ms: int) -> str | None:
    """Make the one-time token of the set-up link; None when an administrator exists.

    Only its hash is kept. A new token replaces the one before.
    """
    if not setup_needed(db):
        return None
    token = secrets.token_urlsafe(32)
    _set_site(db, SETUP_TOKEN, {"hash": passwords.digest(token), "made_at": now_ms})
    return token


def setup_token_fits(db: Session, *, token: str) -> bool:
    """Return whether a token is the one of the set-up link."""
    kept = db.scalar(select(SiteRow.value).where(SiteRow.name == SETUP_TOKEN))
    return isinstance(kept, dict) and secrets.compare_digest(
        str(kept["hash"]), passwords.digest(token)
    )


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
    address = people.normal(email)
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
    row = db.execute(insert.returning(*PERSON)).one_or_none()
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
        select(UserRow.password_hash, *PERSON).where(UserRow.email == people.normal(email))
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
    sessions.revoke_others(db, user_id=user_id, keep_id=keep_session_id)


def set_registration(db: Session, *, is_open: bool) -> None:
    """Open or close registration."""
    _set_site(db, REGISTRATION, is_open)


def set_role(db: Session, *, email: str, role: Role) -> Person:
    """Change a role; ConflictError rather than leave the site without an administrator."""
    person = people.find(db, email=email)
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
        update(UserRow).where(UserRow.id == person.id).values(role=role).returning(*PERSON)
    ).one()
    return Person(*row)


def _set_password(db: Session, user_id: int, password: str) -> None:
    db.execute(
        update(UserRow)
        .where(UserRow.id == user_id)
        .values(password_hash=passwords.hashed(password))
    )


def _set_site(db: Session, name: str, value: object) -> None:
    insert = insert_into(db, SiteRow).values(name=name, value=value)
    db.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
