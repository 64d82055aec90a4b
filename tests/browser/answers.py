"""Answering whatever question is on the page, right, by keyboard alone."""

from playwright.sync_api import Page

from app.domain.grade import Answer
from app.domain.kinds import Question
from app.domain.kinds.match import MatchQuestion
from app.domain.kinds.order import OrderQuestion
from app.services.demo import right_answer
from tests.rendered import repository


def question_on(page: Page) -> Question:
    """Return the question of the page, by its address."""
    slug = page.url.split("/practice/")[1].split("?")[0].split("/")[0]
    question = repository().current.get(slug)
    assert question is not None, page.url
    return question


def answer_by_keyboard(page: Page) -> None:
    """Give the right answer and submit it, touching nothing but keys."""
    question = question_on(page)
    variant = question.variant(int(page.input_value("input[name=variant]")))
    answer = right_answer(question, variant)
    if question.kind in {"single", "truefalse", "multi"}:
        wanted = [answer] if isinstance(answer, str) else list(answer)
        shown = page.locator("input[name=choice]").evaluate_all("all => all.map(e => e.value)")
        for option in wanted:
            page.keyboard.press(str(shown.index(option) + 1))
        page.keyboard.press("Enter")
    elif question.kind in {"numeric", "short"}:
        _type(page, "input[name=answer]", str(answer))
        page.keyboard.press("Enter")
    elif question.kind == "open":
        assert isinstance(answer, dict)
        _type(page, "textarea[name=text]", str(answer["text"])[:200])
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    else:
        _fill_parts(page, question, answer)
    page.wait_for_selector("#feedback")


def _type(page: Page, selector: str, text: str) -> None:
    page.focus(selector)
    page.keyboard.insert_text(text)


def _fill_parts(page: Page, question: Question, answer: Answer) -> None:
    variant = question.variant(int(page.input_value("input[name=variant]")))
    if isinstance(question, OrderQuestion):
        for surplus in question.extra:
            _press(page, surplus.id, "out")
        for place, step in enumerate(answer, 1):
            _move(page, step, place)
    parts = answer if isinstance(answer, dict) else {}
    for name, value in parts.items():
        if isinstance(question, MatchQuestion):
            page.select_option(f"[name='pair.{name}']", question.token(variant, str(value)))
            continue
        field = page.locator(f"[name='gap.{name}']")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(str(value))
    page.focus("button.main[data-key~=enter]")
    page.keyboard.press("Enter")


def _move(page: Page, step: str, place: int) -> None:
    """Bring a step to its place with its arrow button, by keyboard."""
    for _ in range(20):
        names = page.locator("input.pos").evaluate_all("all => all.map(e => e.name)")
        now = names.index(f"pos.{step}") + 1
        if now <= place:
            return
        _press(page, step, "up")


def _press(page: Page, step: str, move: str) -> None:
    """Press one of the buttons of a step, by keyboard."""
    row = page.locator("li.step", has=page.locator(f"[name='pos.{step}']"))
    row.locator(f"[data-move={move}]").focus()
    page.keyboard.press("Enter")
