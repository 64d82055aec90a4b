"""The level is found by trying; what is missing is named, with what it costs and what mends it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import fixes, levels, profiles, wall
from sandbox.__main__ import Bench
from sandbox.protocol import Exercise, Job, RefusedError
from sandbox.wall import Walls
from tests.sandbox import jails


def test_the_level_found_is_that_of_its_walls() -> None:
    found = jails.found()

    assert found.level in {"S1", "S2", "S3"}, found.missing
    assert found.level == found.walls.level
    assert "stdlib" in found.profiles


@pytest.mark.parametrize(
    ("namespaces", "with_cgroups", "level", "words"),
    [(True, False, "S2", {"cgroup"}), (False, True, "S1", {"namespaces (left out)"})],
)
def test_less_is_found_when_a_wall_is_left_out(
    level: str, words: set[str], *, namespaces: bool, with_cgroups: bool
) -> None:
    jails.walls(level)

    found = levels.probe(namespaces=namespaces, with_cgroups=with_cgroups)

    assert found.level == level
    assert words <= {each.what for each in found.missing}


def test_what_is_missing_is_said_in_both_languages() -> None:
    for each in levels.probe(namespaces=False, with_cgroups=False).missing:
        told = each.document()
        assert set(told) == {"what", "cost_en", "cost_zh", "fix_en", "fix_zh"}
        assert all(told.values())
        assert not told["cost_zh"].isascii()


def test_without_bubblewrap_there_are_no_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)

    found = levels.probe(with_cgroups=False)

    assert found.level == "S1"
    (namespaces,) = [each for each in found.missing if each.what.startswith("namespaces")]
    assert "bwrap" in namespaces.what
    assert namespaces.fix["en"] == "sudo apt-get install bubblewrap"


@pytest.mark.parametrize(
    ("hole", "act"),
    [
        ("sandbox.inside.seccomp.install", "fork"),
        ("sandbox.inside.landlock.restrict", "passwords"),
    ],
)
def test_a_wall_with_a_hole_is_not_called_a_wall(tmp_path: Path, hole: str, act: str) -> None:
    """Leave one step out of a copy of what runs inside: the probe has to notice."""
    module, _, name = hole.rpartition(".")
    shutil.copytree(wall.ROOT / "sandbox", tmp_path / "sandbox")
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents:
        if folder != Path("/") and folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o011)
    file = tmp_path / (module.replace(".", "/") + ".py")
    file.write_text(
        file.read_text() + f"\n\ndef {name}(*_: object, **__: object) -> None:\n    return\n"
    )
    code = (
        "from sandbox import levels\nfrom sandbox.wall import Walls\n"
        "print(levels.weakness(Walls(namespaces=False, cgroups=False)))"
    )

    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert "could do what it must not" in done.stdout, done.stdout + done.stderr
    assert act in done.stdout


def test_where_nothing_holds_nothing_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(levels, "weakness", lambda _: "the kernel has no Landlock")

    found = levels.probe()

    assert (found.level, found.profiles) == ("S0", ())
    assert "Landlock" in found.missing[-1].what


def test_a_python_that_cannot_be_read_is_named_with_what_mends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = (
        "uid 64007 cannot reach /home/me/python, because /home/me is closed to it:"
        " chmod o+x /home/me, or install Python where everybody may read it (unshare)"
    )
    monkeypatch.setattr(levels, "weakness", lambda _: said)

    missing = levels.probe().missing[-1]

    assert "/home/me/python" in missing.what
    assert missing.fix["en"].startswith("chmod o+x /home/me; or install")
    assert missing.fix["zh"].startswith("chmod o+x /home/me；")


@pytest.mark.parametrize(
    ("setting", "value", "command"),
    [
        ("APPARMOR", "1", "apparmor_parser"),
        ("CLONE", "0", "unprivileged_userns_clone=1"),
        ("MOST", "0", "max_user_namespaces"),
        ("DOCKER", "", "seccomp=docker/seccomp-judge.json"),
    ],
)
def test_the_command_is_that_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, command: str
) -> None:
    for name in ("APPARMOR", "CLONE", "MOST", "DOCKER"):
        monkeypatch.setattr(fixes, name, tmp_path / name)
    (tmp_path / setting).write_text(value)

    told = fixes.for_namespaces("bwrap: setting up uid map: Permission denied")

    assert command in told["en"]
    assert command in told["zh"]


def test_the_levels_have_names() -> None:
    assert [
        Walls().level,
        Walls(cgroups=False).level,
        Walls(namespaces=False).level,
        Walls(namespaces=False, cgroups=False).level,
    ] == ["S3", "S2", "S1", "S1"]


@pytest.mark.parametrize(
    ("holding", "level", "missing"),
    [
        ({(True, True)}, "S3", []),
        ({(True, False), (False, True), (False, False)}, "S2", ["cgroup"]),
        ({(False, True), (False, False)}, "S1", ["namespaces"]),
        ({(False, False)}, "S1", ["cgroup", "namespaces"]),
        (set(), "S0", ["cgroup", "namespaces", "walls"]),
    ],
)
def test_the_strongest_walls_that_hold_make_the_level_and_the_rest_is_missing(
    monkeypatch: pytest.MonkeyPatch,
    holding: set[tuple[bool, bool]],
    level: str,
    missing: list[str],
) -> None:
    def weakness(walls: Walls) -> str:
        return "" if (walls.namespaces, walls.cgroups) in holding else "it does not hold"

    monkeypatch.setattr(levels, "weakness", weakness)
    monkeypatch.setattr(profiles, "available", lambda: ("stdlib", "numpy"))

    found = levels.probe()

    assert found.level == level
    assert found.profiles == (() if level == "S0" else ("stdlib", "numpy"))
    wanted = missing if level == "S0" else [*missing, "profile torch"]
    assert [each.what.partition(" (")[0] for each in found.missing] == wanted
    for each in found.missing:
        assert all(each.document().values())


def test_a_level_that_judges_nothing_refuses_with_what_mends_it() -> None:
    mend = levels.Missing("bubblewrap", {"en": "-", "zh": "-"}, {"en": "apt-get it", "zh": "-"})
    bench = Bench(levels.Found("S0", Walls(), (), (mend,)), ["stdlib"], 1)
    exercise = Exercise("r", "f", "stdlib", "", "", ())

    for refused in (lambda: bench.judge(Job(exercise, "")), lambda: bench.prepare(exercise)):
        with pytest.raises(RefusedError, match=r"level S0.*bubblewrap: apt-get it"):
            refused()

    assert (bench.health().serving, bench.health().profiles) == (False, ())
    bench.close()
