"""Search: Chinese of two characters, the beginning of Latin words, titles before prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bank.bank import Bank
from app.bank.loading import load
from app.bank.search import SearchIndex, normalised
from tests.bank.making import UIDS, bank, question


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    titles = {
        "why-pool": "{zh: 池化做什么, en: What pooling does}",
        "bn-layer": "{zh: 批归一化与池化层, en: BatchNorm layers}",
        "stride": "{zh: 步长, en: Strides}",
    }
    files = {
        f"convolution/{slug}.yaml": question(slug, uid=uid, title=title)
        for (slug, title), uid in zip(titles.items(), UIDS, strict=False)
    }
    return load(bank(tmp_path_factory.mktemp("search"), files))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("池化", "why-pool"),
        ("归一", "bn-layer"),
        ("归一化", "bn-layer"),
        ("批归一化层", "bn-layer"),
        ("步长", "stride"),
        ("pooling does", "why-pool"),
        ("BATCHNORM", "bn-layer"),
        ("batch", "bn-layer"),
        ("ｂａｔｃｈｎｏｒｍ", "bn-layer"),
        ("stride", "stride"),
        ("bn-layer", "bn-layer"),
    ],
)
def test_the_best_match_comes_first(loaded: Bank, query: str, first: str) -> None:
    assert loaded.search(query)[0] == first


def test_every_word_has_to_occur(loaded: Bank) -> None:
    assert loaded.search("池化 归一化") == ["bn-layer"]
    assert loaded.search("pooling nonsense") == []


def test_a_latin_word_matches_from_its_beginning_only(loaded: Bank) -> None:
    assert "bn-layer" not in loaded.search("norm")


def test_the_language_can_be_chosen(loaded: Bank) -> None:
    assert loaded.search("BatchNorm", "en") == ["bn-layer"]
    assert loaded.search("BatchNorm", "zh") == []


def test_the_prose_is_searched_after_the_titles(loaded: Bank) -> None:
    assert loaded.search("strides block") == ["stride"]
    assert set(loaded.search("block")) == {"why-pool", "bn-layer", "stride"}


def test_an_empty_query_returns_everything_in_order(loaded: Bank) -> None:
    assert loaded.search("  ") == [found.slug for found in loaded.live]


@pytest.mark.parametrize("query", ["，。", "???", "$$", "×"])
def test_a_query_without_a_word_finds_nothing(loaded: Bank, query: str) -> None:
    assert loaded.search(query) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3×3", "$3\\times3$"),
        ("3 x 3", "3*3"),
        ("normalization", "normalisation"),
        ("optimiser", "optimizer"),
        ("colour", "color"),
        ("behaviour", "behavior"),
        ("centre", "center"),
        ("labelled", "labeled"),
    ],
)
def test_both_spellings_are_one_word(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_the_beginning_of_a_word_is_folded_as_the_word_is() -> None:
    assert normalised("normalization").startswith(normalised("normaliz").rstrip())
    assert normalised("10 x") == " 10 x "


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("poolign", "pooling"),
        ("batchnrom layers", "batchnorm layers"),
        ("pooling", None),
        ("qqqqqq", None),
        ("池画", None),
        ("", None),
    ],
)
def test_a_slip_of_the_keyboard_is_guessed(loaded: Bank, typed: str, meant: str | None) -> None:
    assert loaded.suggest(typed) == meant


@given(st.text(max_size=40))
def test_no_query_fails(loaded_query: str) -> None:
    assert SearchIndex((), ()).search(loaded_query) == []
    assert normalised(loaded_query).startswith(" ")
