"""One's own account: settings, password, sessions, tokens."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.services import people, preferences, sessions, tokens
from tests.web.conftest import PASSWORD, Site, flat, settings

SETTINGS = settings(theme="dark", zone="Europe/Zurich", desired_retention=0.85)


def test_settings_are_kept(client: TestClient) -> None:
    reply = client.post("/account/preferences", data=SETTINGS | {"single_keys": "1"})

    assert reply.headers["location"] == "/account?done=saved"
    page = flat(client.get("/account").text)
    assert 'value="Europe/Zurich"' in page
    assert 'value="0.85"' in page
    assert 'data-theme="dark"' in page
    assert re.search(r'name="single_keys" value="1" checked', page)
    assert not re.search(r'name="bury_siblings" value="1" checked', page)


@pytest.mark.parametrize("name", preferences.NAMES)
def test_every_setting_can_be_changed_on_the_page(client: TestClient, name: str) -> None:
    page = flat(client.get("/account").text)

    assert re.search(rf'<(input|select) [^>]*name="{name}"', page)


def test_the_system_theme_forgets_the_cookie(client: TestClient) -> None:
    client.post("/account/preferences", data=SETTINGS)

    client.post("/account/preferences", data=SETTINGS | {"theme": "system"})

    assert "data-theme=" not in client.get("/account").text


def test_single_key_shortcuts_can_be_switched_off(client: TestClient) -> None:
    assert 'data-keys="off"' not in client.get("/").text

    client.post("/account/preferences", data=SETTINGS)

    assert 'data-keys="off"' in client.get("/").text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("zone", "Moon/Base"),
        ("day_start_hour", "25"),
        ("new_per_day", "many"),
        ("desired_retention", "1.5"),
    ],
)
def test_a_setting_that_cannot_be_used_comes_back_as_typed(
    client: TestClient, field: str, typed: str
) -> None:
    reply = client.post("/account/preferences", data=SETTINGS | {field: typed})

    assert reply.status_code == 422
    assert re.search(rf'name="{field}"[^>]*value="{re.escape(typed)}"', reply.text)
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', reply.text)
    assert 'value="Europe/Zurich"' in reply.text or field == "zone"
    saved = flat(client.get("/account").text).partition("<datalist")[0]
    assert "Europe/Zurich" not in saved


def signed_in(site: Site, email: str = "ada@example.org") -> TestClient:
    browser = site.visit()
    browser.post("/login", data={"email": email, "password": PASSWORD})
    return browser


def test_a_new_password_ends_the_other_sessions(site: Site) -> None:
    site.enrol()
    here, there = signed_in(site), signed_in(site)

    reply = here.post(
        "/account/password", data={"current": PASSWORD, "new": "another long password"}
    )

    assert reply.headers["location"] == "/account?done=password"
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("changes", "field"), [({"current": "wrong"}, "current"), ({"new": "short"}, "new")]
)
def test_a_password_that_cannot_be_used_changes_nothing(
    site: Site, changes: dict[str, str], field: str
) -> None:
    site.enrol()
    form = {"current": PASSWORD, "new": "another long password"} | changes

    reply = signed_in(site).post("/account/password", data=form)

    assert reply.status_code == 422
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', reply.text)
    assert PASSWORD not in reply.text
    assert signed_in(site).get("/account").status_code == 200


def sessions_of(site: Site, email: str) -> list[int]:
    with site.database.read() as db:
        person = people.find(db, email=email)
        assert person is not None
        found = sessions.listed(db, user_id=person.id, current_id=None, now_ms=site.now)
    return [device.id for device in found]


def test_one_session_can_be_ended(site: Site) -> None:
    site.enrol()
    there = signed_in(site)
    [away] = sessions_of(site, "ada@example.org")
    here = signed_in(site)

    reply = here.post(f"/account/sessions/{away}/revoke")

    assert reply.headers["location"] == "/account?done=revoked"
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_all_other_sessions_can_be_ended(site: Site) -> None:
    site.enrol()
    there, here = signed_in(site), signed_in(site)

    here.post("/account/sessions/others/revoke")

    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_nobody_ends_somebody_elses_session(site: Site, client: TestClient) -> None:
    site.enrol("eve@example.org")
    eve = signed_in(site, "eve@example.org")
    [theirs] = sessions_of(site, "eve@example.org")

    assert client.post(f"/account/sessions/{theirs}/revoke").status_code == 404
    assert eve.get("/account").status_code == 200


def test_a_token_is_shown_once_and_reloading_makes_no_other(client: TestClient) -> None:
    made = client.post("/account/tokens", data={"name": "laptop", "scopes": ["read", "answer"]})

    shown = client.get(made.headers["location"]).text
    again = client.get("/account").text

    secret = re.search(r'class="secret">([^<]+)<', shown)
    assert made.status_code == 303
    assert secret is not None
    assert "laptop" in again
    assert secret[1] not in again


def test_the_secret_of_a_token_crosses_to_its_page_out_of_reach(client: TestClient) -> None:
    made = client.post("/account/tokens", data={"name": "laptop", "scopes": ["read"]})
    kept = made.headers["set-cookie"]

    shown = client.get("/account")

    assert made.headers["location"] == "/account#tokens"
    assert "HttpOnly" in kept
    assert "SameSite=strict" in kept
    assert "Path=/account" in kept
    assert "Max-Age=60" in kept
    assert "token-made" in shown.headers["set-cookie"]
    assert "token-made" not in client.cookies


@pytest.mark.parametrize(
    "form", [{"name": "", "scopes": "read"}, {"name": "x", "scopes": "root"}], ids=str
)
def test_a_token_that_cannot_be_made_is_refused(client: TestClient, form: dict[str, Any]) -> None:
    reply = client.post("/account/tokens", data=form)

    assert reply.status_code == 422
    assert 'class="secret"' not in reply.text


def test_a_token_can_be_revoked_by_its_owner_only(site: Site, client: TestClient) -> None:
    client.post("/account/tokens", data={"name": "laptop", "scopes": "read"})
    with site.database.read() as db:
        person = people.find(db, email="ada@example.org")
        assert person is not None
        [token] = tokens.listing(db, user_id=person.id)
    eve = site.sign_in("eve@example.org")

    assert eve.post(f"/account/tokens/{token.id}/revoke").status_code == 404
    assert client.post(f"/account/tokens/{token.id}/revoke").status_code == 303
    assert "laptop" not in client.get("/account").text
