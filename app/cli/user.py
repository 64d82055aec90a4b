"""`mianjing user`: accounts and API tokens."""

import getpass
import sys
from typing import Annotated

import typer

from app.cli.database import now_ms, writing
from app.db.users import Role
from app.domain.errors import InvalidError, NotFoundError
from app.services import accounts, people, tokens
from app.services.people import ROLES
from app.settings import Settings

user_app = typer.Typer(help="Accounts and API tokens.", no_args_is_help=True)

PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


def _role(value: str) -> Role:
    for role in ROLES:
        if role == value:
            return role
    raise InvalidError(
        "role",
        f"没有角色“{value}”，可用：{'、'.join(ROLES)}。",
        f"There is no role {value!r}; use one of: {', '.join(ROLES)}.",
    )


@user_app.command()
def create(
    email: str,
    role: Annotated[str, typer.Option(help="learner, author or admin.")] = "learner",
    name: Annotated[str, typer.Option(help="What to call this person.")] = "",
    password_stdin: PasswordStdin = False,
) -> None:
    """Create an account. Without --password-stdin the password is asked for."""
    wanted = _role(role)
    password = _piped() if password_stdin else _asked()
    with writing(Settings()) as db:
        person = accounts.create(
            db, email=email, password=password, role=wanted, name=name, now_ms=now_ms()
        )
    print(f"{person.email} ({person.role})")


def _piped() -> str:
    try:
        # Decoded here: what the locale makes of standard input is not for a password to depend on.
        return sys.stdin.buffer.readline().decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise InvalidError(
            "password", "密码不是 UTF-8 文本。", "The password is not UTF-8 text."
        ) from error


def _asked() -> str:
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise InvalidError("password", "两次输入不一致。", "The two passwords differ.")
    return password


@user_app.command()
def token(
    email: str,
    scopes: Annotated[str, typer.Option(help="Comma-separated: read, answer, author.")] = (
        "read,answer"
    ),
    name: Annotated[str, typer.Option(help="What the token is for.")] = "command line",
) -> None:
    """Make an API token and print it; it is shown this once."""
    with writing(Settings()) as db:
        person = people.find(db, email=email)
        if person is None:
            raise NotFoundError(f"没有账号 {email}。", f"There is no account {email}.")
        secret, _ = tokens.create(
            db,
            user_id=person.id,
            name=name,
            scopes=scopes.replace(",", " ").split(),
            now_ms=now_ms(),
        )
    print(secret)
