"""From a job to its verdict document: whose fault it was, and what is tried again."""

import os
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sandbox import casework, judging
from sandbox.child import Child
from sandbox.judging import Judge
from sandbox.pool import Exhausted, Pool
from sandbox.protocol import Compare, Exercise, Group, Job, Limits, Mode
from tests.sandbox import jails

REFERENCE = "def f(x):\n    return x + 1\n"
CASES = "def cases(rng, group):\n    for _ in range(3):\n        yield (rng.randrange(1000),)\n"
GROUPS = (
    Group("sample", "full", 0.0, 1, ("value",), Compare()),
    Group("hidden", "name", 1.0, 2, ("value",), Compare()),
)
EXERCISE = Exercise(
    "judged", "f", "stdlib", CASES, REFERENCE, GROUPS, limits=Limits(cpu_s=1.0, wall_s=3.0)
)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with jails.pool("stdlib", jails.found().level, depth=2) as made:
        yield made


@pytest.fixture
def judge(pool: Pool) -> Judge:
    return Judge({"stdlib": pool})


@pytest.fixture
def plenty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have so many cases made ahead that none are made in the background."""
    monkeypatch.setattr(casework, "AHEAD_S", 60.0)


class Losing:
    """A pool whose first children, as many as it is told, are killed as they are handed out."""

    def __init__(self, pool: Pool, lost: int) -> None:
        self.level = pool.level
        self.taken = 0
        self._pool, self._lost = pool, lost

    def take(self, timeout_s: float) -> Child:
        child = self._pool.take(timeout_s)
        self.taken += 1
        if self.taken <= self._lost:
            signal.pidfd_send_signal(child._handles.pidfd, signal.SIGKILL)
        return child


# --- whose fault it was


def test_a_fault_of_our_own_code_is_one_failure_of_ours_with_its_place(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OverflowError("a value of a hidden case")

    monkeypatch.setattr("sandbox.running.failing_value", broken)

    outcome = judge.judge(Job(EXERCISE, "def f(x):\n    return -1\n"))

    assert (outcome["verdict"], outcome["failing"]["reason"]) == ("IE", "lost")
    assert outcome["failing"]["detail"].startswith("OverflowError at test_judging.py:")
    assert "hidden case" not in str(outcome)


@pytest.mark.parametrize(
    ("broken", "file", "line", "words"),
    [
        ({"cases": CASES + "1 / 0\n"}, "cases.py", 4, "ZeroDivisionError"),
        ({"cases": CASES.replace("rng.", "rng.no_")}, "cases.py", 3, "AttributeError"),
        ({"cases": "def cases(r, g):\n    yield (1,)\n    yield [1]\n"}, "cases.py", 3, "list"),
        ({"cases": "\ndef cases(r, g):\n    return None\n"}, "cases.py", 2, "NoneType"),
        ({"cases": "def cases(r, g):\n    return ()\n"}, "cases.py", 0, "sample"),
        ({"cases": "def cases(r, g):\n    yield (object(),)\n"}, "cases.py", 2, "object"),
        ({"cases": "def cases(r, g):\n    exit()\n"}, "cases.py", 2, "SystemExit|NameError"),
        ({"cases": "import os\nos._exit(0)\n"}, "", 0, "exited"),
        ({"cases": "cases = 3\n"}, "cases.py", 0, "cases"),
        ({"cases": "def cases(r, g):\n    return\nreturn\n"}, "cases.py", 3, "outside function"),
        ({"reference": "import nothing_like_it\n"}, "reference.py", 1, "nothing_like_it"),
        ({"reference": "def f(x):\n    return x.no\n"}, "reference.py", 2, "AttributeError"),
        ({"reference": "def g(x):\n    return 1\n"}, "reference.py", 0, "`f`"),
        ({"reference": "def f(x):\n    return iter([x])\n"}, "reference.py", 0, "list_iterator"),
        ({"driver": "def drive(f, x):\n\n    return f(x, 1)\n"}, "driver.py", 3, "TypeError"),
        ({"driver": "def drive(f, x:\n"}, "driver.py", 1, "never closed"),
    ],
    ids=lambda each: str(each)[:40].replace("\n", " ") if isinstance(each, dict) else "",
)
def test_a_broken_program_of_the_author_is_named_with_its_line(
    judge: Judge, broken: dict[str, str], file: str, line: int, words: str
) -> None:
    outcome = judge.judge(Job(replace(EXERCISE, **broken), REFERENCE))  # type: ignore[arg-type]

    failing = outcome["failing"]
    assert (outcome["verdict"], failing["reason"]) == ("IE", "author")
    assert (failing["file"], failing["line"]) == (file, line), failing
    assert any(word in failing["said"]["en"] for word in words.split("|"))
    assert "not to blame" in failing["message"]["en"]
    assert [group["verdict"] for group in outcome["groups"]] == [None, None]


@pytest.mark.parametrize(
    ("cases", "limits", "words"),
    [
        (
            "while True: pass\n",
            Limits(cpu_s=0.3, wall_s=30),
            "cases.py, line 1: It used up 0.3 s of processor time.",
        ),
        (
            "import time\ndef cases(rng, group):\n    yield time.sleep(60)\n",
            Limits(cpu_s=20, wall_s=3),
            "cases.py, line 3: It did not finish within 3 s.",
        ),
        (
            "while True:\n  try:\n    x = 1\n    while True: x = abs(x)\n  except: x = 2\n",
            Limits(cpu_s=0.3, wall_s=30),
            "It used up 0.3 s of processor time.",
        ),
    ],
    ids=["busy", "asleep", "not to be interrupted"],
)
def test_an_author_who_never_ends_is_stopped_and_told_where(
    judge: Judge, monkeypatch: pytest.MonkeyPatch, cases: str, limits: Limits, words: str
) -> None:
    monkeypatch.setattr("sandbox.casework.AUTHOR_LIMITS", limits)

    outcome = judge.judge(Job(replace(EXERCISE, revision=words, cases=cases), REFERENCE))

    assert (outcome["verdict"], outcome["failing"]["reason"]) == ("IE", "author")
    assert outcome["failing"]["detail"] == words


def test_what_an_author_who_was_late_answers_is_not_expected_of_anybody(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.casework.AUTHOR_LIMITS", Limits(cpu_s=20, wall_s=3))
    swallowing = (
        "import time\ndef f(x):\n    try:\n        time.sleep(2 if x > 100 else 0)\n"
        "    except BaseException:\n        return 0\n    return -x\n"
    )
    late = "def cases(rng, group):\n    yield (1 if group == 'sample' else 200,)\n"
    broken = replace(EXERCISE, revision="late", cases=late, reference=swallowing)

    outcome = judge.judge(Job(broken, REFERENCE))

    assert (outcome["verdict"], outcome["failing"]["reason"]) == ("IE", "author"), outcome
    said = outcome["failing"]["detail"]
    assert said == "reference.py, line 4: It did not finish within 3 s."


@pytest.mark.parametrize("what", ["cpu", "wall"])
def test_what_an_author_raises_is_told_as_it_is(judge: Judge, what: str) -> None:
    raising = f"def cases(rng, group):\n    raise TimeoutError({what!r})\n"

    outcome = judge.judge(Job(replace(EXERCISE, revision=what, cases=raising), REFERENCE))

    assert outcome["failing"]["detail"] == f"cases.py, line 2: TimeoutError: {what}"


def test_a_hidden_group_may_fail_where_the_one_in_view_does_not(judge: Judge) -> None:
    cases = CASES.replace("for _", "assert group == 'sample', group\n    for _")

    outcome = judge.judge(Job(replace(EXERCISE, revision="only sample", cases=cases), REFERENCE))

    assert outcome["verdict"] == "IE"
    assert (outcome["failing"]["file"], outcome["failing"]["line"]) == ("cases.py", 2)


# --- what is tried again


@pytest.mark.usefixtures("plenty")
def test_a_child_of_the_learner_that_was_lost_is_replaced_once(pool: Pool) -> None:
    losing = Losing(pool, 0)
    judge = Judge({"stdlib": losing})  # type: ignore[dict-item]
    judge.prepare(EXERCISE)
    losing._lost = losing.taken + 1

    assert judge.judge(Job(EXERCISE, REFERENCE))["verdict"] == "AC"
    assert losing.taken == losing._lost + 1


def test_a_child_of_the_author_that_was_lost_is_replaced_once(pool: Pool) -> None:
    losing = Losing(pool, 1)

    assert Judge({"stdlib": losing}).judge(Job(EXERCISE, REFERENCE))["verdict"] == "AC"  # type: ignore[dict-item]


@pytest.mark.usefixtures("plenty")
@pytest.mark.parametrize("before", [True, False], ids=["learner", "author"])
def test_what_is_lost_twice_is_our_failure_and_said_so(pool: Pool, *, before: bool) -> None:
    losing = Losing(pool, 0)
    judge = Judge({"stdlib": losing})  # type: ignore[dict-item]
    if before:
        judge.prepare(EXERCISE)
    begun = losing.taken
    losing._lost = 1000

    outcome = judge.judge(Job(EXERCISE, REFERENCE))

    assert (outcome["verdict"], outcome["failing"]["reason"]) == ("IE", "lost")
    assert "not to blame" in outcome["failing"]["message"]["en"]
    assert "与你的代码无关" in outcome["failing"]["message"]["zh"]
    assert losing.taken == begun + 2


def test_a_zygote_killed_under_a_submission_costs_time_and_no_verdict() -> None:
    with jails.pool("stdlib") as made:
        judge = Judge({"stdlib": made})
        judge.prepare(EXERCISE)
        zygote = made._line.now
        assert zygote is not None
        slow = "import time\ntime.sleep(0.4)\n" + REFERENCE
        threading.Timer(0.2, os.kill, (zygote.process.pid, signal.SIGKILL)).start()

        outcome = judge.judge(Job(EXERCISE, slow))

        assert outcome["verdict"] == "AC"
        assert made._line.now is not zygote


def _all_of(pool: Pool) -> list[Child]:
    held = []
    try:
        while True:
            held.append(pool.take(0.5))
    except Exhausted:
        return held


def test_an_exhausted_pool_is_our_failure_and_nothing_is_raised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "WAIT_S", 0.1)
    with jails.pool("stdlib", depth=1) as made:
        judge = Judge({"stdlib": made})
        judge.prepare(EXERCISE)
        made.depth = 0
        held = _all_of(made)

        outcome = judge.judge(Job(EXERCISE, REFERENCE))
        judge.prepare(replace(EXERCISE, revision="another"))  # never raises

        assert (outcome["verdict"], outcome["failing"]["reason"]) == ("IE", "lost")
        assert "no stdlib child" in outcome["failing"]["detail"]
        for child in held:
            child.close()
        made.depth = 1
        monkeypatch.setattr(judging, "WAIT_S", jails.READY_S)
        assert judge.judge(Job(EXERCISE, REFERENCE))["verdict"] == "AC"


def test_what_is_told_is_what_the_verdict_is_about(judge: Judge) -> None:
    slow = "def f(x, seen=[]):\n    seen.append(x)\n    while len(seen) > 2: pass\n    return -x\n"

    patient = replace(EXERCISE, limits=Limits(cpu_s=1.0, wall_s=jails.READY_S))

    outcome = judge.judge(Job(patient, slow))

    assert (outcome["verdict"], outcome["failing"]["reason"]) == ("TLE", "cpu")
    assert outcome["failing"]["case"] == 3


# --- a learner's own input


def own(arguments: str, source: str = REFERENCE) -> Job:
    wall_s = 1.0 if "sleep" in arguments else jails.READY_S
    hurried = replace(EXERCISE, limits=Limits(cpu_s=0.5, wall_s=wall_s))
    return Job(hurried, source, mode=Mode.RUN, arguments=arguments)


def test_an_own_input_is_shown_with_what_is_expected(judge: Judge) -> None:
    outcome = judge.judge(own("(41,)", "def f(x):\n    print('got', x)\n    return x\n"))

    (shown,) = outcome["shown"]
    assert (outcome["verdict"], outcome["seed"]) == ("WA", None)
    assert (shown["input"], shown["got"], shown["expected"]) == ("x = 41", "41", "42")
    assert outcome["stdout"] == "got 41\n"
    assert [group["name"] for group in outcome["groups"]] == ["own"]


@pytest.mark.parametrize(
    "arguments", ["41", "(41,)", " ( 41 , ) \n", "math.factorial(5)", "x = 41", "x = (\n  41\n)"]
)
def test_one_argument_may_stand_alone(judge: Judge, arguments: str) -> None:
    assert judge.judge(own(arguments))["verdict"] == "AC"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("", "no input yet"),
        ("y = 1", "arguments, which are: x"),
        ("(", "never closed"),
        ("x = 1; x", "SyntaxError"),
        ("(" * 10_000, "could not be read"),
        ("'a'", "TypeError"),
        ("(1, 2)", "TypeError"),
        ("lambda: 1", "function"),
        ("1 / 0", "ZeroDivisionError"),
        ("(1,)\0", "NUL"),
        ("'\ud800'", "surrogate"),
        ("'" + "x" * (1 << 20) + "'", "64 KiB"),
        ("'x' * (8 << 30)", "MemoryError"),
        ("9 ** 9 ** 9", "0.5 s of processor time"),
        ("__import__('time').sleep(60)", "within 1 s"),
        ("__import__('os')._exit(0)", "exited"),
    ],
    ids=lambda each: each[:20].replace("\0", "NUL").encode("ascii", "replace").decode(),
)
def test_an_own_input_that_is_none_is_the_fault_of_nobody_else(
    judge: Judge, arguments: str, said: str
) -> None:
    outcome = judge.judge(own(arguments))

    failing = outcome["failing"]
    assert (outcome["verdict"], failing["reason"]) == ("RE", "arguments")
    assert said in failing["message"]["en"]
    assert not failing["message"]["zh"].isascii()
    assert not re.search(r"\.\.|: \.|。。|：。", " ".join(failing["message"].values()))


def test_an_own_input_meets_nothing_of_the_authors(judge: Judge) -> None:
    look = "sorted(n for n in __import__('sys').modules if n in {'reference', 'cases', 'driver'})"
    source = "def f(x):\n    return x\n"
    kept = "''.join(__import__('linecache').cache.get('reference.py', (0, 0, 'x'))[2])"

    (shown,) = judge.judge(own(f"len({look})", source))["shown"]
    assert (shown["input"], shown["got"]) == ("x = 0", "0")
    (shown,) = judge.judge(own(f"len({kept})", source))["shown"]
    assert shown["got"] == "1"


def test_an_own_input_that_the_reference_refuses_is_told_so(judge: Judge) -> None:
    said = judge.judge(own("'a'"))["failing"]["message"]["en"]

    assert said.startswith("The reference comes to no result on this input: TypeError")


def test_where_the_author_is_to_blame_an_own_input_is_not(judge: Judge) -> None:
    broken = replace(EXERCISE, revision="broken", reference="import nothing_like_it\n")

    outcome = judge.judge(Job(broken, REFERENCE, mode=Mode.RUN, arguments="(1,)"))

    assert (outcome["verdict"], outcome["failing"]["reason"]) == ("IE", "author")


# --- seeds


def test_a_submission_is_replayed_exactly_by_its_seed(judge: Judge) -> None:
    tell = "def f(x):\n    raise SystemExit if x % 2 else KeyError\n"
    first = judge.judge(Job(EXERCISE, tell))
    other = judge.judge(Job(EXERCISE, tell))
    again = Judge(judge._pools).judge(Job(EXERCISE, tell, seed=first["seed"]))

    assert first["seed"] != other["seed"]
    assert len(first["seed"]) == 64
    figures = ("wall_ms", "cpu_ms", "memory_mib")
    assert {k: v for k, v in again.items() if k not in figures} == {
        k: v for k, v in first.items() if k not in figures
    }


def test_a_run_of_the_cases_in_view_draws_no_seed(judge: Judge) -> None:
    outcome = judge.judge(Job(EXERCISE, REFERENCE, mode=Mode.RUN))

    assert (outcome["verdict"], outcome["score"], outcome["seed"]) == ("AC", 1.0, None)
    assert [group["name"] for group in outcome["groups"]] == ["sample"]
    assert len(outcome["shown"]) == 3
