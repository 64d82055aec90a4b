"""Every attack comes to a verdict it may come to, costs the judge little and leaves no trace."""

import os
import re
import time
from pathlib import Path

import pytest

from app.judge.client import Client
from sandbox.protocol import Job
from tests.sandbox.attacks import answers, controls, kernel, processes, resources
from tests.sandbox.attacks.model import HOLE, Attack
from tests.sandbox.conftest import Honey
from tests.sandbox.exercises import SOFTMAX, softmax

ATTACKS = [
    attack
    for theme in (processes, resources, kernel, answers, controls)
    for attack in theme.theme.attacks
]
SLACK_S = 4.0
"""Of wall time beyond the limit: waiting for a child, the end of a process, a busy machine."""
AT_S1 = {
    # Without namespaces the process sees what its user may see; the filter and Landlock stand.
    "list_root": "RE WA",
    "list_proc": "RE",
    "left_for_the_next_1": "RE",  # no box of its own
}
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")


def devices() -> dict[str, tuple[int, float]]:
    found = {name: Path("/dev", name).stat() for name in _DEVICES}
    return {name: (stat.st_mode, stat.st_mtime) for name, stat in found.items()}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_comes_to_nothing(
    judge: Client, honey: Honey, attack: Attack, level: str
) -> None:
    if attack.machine and attack.machine != os.uname().machine:
        pytest.skip(f"not run here: its call numbers are those of {attack.machine}")
    source = attack.source.replace("@HONEY@", str(honey.file)).replace("@PORT@", str(honey.port))
    before, began = devices(), time.monotonic()

    outcome = judge.judge(Job(softmax(wall_s=attack.wall_s), source))

    took = time.monotonic() - began
    allowed = attack.verdicts | set(AT_S1.get(attack.name, "").split() if level == "S1" else ())
    failing = outcome["failing"] or {}
    said = f"{failing} {outcome['stdout']}"
    assert outcome["verdict"] in allowed, said[:2000]
    assert outcome["sandbox_level"] == level
    assert not re.search(rf"^RuntimeError: {HOLE}", str(failing.get("traceback")), re.MULTILINE)
    assert HOLE not in outcome["stdout"]
    assert all(c.isprintable() or c in "\n\t" for c in said)
    assert took < attack.wall_s + SLACK_S
    assert devices() == before
    assert honey.visits == 0


def test_after_all_of_it_a_right_solution_is_accepted(judge: Client) -> None:
    assert judge.judge(Job(softmax(), SOFTMAX))["verdict"] == "AC"


def test_a_hidden_case_does_not_leak_through_a_name(best: Client) -> None:
    source = "def f(x):\n    raise type('HOLE' + x.tobytes().hex(), (Exception,), {})(x)\n"

    outcome = best.judge(Job(softmax(visibility="name"), source))

    assert outcome["verdict"] == "RE"
    assert HOLE not in str(outcome)
    assert "traceback" not in outcome["failing"]


def test_what_is_printed_at_a_hidden_case_is_not_shown(best: Client) -> None:
    source = SOFTMAX.replace("    e =", "    print('HOLE', x)\n    e =")

    outcome = best.judge(Job(softmax(visibility="name"), source))

    assert outcome["verdict"] == "AC"
    assert outcome["stdout"] == ""
