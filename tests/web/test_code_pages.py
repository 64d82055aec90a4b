"""The coding pages in every state: what is said of each verdict, and what is kept back."""

import pytest
from fastapi.testclient import TestClient

from app.bank.holder import BankHolder
from app.db.cards import CardRow
from app.domain.text import Lang
from app.web import plots
from sandbox.protocol import Health
from tests.services.tiny_bank import code, single, write_bank
from tests.web.conftest import HTMX, Site, flat
from tests.web.judged_code import PICTURE, SOURCE, STATES, State, counted, said, submitted
from tests.web.test_pages import inspect

PAGE = "/code/code-1"
STARTER = "def double(x):\n    raise NotImplementedError\n"


@pytest.fixture(scope="module")
def holder(tmp_path_factory: pytest.TempPathFactory) -> BankHolder:
    """A bank with one exercise."""
    root = tmp_path_factory.mktemp("pages")
    return BankHolder(write_bank(root / "questions", code(1), single(3)), root / "cache")


@pytest.fixture
def site(site: Site) -> Site:
    """A site that believes its judge to be running; nothing is judged."""
    site.app.state.judging.health = Health(serving=True, level="S3", profiles=("stdlib",))
    return site


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_every_state_has_a_sound_page_that_says_it(
    site: Site, client: TestClient, state: State, lang: Lang
) -> None:
    client.post("/display", data={"lang": lang})
    number = submitted(site, state.document, lang, **state.columns)

    editor = client.get(f"{PAGE}?submission={number}")
    alone = client.get(f"/submissions/{number}")
    fragment = client.get(f"/submissions/{number}", headers=HTMX)

    for reply in (editor, alone, fragment):
        page = inspect(reply.text)
        assert page.found() == []
        assert page.ids["result"] == 1
        assert page.headings.count(1) == (0 if reply is fragment else 1)
        assert (state.zh if lang == "zh" else state.en) in flat(reply.text)
    assert fragment.text.lstrip().startswith('<section id="result"')
    assert ("data-events" in fragment.text) == (state.document is None)
    # A script is told by events; a reload would take what is being typed from under the fingers.
    for reply in (editor, alone):
        plain = reply.text.partition("<noscript>")[2].partition("</noscript>")[0]
        assert ('<meta http-equiv="refresh"' in plain) == (state.document is None)


def test_an_empty_page_holds_the_starter_and_says_what_the_buttons_do(client: TestClient) -> None:
    page = client.get(PAGE).text

    assert f">\n{STARTER}</textarea>" in page
    assert "Run tries your code on the samples" in page
    assert " disabled" not in page.partition("<main")[2]
    assert 'data-saved-at=""' in page


def test_without_a_judge_nothing_can_be_run_and_the_page_says_so(
    site: Site, client: TestClient
) -> None:
    site.app.state.judging.health = None

    page = client.get(PAGE).text

    assert "The judge is not running at the moment" in page
    assert page.count(" disabled>") == 3
    assert inspect(page).found() == []


def test_every_result_renews_the_number_that_the_form_sends(site: Site, client: TestClient) -> None:
    number = submitted(site, said("AC"))

    first, second = (client.get(f"/submissions/{number}", headers=HTMX).text for _ in range(2))

    def sent(html: str) -> str:
        start = flat(html).partition('name="client_id" value="')[2]
        value, _, rest = start.partition('"')
        assert rest.startswith(' form="code-form"')
        return value

    assert len(sent(first)) == 36
    assert sent(first) != sent(second)


def test_a_fragment_takes_the_focus_and_a_page_does_not(site: Site, client: TestClient) -> None:
    number = submitted(site, said("AC"))

    assert "data-focus" not in client.get(f"{PAGE}?submission={number}").text
    assert "data-focus" in client.get(f"/submissions/{number}", headers=HTMX).text


def test_the_solution_is_for_who_solved_it(site: Site, client: TestClient) -> None:
    number = submitted(site, said("WA", failing={}))
    assert "Reference solution" not in client.get(f"{PAGE}?submission={number}").text

    number = submitted(site, said("AC"))
    page = client.get(f"{PAGE}?submission={number}").text

    assert "Reference solution" in page
    assert "Another solution" in page
    assert 'value="reveal"' not in page


def test_giving_up_shows_the_solution_and_counts(site: Site, client: TestClient) -> None:
    reply = client.post(PAGE, data={"do": "reveal", "source": SOURCE, "shown_ms": site.now})

    page = client.get(reply.headers["location"]).text

    assert "You gave up and saw the solution." in page
    assert "Reference solution" in page
    assert "# mine &amp; &lt;mine&gt;" in page
    for path in ("/practice/code-1/1", "/attempts/1"):
        told = client.get(path).text
        assert "You gave up and saw the solution." in told
        assert inspect(told).found() == []


def test_a_wrong_answer_counts_as_forgotten_and_is_shown_without_the_explanation(
    site: Site, client: TestClient
) -> None:
    number, attempt = counted(site, said("WA", failing={}))

    result = client.get(f"{PAGE}?submission={number}").text
    told = client.get(f"/practice/code-1/{attempt}").text
    record = client.get(f"/attempts/{attempt}").text

    assert "Counted as forgotten" in result
    assert "Undo last answer" in result
    assert "<strong>Why</strong>" not in result + told + record
    for page in (told, record):
        assert inspect(page).found() == []
        assert f"/submissions/{number}" in page
        assert "Wrong answer" in page


def test_a_right_answer_is_rated_where_it_was_given(site: Site, client: TestClient) -> None:
    number, attempt = counted(site, said("AC"))

    result = client.get(f"{PAGE}?submission={number}").text
    told = client.get(f"/practice/code-1/{attempt}").text

    assert "When should this come back?" in result
    assert "<strong>Why</strong>" in result
    assert "<strong>Why</strong>" in told


def test_what_comes_after_the_first_answer_changes_nothing_and_says_so(
    site: Site, client: TestClient
) -> None:
    counted(site, said("WA", failing={}))
    number = submitted(site, said("AC"))

    page = client.get(f"{PAGE}?submission={number}").text

    assert "has counted already" in page
    assert "When should this come back?" not in page
    with site.database.read() as db:
        assert db.query(CardRow).one().uid == site.question("code-1").uid


@pytest.mark.parametrize(("score", "told"), [(0.5, "score 50%"), (1.0, None)])
def test_a_wrong_answer_is_never_told_a_full_score(
    site: Site, client: TestClient, score: float, told: str | None
) -> None:
    """Samples weigh nothing: whoever fails in them alone has all the weight."""
    number = submitted(site, said("WA", failing={}, score=score))

    page = client.get(f"{PAGE}?submission={number}").text

    assert ("· score" in page) is (told is not None)
    assert told is None or told in page


def test_an_answer_without_counts_of_cases_is_told_too(site: Site, client: TestClient) -> None:
    bare = [{"name": "sample", "verdict": "AC"}, {"name": "gone", "verdict": None}]
    _number, attempt = counted(site, said("WA", groups=bare))

    for path in (f"/practice/code-1/{attempt}", f"/attempts/{attempt}"):
        page = client.get(path).text
        assert "gone" in page
        assert "not run" in page
        assert inspect(page).found() == []


def test_the_history_leads_to_every_submission(site: Site, client: TestClient) -> None:
    numbers = [submitted(site, said(verdict)) for verdict in ("CE", "WA", "AC")]
    numbers.append(submitted(site, None))

    page = client.get(PAGE).text

    assert "4 submissions" in page
    assert "being judged" in page
    for number in numbers:
        assert f'href="/submissions/{number}"' in page


def test_a_comparison_says_in_words_what_was_added_and_removed(
    site: Site, client: TestClient
) -> None:
    number = submitted(site, said("WA", failing={}))
    page = client.get(f"/submissions/{number}").text
    assert "Changes to the starter" in page
    assert '<span class="vh">removed</span></td><td><code> raise NotImplementedError' in flat(page)
    assert '<span class="vh">added</span>' in page

    again = client.get(f"/submissions/{submitted(site, said('WA', failing={}))}").text

    assert "Changes since the submission before" in again
    assert "No line was changed." in again


def test_hints_come_one_by_one_beside_the_editor(client: TestClient) -> None:
    reply = client.get(f"{PAGE}/hints?n=1", headers=HTMX)
    # Opened again, the page still knows how many were seen: they count.
    assert reply.headers["HX-Replace-Url"] == f"{PAGE}?hints=1"
    fragment = reply.text
    page = client.get(f"{PAGE}?hints=1").text

    assert fragment.lstrip().startswith('<div id="hints"')
    for html in (fragment, page):
        assert inspect(html).found() == []
        assert "Add it." in html
        assert 'name="hints" value="1" form="code-form"' in flat(html)
        assert 'value="hint"' not in html
    assert "data-focus" in fragment
    assert "data-focus" not in page


def test_what_the_judge_did_not_draw_is_no_picture(site: Site, client: TestClient) -> None:
    for hostile in (PICTURE.replace("e5", 'e5" onload="x'), f"{PICTURE}<script>", "<b>", None):
        assert plots.picture(hostile) == ""
    assert plots.picture(PICTURE) == PICTURE

    number = submitted(site, said("WA", failing={"picture": f"<script>x</script>{PICTURE}"}))
    assert "<script>x" not in client.get(f"{PAGE}?submission={number}").text


def test_a_question_leads_to_its_editor(client: TestClient) -> None:
    assert f'href="{PAGE}"' in client.get("/questions/code-1").text


def test_sources_are_shown_as_text(site: Site, client: TestClient) -> None:
    number = submitted(site, said("AC"), source="x = '</textarea><script>1</script>'\n")

    page = client.get(f"/submissions/{number}")

    assert "<script>1" not in page.text
    assert inspect(page.text).found() == []
    client.post(PAGE, data={"do": "restore", "submission": str(number)})
    editor = client.get(PAGE).text
    assert "&lt;/textarea&gt;" in editor
    assert inspect(editor).found() == []


def test_the_page_loads_its_editor(client: TestClient) -> None:
    page = client.get(PAGE).text

    for part in ("css/code.", "js/code.", "vendor/codemirror/editor.min."):
        assert f"/static/{part}" in page
