"""`mianjing bench judge`: it measures what it says, and says what it could not measure."""

import json
import os
from dataclasses import replace

import pytest

from app.cli import bench_judge as bench
from app.cli import bench_judge_processes as processes
from app.cli import bench_judge_ways as ways
from app.cli.bench_judge_exercise import submission
from app.cli.bench_judge_http import OVER_HTTP, site
from app.cli.bench_judge_load import at_once, until
from app.cli.bench_judge_ways import COLD_PYTHON, FRESH_WALL, ON_THE_SPOT, READY, NotRunError
from app.judge.process import running
from sandbox.protocol import Job


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "ROUNDS", 2)
    monkeypatch.setattr(bench, "REPEATS", 2)
    monkeypatch.setattr(bench, "AT_ONCE", (1, 3))
    monkeypatch.setattr(bench, "LOAD_S", 0.05)
    monkeypatch.setattr(bench, "SUSTAINED_S", 0.05)
    monkeypatch.setattr(bench, "PAGES", 4)


@pytest.fixture(scope="module", autouse=True)
def _walls() -> None:
    with running(["numpy"], depth=1) as client:
        if not client.health().serving:
            pytest.skip("not run here: no wall holds on this machine")


def test_every_figure_is_there_with_its_aim(capsys: pytest.CaptureFixture[str]) -> None:
    bench.bench_judge(True, ["numpy"])  # noqa: FBT003 - as the command calls it

    report = json.loads(capsys.readouterr().out)["judge"]
    found = report["profiles"]["numpy"]
    assert report["not_run"] == {}
    assert report["machine"]["cores"] == os.cpu_count()
    left_out = set(found["not_run"])
    wanted = {READY, OVER_HTTP, COLD_PYTHON, FRESH_WALL, ON_THE_SPOT}
    assert set(found["verdict"]["ways"]) == wanted - left_out
    assert found["verdict"]["ways"][OVER_HTTP]["runs"] == 4
    assert found["verdict"]["ways"][READY]["runs"] == 4
    assert found["verdict"]["ways"][COLD_PYTHON]["runs"] == 2
    for ratios in found["verdict"]["ratios"].values():
        assert ratios[READY] > 0
        assert ratios[OVER_HTTP] > 0
    assert [each["at_once"] for each in found["load"]] == [1, 3]
    assert [each["runs"] for each in found["load_over_http"]] == [4, 12]
    assert all(each["per_s"] > 0 and each["runs"] > 0 for each in found["load"])
    assert found["sustained"]["aim_per_s"] == 160
    assert [each["program"] for each in found["sustained"]["programs"]] == [bench.BY_HAND]
    assert found["start"]["first_s"] <= found["start"]["all_s"]
    if "memory" not in left_out:
        assert found["memory"]["private_mib"] > 0


def test_the_table_has_every_aim_and_every_reason(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "bubblewrap", lambda: None)
    bench.bench_judge(False, ["numpy"])  # noqa: FBT003 - as the command calls it

    text = capsys.readouterr().out
    assert f"{FRESH_WALL}: not run here, because bubblewrap is missing" in text
    assert text.count("aim") >= 4


def test_a_profile_that_is_not_installed_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(profile: str) -> None:
        raise NotRunError(f"{profile} is missing: pip install {profile}")

    monkeypatch.setattr(bench, "measure", missing)
    bench.bench_judge(False, ["torch"])  # noqa: FBT003 - as the command calls it

    text = capsys.readouterr().out
    assert "profile torch: not run here, because torch is missing: pip install torch" in text


@pytest.mark.parametrize("profile", ["numpy", "torch"])
def test_every_way_accepts_the_solution_and_refuses_a_wrong_one(profile: str) -> None:
    right = submission(profile)
    wrong = replace(right, source=right.source.replace("return ", "return 1 + "))
    with running([profile]) as client:
        if profile not in client.health().profiles:
            pytest.skip(f"not run here: {profile} is not installed")
        for name, way in ways.ways(client, right).items():
            assert way() == "AC", name
        for name, way in ways.ways(client, wrong).items():
            if name == READY:
                assert way() == "WA"
            else:
                with pytest.raises(NotRunError, match="AssertionError"):
                    way()
        assert ways.on_the_spot(client, right)() == "AC"
        with site(client.path, right) as page:
            assert page() == "AC"
        with site(client.path, wrong) as page:
            assert page() == "WA"


def test_the_children_that_wait_are_found_and_what_they_use_is_counted() -> None:
    with running(["numpy"], depth=3) as client:
        until(lambda: client.health().ready["numpy"] == 3, 30)
        judge = processes.judge_at(client.path)

        assert len(processes.ready_children(judge)) == 3
        given = submission("numpy")
        with processes.watched(judge) as spent:
            for _ in range(10):
                client.judge(Job(given.exercise, given.source))
        assert spent.seconds > 0


def test_by_hand_it_is_the_same_program_in_both_profiles() -> None:
    by_hand = submission("torch", by_hand=True)

    assert by_hand.exercise.profile == "torch"
    assert by_hand.source == submission("numpy").source
    assert "import torch" in submission("torch").source


def test_what_goes_wrong_under_load_is_told() -> None:
    def fail() -> None:
        raise RuntimeError("a right solution was judged IE")

    with pytest.raises(RuntimeError, match="IE"):
        at_once(fail, 3, 0.1)
