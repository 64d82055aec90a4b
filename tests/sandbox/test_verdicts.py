"""From facts to the document: precedence, score, what is shown and what is not."""

import sys

import numpy as np
import pytest

from sandbox.comparing import difference
from sandbox.protocol import Compare, Exercise, Group, Limits, Verdict
from sandbox.saying import say_stop
from sandbox.stopped import Stopped
from sandbox.verdicts import Facts, Failing, Tally, document, failing_value, shown, shown_arguments

SEEN = Group("sample", visibility="full", weight=0.0)
HIDDEN = Group("dense", weight=3.0)
OTHER = Group("purity", weight=1.0)
EXERCISE = Exercise("sha256:0", "f", "numpy", "", "", (SEEN, HIDDEN, OTHER))


def tally(group: Group, *verdicts: Verdict) -> Tally:
    made = Tally(group, len(verdicts))
    for verdict in verdicts:
        made.see(verdict)
    return made


@pytest.mark.parametrize(
    ("verdicts", "overall"),
    [
        (["AC", "AC"], "AC"),
        (["AC", "PE"], "PE"),
        (["PE", "WA"], "WA"),
        (["WA", "RE"], "RE"),
        (["RE", "TLE"], "TLE"),
        (["TLE", "MLE"], "MLE"),
        (["MLE", "SV"], "SV"),
        (["SV", "IE"], "IE"),
    ],
)
def test_the_verdict_that_precedes_wins(verdicts: list[str], overall: str) -> None:
    facts = Facts([tally(HIDDEN, Verdict(one)) for one in verdicts])

    assert facts.overall == overall


def test_nothing_run_is_our_failure() -> None:
    assert Facts([Tally(HIDDEN, 3)]).overall is Verdict.IE


def test_the_score_is_the_weight_that_passed() -> None:
    facts = Facts(
        [
            tally(SEEN, Verdict.AC),
            tally(HIDDEN, Verdict.AC, Verdict.AC),
            tally(OTHER, Verdict.AC, Verdict.WA),
        ]
    )

    assert facts.score == 0.75
    assert [group["passed"] for group in document(facts, EXERCISE, "S3")["groups"]] == [1, 2, 1]


def test_our_own_failure_tells_nothing_of_hidden_groups() -> None:
    facts = Facts([tally(SEEN, Verdict.AC), tally(HIDDEN, Verdict.WA), tally(OTHER, Verdict.IE)])
    facts.failing = Failing("hidden", "value", {"zh": "错", "en": "wrong"}, {"max_error": 3.0})

    said = document(facts, EXERCISE, "S3")

    assert (said["verdict"], said["score"], said["failing"]["reason"]) == ("IE", 0.0, "lost")
    assert [(g["verdict"], g["passed"]) for g in said["groups"]] == [(None, 0)] * 3


def test_a_group_that_was_not_run_has_no_verdict() -> None:
    facts = Facts([tally(HIDDEN, Verdict.TLE), Tally(OTHER, 2)])

    assert [g["verdict"] for g in document(facts, EXERCISE, "S3")["groups"]] == ["TLE", None]


@pytest.mark.parametrize(("group", "told"), [(SEEN, True), (HIDDEN, False)])
def test_of_a_hidden_case_neither_input_nor_values_are_told(group: Group, *, told: bool) -> None:
    given = shown_arguments((np.array([[12.25, 1.0]]),), ())
    found = difference(np.array([1.0, 7.5]), np.array([1.0, 99.5]), Compare("allclose"))
    assert found is not None

    said = failing_value(group, 3, given, found).document()

    assert said["at"] == [1]
    assert said["max_error"] == (92.0 if told else 90.0)
    assert "<svg" in said["picture"]
    for secret in ("12.25", "99.5"):
        assert (secret in str({k: v for k, v in said.items() if k != "picture"})) is told


def test_arguments_stand_below_each_other_by_their_names() -> None:
    args = (np.array([[12.25, 1.0], [0.5, 2.0]]), 0.1)

    assert shown_arguments(args, ["dout", "eps"]) == (
        "dout = array([[12.25,  1.  ],\n              [ 0.5 ,  2.  ]])\neps = 0.1"
    )
    assert shown_arguments((1, 2), ["only"]) == "(1, 2)"


def test_printed_text_is_made_harmless() -> None:
    facts = Facts([tally(HIDDEN, Verdict.AC)], stdout=b"ok\x1b[31m\xe2\x80\xae\xff\n")

    assert document(facts, EXERCISE, "S3")["stdout"] == "ok�[31m��\n"


def test_figures_are_coarse() -> None:
    facts = Facts([tally(HIDDEN, Verdict.AC)], cpu_s=0.0123, memory_bytes=9 << 20)
    said = document(facts, EXERCISE, "S3")

    assert (said["cpu_ms"], said["memory_mib"]) == (10, 16)


@pytest.mark.parametrize(
    ("error", "told"), [(0.0123, 0.01), (1.2345e300, 1e300), (1.7e308, sys.float_info.max)]
)
def test_the_error_of_a_hidden_case_is_a_number_of_one_digit(error: float, told: float) -> None:
    found = difference(error, 0.0, Compare())
    assert found is not None

    assert failing_value(HIDDEN, 1, "", found).more["max_error"] == told


def test_of_a_crash_in_a_hidden_case_nothing_is_left_open() -> None:
    stopped = Stopped(Verdict.RE, "signal", detail="SIGSEGV")
    hidden, shown_one = (say_stop(stopped, Limits(), detail=d)["en"] for d in ("", stopped.detail))

    assert hidden == "The process crashed."
    assert shown_one == "The process crashed (signal SIGSEGV)."


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((1000, 1000)),
        10**100_000,
        [[[[[[[[1]]]]]]]],
        list(range(10**6)),
        "x" * 10**6,
        {str(n): n for n in range(10**5)},
    ],
    ids=["array", "integer", "nest", "list", "text", "dict"],
)
def test_values_of_any_size_are_shown_shortly(value: object) -> None:
    assert len(shown(value)) < 2100


def test_values_are_shown_as_one_would_type_them() -> None:
    assert shown((np.array([1.0, 2.5]), 3, "a")) == "(array([1. , 2.5]), 3, 'a')"
