import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cues import any_meets, cue_findings


def meets(cue: str, text: str) -> bool:
    return any_meets([cue], text)


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("degradation", "This is Degradation."),
        ("degradation", "ｄｅｇｒａｄａｔｉｏｎ"),
        ("退化", "这叫退化问题"),
        ("退化|degradation", "it is degradation"),
        ("训练误差 & 更高|变大", "训练误差反而变大"),
        ("overfit*", "This is overfitting"),
        ("evict* each other", "the rows are evicting each other"),
        ("evict* each other", "they evict each other"),
        ("I+", "times (I + dF/dx)"),
        ("H(x)-x", "H( x ) - x"),
        ("!overfit*", "This is not overfitting"),
        ("!overfit*", "It isn't overfitting"),
        ("!过拟合", "这不是过拟合"),
        ("!过拟合", "过拟合不成立"),
        ("identity", "not the residual, but the identity"),
        ("恒等", "不是残差，恒等才是"),
        ("相同", "二者不同，但均值相同"),
        ("变大", "不断变大"),
        ("difference", "not only a difference"),
        ("泄漏", "有没有泄漏"),
        ("同一分布", "是不是同一分布"),
        ("变小", "不用减：越靠近最小值，梯度变小"),
        ("s > 0", "only if s>0"),
        ("1×1", "a 1×1 convolution"),
    ],
)
def test_a_cue_is_met(cue: str, text: str) -> None:
    assert meets(cue, text)


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("degradation", "biodegradations"),
        ("BN", "BN1"),
        ("overfit", "overfitting"),
        ("overfit*", "This is not overfitting"),
        ("overfit*", "It isn't overfitting"),
        ("过拟合", "这不是过拟合"),
        ("会变", "输出不会变"),
        ("泄漏", "没有泄漏"),
        ("变大", "不变大"),
        ("!过拟合", "这是过拟合"),
        ("!overfit*", "no: nothing at all"),
        ("训练误差 & 更高", "训练误差变小。测试误差更高。"),
        ("training & higher", "training is fine; testing is higher"),
        ("a & b", "a alone"),
        ("only differs", "It never only differs"),
        ("degradation", ""),
        ("|", "anything"),
    ],
)
def test_a_cue_is_not_met(cue: str, text: str) -> None:
    assert not meets(cue, text)


def test_one_cue_of_several_is_enough() -> None:
    assert any_meets(["x1", "退化"], "退化")
    assert not any_meets([], "退化")


def test_a_denial_after_the_term_leaves_the_term_standing() -> None:
    assert meets("退化", "这是退化不是过拟合")


@pytest.mark.parametrize(
    ("cue", "fine"),
    [
        ("a|b & c", True),
        ("!a", True),
        ("a||b", True),
        ("a & ", False),
        ("!", False),
        ("a|!b", False),
    ],
)
def test_a_cue_with_an_empty_part_or_a_late_denial_is_reported(cue: str, *, fine: bool) -> None:
    assert (not list(cue_findings("cues", [cue]))) is fine


CUES = st.lists(
    st.sampled_from(["a", "退化", "!", "&", "|", "*", " ", "not", "+", "("]), max_size=8
)
TEXTS = st.lists(
    st.sampled_from(["a", "退化", "不", "not ", "n't ", "，", ". ", "\n", "但", " ", "。", "+ "])
)


@given(CUES.map("".join), st.one_of(st.text(), TEXTS.map("".join)))
def test_no_cue_and_no_text_break_the_reader(cue: str, text: str) -> None:
    assert meets(cue, text) in {True, False}


@given(TEXTS.map("".join))
def test_a_denied_cue_and_its_opposite_never_both_praise_one_clause(text: str) -> None:
    clause = text
    for mark in "，。.\n但;；":
        clause = clause.replace(mark, " ")
    if clause.find("退化") == clause.rfind("退化") >= 0 and not clause.endswith("退化"):
        clause = clause[: clause.find("退化") + 2]

    assert not (clause.count("退化") == 1 and meets("退化", clause) and meets("!退化", clause))
