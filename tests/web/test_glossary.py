"""Terms on pages: explained in what is read after an answer, never before; and their own page."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.bank.glossary import read_glossary
from app.settings import ROOT
from tests.services.tiny_bank import both
from tests.web.conftest import Site, answered, form_of
from tests.web.nine_kinds import KINDS, right
from tests.web.test_pages import LIMIT_HTML, LIMIT_NODES, inspect

BATCH = {
    "en": "batch",
    "zh": "小批量",
    "aliases": {"en": ["why", "title", "prompt", "think", "option", "because"]},
    "meaning": both("What is learnt from at once"),
}
DFN = re.compile(r"<dfn [^>]*>([^<]*)</dfn>")


@pytest.fixture
def glossary(site: Site) -> Iterator[Callable[[str], None]]:
    """Return what gives the site a glossary; it is taken away afterwards, for tests share banks."""
    path = Path(site.holder.root) / "glossary.yaml"

    def write(text: str) -> None:
        path.write_text(text, "utf-8")
        assert site.holder.reload().problems == ()

    yield write
    path.unlink(missing_ok=True)
    site.holder.reload()


@pytest.fixture
def glossed(site: Site, glossary: Callable[[str], None]) -> Site:
    """Give the site a term that stands in every text of its questions."""
    glossary(json.dumps({"terms": [BATCH]}, ensure_ascii=False))
    return site


def test_what_is_read_after_an_answer_explains_a_term(glossed: Site) -> None:
    client = glossed.sign_in("ada@example.org")

    attempt = answered(client, "choice", choice="b")

    shown = client.get(f"/practice/choice/{attempt}").text
    assert '<dfn class="term" tabindex="0" data-tip="batch · 小批量: What is learnt from' in shown
    told = shown.partition('id="feedback"')
    assert DFN.findall(told[0]), "the reasons beside the options"
    assert DFN.findall(told[2]), "the explanation"


@pytest.mark.parametrize("slug", KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_marked_before_an_answer(glossed: Site, slug: str, lang: str) -> None:
    client = glossed.sign_in("ada@example.org")

    for path in (f"/practice/{slug}?hints=1&in={lang}", f"/questions/{slug}?lang={lang}"):
        assert "<dfn" not in client.get(path).text


@pytest.mark.parametrize("slug", KINDS)
def test_prompt_title_options_and_gaps_are_never_marked(glossed: Site, slug: str) -> None:
    client = glossed.sign_in("ada@example.org")
    question = glossed.question(slug)

    form = form_of(client, slug)
    attempt = answered(client, slug, **right(question, int(form["variant"])))

    shown = client.get(f"/practice/{slug}/{attempt}").text
    assert "<dfn" in shown
    for place in ("h1", "label", "summary", "a", "button", "legend"):
        for inside in re.findall(rf"<{place}[ >].*?</{place}>", shown, re.DOTALL):
            assert "<dfn" not in inside
    assert question.title.en in shown


def test_the_page_lists_terms_in_both_languages(glossed: Site) -> None:
    stranger = glossed.visit()

    page = stranger.get("/glossary").text

    assert "<strong>batch</strong>" in page
    assert '<span lang="zh-CN">小批量</span>' in page
    assert "What is learnt from at once" in page
    assert "Also: why, title" in page
    assert "1 term<" in page


@pytest.mark.parametrize(
    ("query", "count"), [("", 1), (" BATCH ", 1), ("小批", 1), ("learnt  once", 1), ("x", 0)]
)
def test_the_page_can_be_searched(glossed: Site, query: str, count: int) -> None:
    page = glossed.visit().get("/glossary", params={"q": query}).text

    assert page.count('<span lang="') == count


def test_a_query_is_shown_as_it_was_typed(client: TestClient) -> None:
    assert 'value="&lt;b&gt;"' in client.get("/glossary", params={"q": "<b>"}).text


def test_the_whole_glossary_stays_within_the_budget_of_a_page(
    site: Site, glossary: Callable[[str], None]
) -> None:
    glossary((ROOT / "questions" / "glossary.yaml").read_text("utf-8"))

    html = site.visit().get("/glossary?lang=zh").text

    assert html.count('<span lang="') == len(read_glossary(ROOT / "questions")[0].terms)
    assert len(gzip.compress(html.encode(), 5)) <= LIMIT_HTML
    assert inspect(html).nodes <= LIMIT_NODES
