"""Set-up, sign-in, registration, sign-out."""

import re

import pytest
from fastapi.testclient import TestClient

from app.services import accounts, people, preferences
from app.web.throttle import PER_ACCOUNT, PER_ADDRESS
from tests.web.conftest import PASSWORD, Site, answered

EMAIL = "ada@example.org"


def token_of(site: Site) -> str:
    with site.database.write.begin() as db:
        made = accounts.make_setup_token(db, now_ms=site.now)
    assert made is not None
    return made


def open_registration(site: Site) -> None:
    with site.database.write.begin() as db:
        accounts.set_registration(db, is_open=True)


def test_the_set_up_link_makes_the_first_administrator_and_signs_in(site: Site) -> None:
    token, browser = token_of(site), site.visit()
    assert f'value="{token}"' in browser.get(f"/setup?token={token}").text

    reply = browser.post(
        "/setup",
        data={"token": token, "email": EMAIL, "password": PASSWORD, "zone": "Europe/Zurich"},
    )

    assert reply.status_code == 303
    assert browser.get("/admin").status_code == 200
    account = browser.get("/account").text
    assert 'value="Europe/Zurich"' in account
    assert '<option value="en" selected>' in account


def test_the_set_up_link_works_once(site: Site) -> None:
    token, browser = token_of(site), site.visit()
    form = {"token": token, "email": EMAIL, "password": PASSWORD}
    browser.post("/setup", data=form)

    assert site.visit().get("/setup").headers["location"] == "/login?done=set-up"
    again = site.visit().post("/setup", data=form | {"email": "eve@example.org"})
    assert again.status_code == 422
    assert "wrong or used" in again.text


def test_a_used_set_up_link_leads_to_the_sign_in_page_and_says_why(site: Site) -> None:
    token, browser = token_of(site), site.visit()
    browser.post("/setup", data={"token": token, "email": EMAIL, "password": PASSWORD})

    stranger = site.visit()
    page = stranger.get(stranger.get(f"/setup?token={token}").headers["location"])

    assert page.status_code == 200
    assert "set up already" in page.text
    assert 'name="password"' in page.text
    # Who made that account is signed in and has nothing to do on either page.
    door = browser.get(f"/setup?token={token}").headers["location"]
    assert browser.get(door).headers["location"] == "/"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"token": "guessed"}, "wrong or used"),
        ({"email": "nobody"}, "e-mail address"),
        ({"password": "short"}, ""),
    ],
)
def test_a_set_up_that_cannot_be_used_keeps_what_was_typed(
    site: Site, changes: dict[str, str], complaint: str
) -> None:
    form = {"token": token_of(site), "email": EMAIL, "password": PASSWORD, "name": "Ada"}

    reply = site.visit().post("/setup", data=form | changes)

    assert reply.status_code == 422
    assert complaint in reply.text
    assert 'value="Ada"' in reply.text
    assert PASSWORD not in reply.text
    assert "set-cookie" not in reply.headers


def test_an_unknown_time_zone_of_a_browser_does_no_harm(site: Site) -> None:
    form = {"token": token_of(site), "email": EMAIL, "password": PASSWORD, "zone": "Moon/Base"}

    assert site.visit().post("/setup", data=form).status_code == 303


def test_signing_in_goes_on_to_where_one_wanted_to_go(site: Site) -> None:
    site.enrol(EMAIL)
    browser = site.visit()
    wanted = browser.get("/questions?kind=order").headers["location"]
    page = browser.get(wanted).text
    target = re.search(r'name="next" value="(/questions[^"]*)"', page)
    assert target is not None

    reply = browser.post("/login", data={"email": EMAIL, "password": PASSWORD, "next": target[1]})

    assert reply.headers["location"] == "/questions?kind=order"
    assert browser.get("/questions").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "wrong"), ("eve@example.org", PASSWORD), ("", "")]
)
def test_a_wrong_sign_in_says_no_more_than_that(site: Site, email: str, password: str) -> None:
    site.enrol(EMAIL)

    reply = site.visit().post("/login", data={"email": email, "password": password})

    assert reply.status_code == 422
    assert "The address or the password is wrong." in reply.text
    assert f'value="{email}"' in reply.text
    assert "set-cookie" not in reply.headers


def test_passwords_cannot_be_tried_for_ever(site: Site) -> None:
    site.enrol(EMAIL)
    browser = site.visit()
    for _try in range(PER_ACCOUNT.amount):
        browser.post("/login", data={"email": EMAIL, "password": "wrong"})

    reply = browser.post("/login", data={"email": EMAIL, "password": PASSWORD})

    assert reply.status_code == 429
    assert "Too many tries" in reply.text


def test_the_right_password_forgives_earlier_mistakes(site: Site) -> None:
    site.enrol(EMAIL)
    browser = site.visit()
    for _try in range(PER_ACCOUNT.amount - 1):
        browser.post("/login", data={"email": EMAIL, "password": "wrong"})
    browser.post("/login", data={"email": EMAIL, "password": PASSWORD})

    reply = browser.post("/login", data={"email": f" {EMAIL.upper()} ", "password": PASSWORD})

    assert reply.status_code == 303


def test_who_is_signed_in_already_is_sent_on(client: TestClient) -> None:
    assert client.get("/login?next=/questions").headers["location"] == "/questions"


def test_signing_out_ends_the_session_on_the_server(site: Site, client: TestClient) -> None:
    token = client.cookies["mianjing"]

    reply = client.post("/logout")

    assert reply.headers["location"] == "/?done=signed-out"
    thief = site.visit()
    thief.cookies.set("mianjing", token)
    assert thief.get("/account").status_code == 303


def test_a_session_in_use_lives_on(site: Site, client: TestClient) -> None:
    for _week in range(8):
        site.now += 7 * 86_400_000
        answered(client, "claim", choice="t")

    assert client.get("/account").status_code == 200
    assert "last used just now" in client.get("/account").text


def test_a_session_that_is_not_used_ends(site: Site, client: TestClient) -> None:
    site.now += 400 * 86_400_000

    assert client.get("/account").status_code == 303


def test_signing_out_twice_does_no_harm(site: Site) -> None:
    assert site.visit().post("/logout").status_code == 303


def test_a_stale_cookie_is_a_stranger(site: Site) -> None:
    browser = site.visit()
    browser.cookies.set("mianjing", "forged")

    assert browser.get("/").status_code == 200
    assert browser.get("/account").status_code == 303


def test_a_closed_site_takes_nobody(site: Site) -> None:
    page = site.visit().get("/register")
    reply = site.visit().post("/register", data={"email": EMAIL, "password": PASSWORD})

    assert page.status_code == 403
    assert "Registration is closed" in page.text
    assert 'class="btn" href="/login"' in page.text
    assert 'href="/register"' not in site.visit().get("/").text
    assert reply.status_code == 403
    assert "/register" not in site.visit().get("/login").text


def test_an_open_site_takes_learners(site: Site) -> None:
    open_registration(site)
    browser = site.visit()
    assert "/register" in browser.get("/login").text
    assert browser.get("/register").status_code == 200

    reply = browser.post("/register", data={"email": EMAIL, "password": PASSWORD})

    assert reply.status_code == 303
    assert browser.get("/questions").status_code == 200
    assert browser.get("/admin").status_code == 403


def test_an_address_that_is_taken_is_refused_politely(site: Site) -> None:
    site.enrol(EMAIL)
    open_registration(site)

    reply = site.visit().post("/register", data={"email": EMAIL, "password": PASSWORD})

    assert reply.status_code == 422
    assert "already" in reply.text
    assert f'value="{EMAIL}"' in reply.text


def test_a_new_account_speaks_the_language_of_its_browser(site: Site) -> None:
    open_registration(site)
    site.visit().post("/register", data={"email": EMAIL, "password": PASSWORD})

    with site.database.read() as db:
        person = people.find(db, email=EMAIL)
        assert person is not None
        assert preferences.get(db, user_id=person.id).lang == "en"


def test_a_class_behind_one_address_may_all_sign_in(site: Site) -> None:
    site.enrol(EMAIL)

    statuses = [
        site.visit().post("/login", data={"email": EMAIL, "password": PASSWORD}).status_code
        for _ in range(PER_ADDRESS.amount + 1)
    ]

    assert set(statuses) == {303}


def test_many_accounts_cannot_be_tried_from_one_address(site: Site) -> None:
    browser = site.visit()
    for number in range(PER_ADDRESS.amount):
        browser.post("/login", data={"email": f"{number}@example.org", "password": "wrong"})

    reply = browser.post("/login", data={"email": "new@example.org", "password": "wrong"})

    assert reply.status_code == 429
