"""The languages of the interface: gettext catalogues, and which one a request wants.

The sentences in code and templates are English and are their own message ids; `locales/zh` holds
the Chinese ones. The catalogue is compiled in memory when the server starts, so that there is no
binary file to forget.
"""

import io
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fastapi import Request, Response

from app.domain.text import LANGS, Lang, Text

LOCALES: Final = Path(__file__).parent / "locales"
COOKIE: Final = "lang"
HERE: Final = "lang-here"
"""A cookie of this browser session: the last ?lang=, so that the next page goes on in it."""
TAGS: Final[dict[Lang, str]] = {"zh": "zh-CN", "en": "en"}
"""What `lang` attributes and Content-Language say."""

_YEAR_S = 365 * 24 * 3600

_current: ContextVar[Lang] = ContextVar("lang", default="zh")


@cache
def catalogue(lang: Lang) -> NullTranslations:
    """Return the messages of one language; English needs no catalogue."""
    if lang == "en":
        return NullTranslations()
    with (LOCALES / lang / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = read_po(file, locale=lang)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


def speak(lang: Lang) -> None:
    """Make `lang` the language of what is rendered from here on, in this context."""
    _current.set(lang)


def spoken() -> Lang:
    """Return the language that is being rendered."""
    return _current.get()


def gettext(message: str) -> str:
    """Return a message in the language being spoken."""
    return catalogue(_current.get()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Return the form of a message that fits `n`, in the language being spoken."""
    return catalogue(_current.get()).ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """Return a message whose meaning depends on where it stands."""
    return catalogue(_current.get()).pgettext(context, message)


def npgettext(context: str, one: str, many: str, n: int) -> str:
    """Return the form that fits `n` of a message whose meaning depends on where it stands."""
    return catalogue(_current.get()).npgettext(context, one, many, n)


def said(text: Text) -> str:
    """Return a text of ours in the language being spoken."""
    return text.said_in(_current.get())


def noted(message: str) -> str:
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message


def as_lang(value: str | None) -> Lang | None:
    """Read a language code as browsers and people write it: "zh-Hant" and "zh_TW" are zh."""
    short = (value or "").strip().lower().replace("_", "-").split("-")[0]
    return next((lang for lang in LANGS if lang == short), None)


def negotiate(request: Request, account: Lang | None = None) -> Lang:
    """Return the language: ?lang= (now or before), account, cookie, Accept-Language, then zh."""
    return (
        as_lang(request.query_params.get("lang"))
        or as_lang(request.cookies.get(HERE))
        or account
        or as_lang(request.cookies.get(COOKIE))
        or _accepted(request.headers.get("accept-language", ""))
        or "zh"
    )


def keep(reply: Response, lang: Lang) -> None:
    """Remember in this browser which language was chosen, instead of any ?lang= before."""
    reply.set_cookie(COOKIE, lang, max_age=_YEAR_S, samesite="lax")
    reply.delete_cookie(HERE)


def _accepted(header: str) -> Lang | None:
    """Return the first language of ours that an Accept-Language header names, by its weights."""
    wishes: list[tuple[float, int, Lang]] = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.partition(";")
        lang = as_lang(tag)
        if lang is not None:
            wishes.append((-_weight(weight), place, lang))
    return min(wishes)[2] if wishes else None


def _weight(parameter: str) -> float:
    try:
        return float(parameter.strip().removeprefix("q="))
    except ValueError:
        return 1.0
