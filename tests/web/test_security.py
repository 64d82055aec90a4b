"""Requests from elsewhere are refused; every answer carries the headers; cookies are careful."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from app.bank.holder import BankHolder
from app.main import create_app
from app.settings import Settings
from app.web.deps import local_path
from app.web.security import allowed, content_policy
from tests.conftest import Database
from tests.web.conftest import PASSWORD, Site


@pytest.mark.parametrize(
    ("headers", "welcome"),
    [
        pytest.param({"sec-fetch-site": "same-origin"}, True, id="our own page"),
        pytest.param({"sec-fetch-site": "none"}, True, id="the address bar"),
        pytest.param({"sec-fetch-site": "same-site"}, False, id="a neighbour"),
        pytest.param({"sec-fetch-site": "cross-site"}, False, id="another site"),
        pytest.param(
            {"sec-fetch-site": "cross-site", "origin": "http://us"}, False, id="a liar's origin"
        ),
        pytest.param({"origin": "http://us", "host": "us"}, True, id="an old browser, our page"),
        pytest.param({"origin": "http://them", "host": "us"}, False, id="an old browser, theirs"),
        pytest.param({"origin": "null", "host": "us"}, False, id="a sandboxed frame"),
        pytest.param({"origin": "https://out", "host": "us"}, True, id="behind a proxy"),
        pytest.param({"host": "us"}, True, id="a program with a token"),
        pytest.param({"host": "us", "cookie": "a=b"}, False, id="cookies from nowhere"),
    ],
)
def test_who_may_write(headers: dict[str, str], *, welcome: bool) -> None:
    assert allowed(Headers(headers), frozenset({"out"})) is welcome


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
@pytest.mark.parametrize("path", ["/logout", "/api/v1/queue"])
def test_another_site_cannot_act_for_a_learner(client: TestClient, method: str, path: str) -> None:
    reply = client.request(method, path, headers={"Sec-Fetch-Site": "cross-site"})

    assert reply.status_code == 403
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("path", ["/", "/login", "/nothing", "/static/nothing", "/account"])
def test_every_answer_carries_the_policy(site: Site, path: str) -> None:
    headers = site.visit().get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "strict-transport-security" not in headers


def test_a_nonce_is_for_styles_only_and_stands_beside_our_own_files() -> None:
    policy = content_policy("R4nd0m")

    assert "style-src 'self' 'nonce-R4nd0m';" in policy
    assert policy.count("nonce") == 1
    assert policy.replace(" 'nonce-R4nd0m'", "") == content_policy()


def test_pages_are_kept_by_nobody(client: TestClient) -> None:
    headers = client.get("/").headers

    assert headers["cache-control"] == "private, no-store"
    assert "HX-Request-Type" in headers["vary"]


def test_the_session_cookie_is_out_of_reach(site: Site) -> None:
    site.enrol()

    reply = site.visit().post("/login", data={"email": "ada@example.org", "password": PASSWORD})

    cookie = reply.headers["set-cookie"]
    assert cookie.startswith("mianjing=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_over_https_cookies_and_transport_are_bound_to_the_host(
    sqlite_database: Database, holder: BankHolder, tmp_path: Path
) -> None:
    settings = Settings(
        database_url=sqlite_database.url,
        questions_dir=holder.root,
        data_dir=tmp_path,
        public_url="https://mianjing.example",
    )
    site = Site(create_app(settings, holder), sqlite_database, holder)
    site.enrol()

    with site.visit() as browser:
        reply = browser.post("/login", data={"email": "ada@example.org", "password": PASSWORD})

    assert reply.headers["set-cookie"].startswith("__Host-mianjing=")
    assert "Secure" in reply.headers["set-cookie"]
    assert reply.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/practice?done=saved", "/practice?done=saved"),
        ("/questions?q=卷积", "/questions?q=%E5%8D%B7%E7%A7%AF"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_sent_to_another_site(target: str, path: str) -> None:
    assert local_path(target) == path
