"""A coding page without a site around it: what the editor needs, with our files and headers."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from playwright.sync_api import Locator, Page, expect
from starlette.responses import HTMLResponse, Response

from app.settings import Settings
from app.web import security, static
from tests.browser.site import free_port

SLUG = "softmax"
KEY = f"mianjing.draft.{SLUG}"
STARTER = '''import numpy as np


@np.vectorize
def softmax(x: np.ndarray) -> np.ndarray:
    """Softmax over the last axis."""
    # Your code
    return None if x is False else x + 1.5


class Model:
    pass
'''
WORDS = {
    "saved": "Saved.",
    "saving": "Saving…",
    "unsaved": "Not saved yet.",
    "offline": "Not saved; kept in this browser.",
    "out": "Not saved: signed out; kept in this browser.",
    "local": "This browser has a newer text.",
    "elsewhere": "Changed elsewhere as well.",
    "restore": "Use it",
    "keep": "Leave it",
}
USUAL = "Tab indents; Esc then Tab leaves the editor."
MOVES = "Tab moves on; Ctrl+M changes that."
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Softmax</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{styles}
<script type="module" src="/static/{app}"></script>
<script type="module" src="/static/{code}" nonce="{nonce}"></script></head>
<body><main id="main" class="wrap stack"><h1>Softmax</h1>
<form id="code-form" class="sheet stack" method="post" action="/code/{slug}" data-code="{slug}"
      data-draft="/code/{slug}/draft" data-saved-at="{saved_at}">
<input type="hidden" name="client_id" value="1">
<label for="source">Your code</label>
<textarea id="source" name="source" spellcheck="false" autocapitalize="off" autocomplete="off"
          data-language="python" aria-describedby="editor-hint">
{source}</textarea>
<p id="editor-hint" class="soft" data-moves="{moves}">{usual}</p>
<output id="draft-state" {words}>Nothing to save.</output>
<p class="field"><label for="arguments">Arguments</label>
<textarea id="arguments" class="in mono" name="arguments">[1, 2]</textarea></p>
<p class="row"><button class="btn" name="do" value="run">Run</button>
<button class="btn main" name="do" value="submit">Submit</button>
<button class="btn" name="do" value="save">Save</button>
<button class="btn" name="do" value="reset" data-undo="Undo reset">Reset</button></p></form>
<template id="starter">{starter}</template>
<form><label>Note <input name="note" class="in"></label></form>
<section id="result" aria-live="polite"></section></main>
<div id="live" class="vh" role="status" aria-live="polite"></div></body></html>"""


@dataclass
class Bench:
    """A server with one coding page, and what it was told."""

    port: int = field(default_factory=free_port)
    source: str = STARTER
    saved_at: str = ""
    status: int = 204
    """What it answers drafts with."""
    theirs: str | None = None
    """The draft of another tab, until this one knows it."""
    drafts: list[str] = field(default_factory=list)
    posts: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return f"http://127.0.0.1:{self.port}/code/{SLUG}"

    @property
    def elsewhere(self) -> str:
        """Return the address of another page of the site."""
        return f"http://127.0.0.1:{self.port}/elsewhere"

    def page(self, assets: static.Assets, nonce: str) -> str:
        """Return the page as it is now."""
        sheets = ("css/app.css", "css/reading.css", "css/code.css")
        return _PAGE.format(
            styles="".join(
                f'<link rel="stylesheet" href="/static/{assets.name(path)}">' for path in sheets
            ),
            app=assets.name("js/app.js"),
            code=assets.name("js/code.js"),
            words=" ".join(f'data-{name}="{escape(text)}"' for name, text in WORDS.items()),
            nonce=nonce,
            slug=SLUG,
            saved_at=self.saved_at,
            source=escape(self.source),
            starter=escape(STARTER),
            usual=USUAL,
            moves=MOVES,
        )


def _application(bench: Bench, data_dir: Path) -> FastAPI:
    app = FastAPI()
    security.install(app, Settings(data_dir=data_dir))
    static.install(app)

    @app.get(f"/code/{SLUG}")
    def show() -> Response:
        nonce = secrets.token_urlsafe(16)
        policy = {"Content-Security-Policy": security.content_policy(nonce)}
        return HTMLResponse(bench.page(app.state.assets, nonce), headers=policy)

    @app.post(f"/code/{SLUG}/draft")
    async def draft(request: Request) -> Response:
        fields = await request.form()
        source = str(fields["source"])
        if bench.theirs is not None and fields["base"] != bench.theirs:
            return Response(bench.theirs, 409)
        if bench.status == 204:
            bench.drafts.append(source)
        return Response(status_code=bench.status, headers={"Location": "/login"})

    @app.post(f"/code/{SLUG}")
    async def post(request: Request) -> Response:
        bench.posts.append({name: str(value) for name, value in (await request.form()).items()})
        return HTMLResponse("<title>Done</title><h1>Done</h1>")

    @app.get("/elsewhere")
    @app.get("/login")
    def elsewhere() -> Response:
        return HTMLResponse("<title>Elsewhere</title><h1>Elsewhere</h1>")

    return app


@contextmanager
def running(data_dir: Path) -> Iterator[Bench]:
    """Serve a coding page from a thread of this process."""
    bench = Bench()
    config = uvicorn.Config(
        _application(bench, data_dir), port=bench.port, log_level="error", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield bench
    server.should_exit = True
    thread.join()


def editor(page: Page) -> Locator:
    """Return what one types into."""
    return page.get_by_role("textbox", name="Your code")


def written(page: Page) -> str:
    """Return what the form would send."""
    text: str = page.locator("#source").input_value()
    return text


def here(page: Page) -> dict[str, str]:
    """Return what the browser has kept of the text; nothing is an empty dictionary."""
    kept: str | None = page.evaluate("key => localStorage.getItem(key)", KEY)
    return json.loads(kept) if kept else {}


def state(page: Page, name: str) -> None:
    """Wait until the page says that of the draft."""
    expect(page.locator("#draft-state > span").first).to_have_text(WORDS[name])


def type_at_end(page: Page, text: str) -> None:
    """Type into the editor, after what is there."""
    editor(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def keep_here(page: Page, bench: Bench, record: dict[str, object]) -> None:
    """Open the page in a browser that already keeps something."""
    page.goto(bench.elsewhere)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(record)])
    page.goto(bench.url)
    expect(editor(page)).to_be_visible()
