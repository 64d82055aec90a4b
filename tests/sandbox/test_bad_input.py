"""Sources and answers that no exercise asks for: each comes to a clear verdict, and to no other."""

from dataclasses import replace
from typing import Any

import pytest

from app.judge.client import Client
from sandbox.protocol import Job
from tests.sandbox.exercises import SOFTMAX, softmax

CLASS = "class C:\n    pass\n"


def judged(best: Client, source: str, **limits: int) -> dict[str, Any]:
    exercise = softmax(wall_s=30.0)  # a busy machine fills memory slowly
    exercise = replace(exercise, limits=replace(exercise.limits, **limits))
    return best.judge(Job(exercise, source))


@pytest.mark.parametrize(
    ("source", "reason", "line"),
    [
        ("", "empty", 0),
        ("\n \t\n", "empty", 0),
        ("# 10 MB\n" * (10 << 17), "too-long", 0),
        ("'" + "题" * (10 << 20) + "'", "too-long", 0),
        ("x = " + "(" * 100_000 + ")" * 100_000, "too-long", 0),
        ("x = " + "(" * 30_000 + ")" * 30_000, "nesting", 0),
        ("x = " + "[" * 30_000, "nesting", 0),
        ("x = " + "not " * 10_000 + "1", "nesting", 0),
        ("f = " + "lambda: " * 7_000 + "1", "nesting", 0),
        ("x = 1\ny = '\0'\n", "characters", 2),
        ("\0" * 1000, "characters", 1),
        ("# 好\nx = '\ud800'\n", "characters", 2),
        ("def f(x:\n", "syntax", 1),
        ("def f(x):\n    return x\nreturn\n", "syntax", 3),
        ("print('f')", "entry", 0),
        ("f = None", "entry", 0),
    ],
    ids=lambda each: str(each)[:16].encode("ascii", "backslashreplace").decode() or "-",
)
def test_a_source_that_is_none(best: Client, source: str, reason: str, line: int) -> None:
    outcome = judged(best, source)

    failing = outcome["failing"]
    assert (outcome["verdict"], failing["reason"]) == ("CE", reason)
    assert failing.get("line", 0) == line
    assert [(group["verdict"], group["passed"]) for group in outcome["groups"]] == [(None, 0)]


@pytest.mark.parametrize(
    ("body", "verdict", "reason"),
    [
        ("yield x", "RE", "unreadable"),
        ("return (v for v in x)", "RE", "unreadable"),
        ("return map(abs, x)", "RE", "unreadable"),
        ("return range(10**9)", "RE", "unreadable"),
        ("return iter([x])", "RE", "unreadable"),
        ("async def g(): return x\n    return g()", "RE", "unreadable"),
        ("return object()", "RE", "unreadable"),
        ("return C()", "RE", "unreadable"),
        ("return C", "RE", "unreadable"),
        ("return np", "RE", "unreadable"),
        ("return f", "RE", "unreadable"),
        ("y = []\n    y.append(y)\n    return y", "RE", "unreadable"),
        ("y = {}\n    y['y'] = y\n    return y", "RE", "unreadable"),
        ("return np.array([object()])", "RE", "unreadable"),
        ("return np.zeros(3, dtype=[('a', 'f8')])", "RE", "unreadable"),
        ("return np.array(['a', 'b'])", "RE", "unreadable"),
        ("return {1.5: x}", "RE", "unreadable"),
        ("return '\\ud800'", "RE", "unreadable"),
        ("return {'\\ud800': 1}", "RE", "unreadable"),
        ("return [0] * 10**9", "MLE", "memory"),
        ("return np.ones(10**9)", "MLE", "memory"),
        ("return np.broadcast_to(1.0, 10**9)", "MLE", "memory"),
        ("return 'x' * 10**9", "MLE", "memory"),
        ("return np.zeros(10**7)", "OLE", "result-size"),
        ("return [0] * 10**6", "OLE", "result-size"),
        ("return 'x' * 10**7", "OLE", "result-size"),
        ("return None", "WA", "type"),
        ("return x, x", "WA", "type"),
        ("return NotImplemented", "RE", "unreadable"),
        ("return ...", "RE", "unreadable"),
        ("return 10**5000", "WA", "type"),
        ("return float('nan')", "WA", "type"),
        ("raise SystemExit", "RE", "exception"),
        ("raise KeyboardInterrupt", "RE", "exception"),
        ("raise GeneratorExit", "RE", "exception"),
        ("raise StopIteration", "RE", "exception"),
        ("raise RuntimeError('\\ud800\\0')", "RE", "exception"),
        ("return f(x)", "RE", "exception"),
    ],
    ids=lambda each: each[:40] if " " in each else None,
)
def test_an_answer_that_is_none(best: Client, body: str, verdict: str, reason: str) -> None:
    source = f"import numpy as np\n{CLASS}\ndef f(x):\n    {body}\n"

    outcome = judged(best, source)

    failing = outcome["failing"]
    assert (outcome["verdict"], failing["reason"]) == (verdict, reason), failing
    assert failing["message"]["zh"] != failing["message"]["en"]


@pytest.mark.parametrize(
    ("printed", "stdout"),
    [
        ("print('\\ud800')", "\\ud800\n" * 5),
        ("print('\\0\\x1b[2J')", "��[2J\n" * 5),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\n')", "�\n" * 5),
        ("print('好')", "好\n" * 5),
    ],
)
def test_strange_text_may_be_printed_and_is_made_harmless(
    best: Client, printed: str, stdout: str
) -> None:
    source = SOFTMAX.replace("    e =", f"    {printed}\n    e =")

    outcome = judged(best, source)

    assert outcome["verdict"] == "AC", outcome["failing"]
    assert outcome["stdout"] == stdout


def test_after_all_of_it_the_next_submission_is_judged(best: Client) -> None:
    assert judged(best, SOFTMAX)["verdict"] == "AC"
