"""Plain scalars are compared with PyYAML's own resolvers, the reference for YAML 1.1."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.bank.scalars import LONGEST_NUMBER, read_plain, reads_differently


class _Core(yaml.SafeLoader):
    """PyYAML with the patterns of the YAML 1.2 core schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _name, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", "-+0123456789"),
    (
        "float",
        (
            r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
            r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
        ),
        "-+.0123456789",
    ),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(_pattern), list(_first))


def _tag(loader: type[yaml.SafeLoader], text: str) -> str:
    resolver: Any = loader("")  # PyYAML has no types here
    return str(resolver.resolve(yaml.ScalarNode, text, (True, False))).rpartition(":")[2]


def _legacy_value(text: str) -> object:
    node = yaml.ScalarNode(f"tag:yaml.org,2002:{_tag(yaml.SafeLoader, text)}", text)
    return yaml.SafeLoader("").construct_object(node)


_NUMBERLIKE = st.text(st.sampled_from(list("0123456789+-._:eExob")), min_size=1, max_size=12)
# fmt: off
_WORDLIKE = st.sampled_from([
    "y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off",
    "OFF", "true", "True", "TRUE", "false", "null", "~", "=", "<<", ".inf", ".nan", "-.INF",
    "nop", "oN", "truE", "0", "00", "07", "08", "0o7", "0x1F", "0b1", "1_0", "1.", ".5", "5e3",
    "1.0e3", "1.0e+3", "2026-11-01",
])
# fmt: on


@given(_NUMBERLIKE | _WORDLIKE)
def test_a_scalar_is_flagged_exactly_when_the_two_readings_differ(text: str) -> None:
    core, legacy = _tag(_Core, text), _tag(yaml.SafeLoader, text)
    differs = core != legacy
    if core == legacy == "int":
        try:
            differs = read_plain(text) != _legacy_value(text)
        except ValueError:  # 1.1 takes it for a number and cannot read it
            differs = True

    if text not in {"y", "Y", "n", "N"} and not re.fullmatch(r"[-+]?0[0-7]+", text):
        assert reads_differently(text) == differs


@pytest.mark.parametrize("word", ["y", "Y", "n", "N"])
def test_single_letters_are_truth_values_in_the_specification_if_not_in_pyyaml(word: str) -> None:
    assert reads_differently(word)


@pytest.mark.parametrize("digits", ["00", "01", "-007", "010"])
def test_a_leading_zero_is_always_flagged(digits: str) -> None:
    assert reads_differently(digits)


@given(_NUMBERLIKE | _WORDLIKE)
def test_the_type_is_that_of_the_core_schema(text: str) -> None:
    kinds = {"bool": bool, "null": type(None), "int": int, "float": float, "str": str}

    assert type(read_plain(text)) is kinds[_tag(_Core, text)]


def test_endless_digits_are_text_and_flagged() -> None:
    digits = "9" * (LONGEST_NUMBER + 1)

    assert read_plain(digits) == digits
    assert reads_differently(digits)
