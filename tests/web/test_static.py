"""What browsers load: hashed names, caching, compression, budgets, untouched vendor files."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.web.static import ROOT, Assets
from tests.web.conftest import Site

KB = 1024
EDITOR = "vendor/codemirror/editor.min.js"
CODE = ["js/code.js", *(f"js/code/{path.name}" for path in (ROOT / "js" / "code").iterdir())]
"""Modules of the coding page alone."""


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets()


def test_a_hashed_name_may_be_kept_for_ever(site: Site, assets: Assets) -> None:
    reply = site.visit().get(f"/static/{assets.name('css/app.css')}")

    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert reply.headers["content-type"] == "text/css; charset=utf-8"


def test_a_file_is_sent_compressed_to_those_who_can_read_it(site: Site, assets: Assets) -> None:
    path = f"/static/{assets.name('css/app.css')}"

    packed = site.visit().get(path, headers={"Accept-Encoding": "gzip"})
    plain = site.visit().get(path, headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["vary"] == "Accept-Encoding"


def test_fonts_are_not_compressed_twice(site: Site, assets: Assets) -> None:
    path = f"/static/{assets.name('fonts/stix-two-math-subset.woff2')}"

    reply = site.visit().get(path)

    assert reply.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in reply.headers


@pytest.mark.parametrize(
    "path", ["/static/css/app.css", "/static/nothing", "/static/../app/main.py", "/static/"]
)
def test_only_hashed_names_are_there(site: Site, path: str) -> None:
    assert site.visit().get(path).status_code == 404


def test_a_file_can_only_be_read(site: Site, assets: Assets) -> None:
    path = f"/static/{assets.name('css/app.css')}"

    assert site.visit().post(path).status_code == 405
    assert site.visit().head(path).content == b""


def test_references_between_files_use_hashed_names(assets: Assets) -> None:
    css = _body(assets, "css/app.css")
    js = _body(assets, "js/app.js")

    font = assets.name("fonts/stix-two-math-subset.woff2").rpartition("/")[2]
    assert font in css
    assert assets.name("js/keyboard.js").rpartition("/")[2] in js
    assert '"./keyboard.js"' not in js


def test_a_changed_file_changes_the_names_of_all_that_use_it(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { x } from "./b.js";')
    (tmp_path / "b.js").write_text("export const x = 1;")
    before = Assets(tmp_path).name("a.js")

    (tmp_path / "b.js").write_text("export const x = 2;")

    assert Assets(tmp_path).name("a.js") != before


def test_files_that_need_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import "./b.js";')
    (tmp_path / "b.js").write_text('import "./a.js";')

    with pytest.raises(ValueError, match="refers to itself"):
        Assets(tmp_path)


def test_every_module_is_preloaded(assets: Assets, client: TestClient) -> None:
    page = client.get("/").text

    for path in assets.paths():
        if path.startswith("js/"):
            assert (assets.name(path) in page) is (path not in CODE)


def test_the_coding_page_can_preload_all_it_needs(assets: Assets) -> None:
    assert {*CODE, EDITOR} <= {"js/code.js", *assets.modules("js/code.js")}
    assert assets.name(EDITOR) in _body(assets, "js/code.js")


def test_vendored_files_are_what_they_were() -> None:
    listed = [line.split() for line in (ROOT / "SHA256SUMS").read_text("utf-8").splitlines()]

    assert {name for _digest, name in listed} == {
        path.relative_to(ROOT).as_posix()
        for folder in ("vendor", "fonts")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".js", ".woff2"}
    }
    for digest, name in listed:
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest


def test_the_editor_is_built_from_the_packages_that_it_names() -> None:
    frontend = ROOT.parent / "frontend"
    wanted = json.loads((frontend / "package.json").read_text("utf-8"))["dependencies"]
    locked = json.loads((frontend / "package-lock.json").read_text("utf-8"))["packages"]
    header, _, _rest = (ROOT / EDITOR).read_text("utf-8").partition("; ")
    inside = dict(item.split(" ") for item in header.removeprefix("/*! ").split(", "))

    assert wanted.items() <= inside.items()
    for name, version in inside.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert not [package for package in locked.values() if "resolved" in package]


def test_the_licence_of_all_that_is_in_the_editor_lies_beside_it() -> None:
    header, _, _rest = (ROOT / EDITOR).read_text("utf-8").partition("; ")
    licences = (ROOT / EDITOR).with_name("LICENSES.txt").read_text("utf-8")

    assert [item for item in header.removeprefix("/*! ").split(", ") if item not in licences] == []
    assert "Permission is hereby granted, free of charge" in licences


def test_what_a_page_loads_stays_within_its_budget() -> None:
    def packed(*paths: str) -> int:
        return sum(len(gzip.compress((ROOT / path).read_bytes(), 9)) for path in paths)

    modules = [f"js/{path.name}" for path in (ROOT / "js").glob("*.js") if path.stem != "code"]
    htmx = "vendor/htmx-4.0.1.min.js"
    assert packed("css/app.css", "css/reading.css") <= 10 * KB
    assert packed(htmx, *modules) <= 20 * KB
    assert packed(*CODE) <= 4 * KB
    assert packed(EDITOR) <= 135 * KB
    assert (ROOT / "fonts" / "stix-two-math-subset.woff2").stat().st_size <= 90 * KB


def test_styles_hold_no_colour_outside_the_tokens() -> None:
    css = "".join(path.read_text("utf-8") for path in (ROOT / "css").iterdir())
    outside = re.sub(r"@layer tokens \{.*?\n\}", "", css, flags=re.DOTALL)

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", outside) == []


def _body(assets: Assets, path: str) -> str:
    return assets.body(path).decode()
