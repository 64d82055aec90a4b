"""Text in the two languages of the product."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

Prose = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class Text(BaseModel):
    """One text, said in both languages. Markdown unless its user says otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Prose
    en: Prose

    def said_in(self, lang: Lang) -> str:
        """Return the text in one language."""
        return self.zh if lang == "zh" else self.en
