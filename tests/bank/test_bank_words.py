"""Lines in a terminal."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.cli.bank_words import wrapped


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def test_chinese_breaks_anywhere_but_before_punctuation() -> None:
    assert list(wrapped("未加引号的文字，后面", 14)) == ["未加引号的文", "字，后面"]


def test_latin_words_stay_whole() -> None:
    assert list(wrapped("one two … three", 9)) == ["one two …", "three"]


@given(st.text(st.sampled_from(list("ab cd，。中文字\\$")), max_size=80))
def test_nothing_is_lost(text: str) -> None:
    lines = list(wrapped(text, 20))

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(_columns(line) <= 24 or " " not in line.strip() for line in lines)
