"""System calls prepared as numbers: made in order, each held to what it should give."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from sandbox.inside import calls, jail, namespaces, syscalls
from sandbox.inside.calls import ANYTHING, Calls

PLAN = jail.Plan("stdlib", control=3, namespaces=True, readable=("/usr",), path=())


def _free() -> int:
    """Return the lowest descriptor that is free."""
    free = os.open("/dev/null", os.O_RDONLY)
    os.close(free)
    return free


def test_calls_are_made_in_order(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    made = Calls()
    made.write(str(file), "first", through=_free())
    made.write(str(file), "then!", through=_free())
    made.add("getpid", gives=os.getpid())

    assert file.read_text() == ""
    made.make()

    assert file.read_text() == "then!"


def test_the_first_that_fails_is_named_and_ends_it(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    made = Calls()
    made.open("/nowhere/at/all", os.O_RDONLY, gives=_free())
    made.write(str(file), "late", through=_free())

    with pytest.raises(FileNotFoundError, match="openat"):
        made.make()
    assert file.read_text() == ""


@pytest.mark.parametrize(("gives", "fails"), [(-1, True), (1 << 30, True), (ANYTHING, False)])
def test_what_gives_something_else_has_failed(gives: int | None, *, fails: bool) -> None:
    made = Calls()
    made.add("getppid", gives=gives)
    if not fails:
        made.make()
        return

    with pytest.raises(OSError, match=f"getppid gave {os.getppid()}"):
        made.make()


def test_practice_changes_nothing() -> None:
    before = _free()

    calls.practise()

    assert _free() == before


@pytest.mark.parametrize(
    ("name", "intel", "arm"),
    [
        ("openat", 257, 56),
        ("dup3", 292, 24),
        ("setsid", 112, 157),
        ("setpriority", 141, 140),
        ("prlimit64", 302, 261),
        ("prctl", 157, 167),
        ("capset", 126, 91),
        ("landlock_add_rule", 445, 445),
        ("landlock_restrict_self", 446, 446),
    ],
)
def test_calls_have_the_numbers_of_their_machine(name: str, intel: int, arm: int) -> None:
    assert syscalls.number("x86_64", name) == intel
    assert syscalls.number("aarch64", name) == arm


def test_an_unknown_call_is_refused() -> None:
    with pytest.raises(KeyError):
        Calls().add("no_such_call")


@pytest.mark.parametrize("machine", sorted(syscalls.AUDIT))
def test_the_walls_can_be_worked_out_for_each_machine(
    machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine=machine))
    monkeypatch.setattr(namespaces, "device_mounts", dict)  # those of the host are no mounts

    made = jail.walls(jail.prepare(PLAN), (17, 18, 19), "/box")._calls

    names = [call.name for call in made]
    assert names[:2] == ["close", "openat"]  # /dev/null, through the mount of the child itself
    assert names[-2:] == ["capset", "prctl"]  # the filter comes last: it refuses the others
    assert all(call.numbers[0] == syscalls.number(machine, call.name) for call in made)
    assert {"mount", "landlock_restrict_self", "prlimit64", "close_range"} <= set(names)
