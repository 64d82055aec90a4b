"""The terms of the field in both languages, from glossary.yaml."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from app.bank.source import Source, read_source
from app.bank.validation import explain
from app.domain.problems import Problem
from app.domain.text import LANGS, Lang, Text

GLOSSARY_FILE = "glossary.yaml"

Form = Annotated[str, StringConstraints(min_length=2, max_length=60, pattern=r"^\S(.*\S)?$")]
"""A way to write a term. A single character would be found in half of all Chinese words."""


class Forms(BaseModel):
    """Other ways to write a term. English ones count in Chinese texts as well."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: tuple[Form, ...] = ()
    en: tuple[Form, ...] = ()

    def said_in(self, lang: Lang) -> tuple[str, ...]:
        """Return the forms of one language."""
        return self.zh if lang == "zh" else self.en


class Meaning(BaseModel):
    """One line of plain text, short enough for a tip on a phone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=110)]

    def said_in(self, lang: Lang) -> str:
        """Return the meaning in one language."""
        return self.zh if lang == "zh" else self.en


class Term(BaseModel):
    """A term. `avoid` are forms that no question should use instead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Form
    en: Form
    aliases: Forms = Forms()
    avoid: Forms = Forms()
    meaning: Meaning

    def said_in(self, lang: Lang) -> str:
        """Return the term in one language."""
        return self.zh if lang == "zh" else self.en

    @property
    def words(self) -> str:
        """All that is said of the term in either language, for searching."""
        forms = (*self.forms("en"), *self.forms("zh"), self.meaning.en, self.meaning.zh)
        return "\n".join(forms).casefold()

    def forms(self, lang: Lang) -> tuple[str, ...]:
        """Return the ways to write the term in one language, itself first."""
        return self.said_in(lang), *self.aliases.said_in(lang)


class _GlossaryFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Glossary:
    """All terms, in order of their English names."""

    terms: tuple[Term, ...] = ()

    def search(self, query: str) -> tuple[Term, ...]:
        """Return the terms that hold every word of `query`, in a form or in their meaning."""
        words = query.casefold().split()
        return tuple(term for term in self.terms if all(word in term.words for word in words))


NO_TERMS = Glossary()


def read_glossary(root: Path) -> tuple[Glossary, list[Problem]]:
    """Read glossary.yaml. A bank may do without; a file with a problem gives no terms."""
    path = root / GLOSSARY_FILE
    if not path.exists():
        return NO_TERMS, []
    source = read_source(path, GLOSSARY_FILE)
    if source.problems or source.data is None:
        return NO_TERMS, list(source.problems)
    try:
        terms = _GlossaryFile.model_validate(source.data).terms
    except ValidationError as error:
        return NO_TERMS, explain(error, source, _GlossaryFile)
    if problems := list(_twice(terms, source)):
        return NO_TERMS, problems
    return Glossary(tuple(sorted(terms, key=lambda term: term.en.casefold()))), []


def avoided(
    glossary: Glossary, texts: Iterable[tuple[str, Text]], source: Source
) -> Iterator[Problem]:
    """Yield a problem for every form that a question should not use."""
    forms = [
        (term, lang, form)
        for term in glossary.terms
        for lang in LANGS
        for form in term.avoid.said_in(lang)
    ]
    for path, text in texts:
        for term, lang, form in forms:
            if form in text.said_in(lang):
                yield source.problem(
                    f"{path}.{lang}", "E-avoided-term", _instead(form, term), snippet=form
                )


def _twice(terms: tuple[Term, ...], source: Source) -> Iterator[Problem]:
    """Yield a problem for every form that stands in the file before."""
    seen: dict[str, int] = {}
    for index, term in enumerate(terms):
        for path, form in _placed(term):
            key = form if form != form.lower() else form.casefold()
            if key in seen:
                yield source.problem(f"terms[{index}].{path}", "E-duplicate-term", _known(form))
            seen.setdefault(key, index)


def _placed(term: Term) -> Iterator[tuple[str, str]]:
    for lang in LANGS:
        yield lang, term.said_in(lang)
        for name, forms in (("aliases", term.aliases), ("avoid", term.avoid)):
            for place, form in enumerate(forms.said_in(lang)):
                yield f"{name}.{lang}[{place}]", form


def _known(form: str) -> Text:
    return Text(
        zh=f"“{form}”在术语表里已经有了。每种写法只属于一个术语，只写一次。",
        en=f'"{form}" is in the glossary already. Every form belongs to one term, once.',
    )


def _instead(form: str, term: Term) -> Text:
    return Text(
        zh=f"不要写“{form}”。术语表里的写法是“{term.zh}”。",
        en=f'Do not write "{form}". The glossary says "{term.en}".',
    )
