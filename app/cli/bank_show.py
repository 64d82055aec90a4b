"""A question in the terminal, as a learner meets it; formulas stay TeX."""

from collections.abc import Iterator

from app.domain.kinds import Question
from app.domain.kinds.cloze import ClozeQuestion
from app.domain.kinds.match import MatchQuestion
from app.domain.kinds.multi import MultiQuestion
from app.domain.kinds.order import OrderQuestion
from app.domain.kinds.single import SingleQuestion
from app.domain.kinds.truefalse import TrueFalseQuestion
from app.domain.text import Lang, Text
from app.domain.variants import Variant, fill, values_of

_TRUE_FALSE = {"zh": {"t": "对", "f": "错"}, "en": {"t": "True", "f": "False"}}
_WORDS = {
    "zh": {"key": "答案", "why": "解析", "hint": "提示", "left": "左", "right": "右"},
    "en": {"key": "Answer", "why": "Explanation", "hint": "Hint", "left": "Left", "right": "Right"},
}


def question_lines(
    question: Question, variant: Variant, lang: Lang, *, answered: bool
) -> Iterator[str]:
    """Yield the lines of one showing; with `answered` also hints, key and explanation."""
    values = values_of(question, variant, lang)
    shown = {name: value for name, value in values.items() if answered or name != "answer"}

    def say(text: Text) -> str:
        return fill(text.said_in(lang), shown)

    stars = "★" * question.difficulty + "☆" * (5 - question.difficulty)
    yield say(question.title)
    yield f"{question.kind} · {question.track}/{question.topic} · {stars} · {question.target_s} s"
    yield ""
    prompt = say(question.prompt)
    if isinstance(question, ClozeQuestion):
        for number, gap in enumerate(question.gaps, start=1):
            prompt = prompt.replace(f"[[{gap.id}]]", f"__({number})__")
    yield prompt
    yield ""
    for line in _choices(question, variant, lang):
        yield fill(line, shown)
    if answered:
        yield from _answer(question, variant, lang, values)


def _choices(question: Question, variant: Variant, lang: Lang) -> Iterator[str]:
    order = question.order(variant)
    if isinstance(question, SingleQuestion | MultiQuestion):
        texts = {option.id: option.text.said_in(lang) for option in question.options}
        yield from _lettered(texts, order["options"])
    elif isinstance(question, TrueFalseQuestion):
        yield from _lettered(_TRUE_FALSE[lang], ("t", "f"))
    elif isinstance(question, ClozeQuestion):
        for number, gap in enumerate(question.gaps, start=1):
            ids = order.get(f"gaps.{gap.id}", ())
            if ids and gap.kind == "single":
                texts = {option.id: option.text.said_in(lang) for option in gap.options}
                yield f"({number})"
                yield from _lettered(texts, ids)
    elif isinstance(question, OrderQuestion):
        texts = {item.id: item.text.said_in(lang) for item in question.items}
        texts |= {item.id: item.text.said_in(lang) for item in question.extra}
        yield from _lettered(texts, order["items"])
    elif isinstance(question, MatchQuestion):
        for number, pair in enumerate(question.pairs, start=1):
            yield f"  {number}. {pair.left.said_in(lang)}"
        yield ""
        cards = {pair.id: pair.right.said_in(lang) for pair in question.pairs}
        cards |= {card.id: card.right.said_in(lang) for card in question.extra}
        yield from _lettered(cards, order["right"])


def _lettered(texts: dict[str, str], ids: tuple[str, ...]) -> Iterator[str]:
    for letter, name in zip("ABCDEFGHIJKLMNOPQRST", ids, strict=False):
        yield f"  [{letter}] {texts[name]}"


def _answer(
    question: Question, variant: Variant, lang: Lang, values: dict[str, str]
) -> Iterator[str]:
    words = _WORDS[lang]
    for hint in question.hints:
        yield ""
        yield f"{words['hint']}: {fill(hint.text.said_in(lang), values)}"
    yield ""
    yield f"{words['key']}: {fill(question.key_text(variant, lang), values)}"
    yield ""
    yield f"{words['why']}:"
    yield fill(question.explanation.said_in(lang), values)
