"""Which language a page speaks, and that both are complete."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient

from app.web import languages
from app.web.languages import LOCALES, as_lang
from tests.web.conftest import Site

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "noted": None,
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@pytest.mark.parametrize(
    ("query", "cookie", "accept", "tag"),
    [
        pytest.param("", "", "", "zh-CN", id="nothing said"),
        pytest.param("", "", "en-GB,en;q=0.9", "en", id="an English browser"),
        pytest.param("", "", "zh-TW,en;q=0.5", "zh-CN", id="any Chinese is Chinese"),
        pytest.param("", "", "de, en;q=0.5, zh;q=0.8", "zh-CN", id="weights count"),
        pytest.param("", "", "fr", "zh-CN", id="neither of ours"),
        pytest.param("", "zh", "en", "zh-CN", id="the cookie beats the browser"),
        pytest.param("?lang=en", "zh", "zh", "en", id="the address beats the cookie"),
        pytest.param("?lang=xx", "en", "zh", "en", id="an unknown language says nothing"),
        pytest.param("", "", ";;;,q=1,en;q=high", "en", id="a broken header"),
    ],
)
def test_the_language_of_a_page(site: Site, query: str, cookie: str, accept: str, tag: str) -> None:
    browser = site.visit()
    if cookie:
        browser.cookies.set("lang", cookie)

    reply = browser.get(f"/{query}", headers={"Accept-Language": accept})

    assert f'<html lang="{tag}"' in reply.text
    assert reply.headers["content-language"] == tag


@pytest.mark.parametrize(
    ("code", "lang"),
    [("zh", "zh"), ("zh-Hant-TW", "zh"), ("zh_CN", "zh"), ("EN", "en"), ("eng", None), ("", None)],
)
def test_reading_a_language_code(code: str, lang: str | None) -> None:
    assert as_lang(code) == lang


def test_the_switch_is_remembered_by_browser_and_account(client: TestClient) -> None:
    reply = client.post("/display", data={"lang": "zh", "next": "/questions?kind=single"})

    assert reply.status_code == 303
    assert reply.headers["location"] == "/questions?kind=single"
    client.cookies.delete("lang")
    assert "我的账号" in client.get("/account").text


def test_an_address_with_a_language_speaks_for_the_pages_after_it(client: TestClient) -> None:
    client.get("/questions?lang=zh")

    assert "我的账号" in client.get("/account").text


def test_the_switch_beats_the_language_of_an_earlier_address(client: TestClient) -> None:
    client.get("/questions?lang=zh")

    reply = client.post("/display", data={"lang": "en", "next": "/questions?lang=zh&q=bn"})

    assert reply.headers["location"] == "/questions?q=bn"
    assert "Your account" in client.get("/account").text


def test_the_theme_is_in_the_page_from_the_start(site: Site) -> None:
    browser = site.visit()

    browser.post("/display", data={"theme": "dark"})

    assert 'data-theme="dark"' in browser.get("/").text


def test_switching_to_nonsense_changes_nothing(client: TestClient) -> None:
    reply = client.post("/display", data={"lang": "xx", "theme": "pink", "next": "//evil"})

    assert reply.headers["location"] == "/"
    assert "set-cookie" not in reply.headers


@pytest.fixture(scope="module")
def translated() -> Catalog:
    with (LOCALES / "zh" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="zh")


@pytest.fixture(scope="module")
def written() -> set[tuple[str | None, str | tuple[str, ...]]]:
    """Every message of code and templates: (context, id or ids)."""
    with (LOCALES / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    return {
        (context, message)
        for folder in ("app", "templates")
        for _file, _line, message, _comments, context in extract_from_dir(
            ROOT / folder, methods, options, keywords=KEYWORDS
        )
    }


def test_every_message_is_translated(
    translated: Catalog, written: set[tuple[str | None, str | tuple[str, ...]]]
) -> None:
    said = {(m.context, m.id) for m in _messages(translated) if all(_forms(m)) and not m.fuzzy}

    assert sorted(map(str, written - said)) == []


def test_no_translation_is_left_over(
    translated: Catalog, written: set[tuple[str | None, str | tuple[str, ...]]]
) -> None:
    said = {(m.context, m.id) for m in _messages(translated)}

    assert sorted(map(str, said - written)) == []
    assert not translated.obsolete


def test_translations_keep_the_placeholders(translated: Catalog) -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s|\{(\w+)\}", text.replace("%%", "")))

    for message in _messages(translated):
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        for form in _forms(message):
            assert names(form) == names(ids[-1]), message.id
            assert form.count("%%") == ids[-1].count("%%"), message.id


def test_chinese_has_one_form_for_every_number(translated: Catalog) -> None:
    assert translated.num_plurals == 1

    languages.speak("zh")
    assert {languages.ngettext("%(n)s day", "%(n)s days", n) for n in (0, 1, 2)} == {"%(n)s 天"}
    languages.speak("en")
    assert languages.ngettext("%(n)s day", "%(n)s days", 1) == "%(n)s day"


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, list | tuple) else (str(string),)
