"""Control groups: version 1 and 2 against directories that look like them, and the real ones."""

import os
import subprocess
from pathlib import Path

import pytest

from sandbox import cgroups
from sandbox.cgroups_v1 import WIDE, GroupV1
from sandbox.cgroups_v2 import GroupV2, delegated, enable
from sandbox.child import Stopped
from sandbox.protocol import Limits, Verdict
from sandbox.wall import Walls
from tests.sandbox import jails
from tests.sandbox.trees import V1_FILES, V2_FILES, furnish, own

# --- version 1


def test_version_1_bounds_memory_with_and_without_swap_and_processes(version_1: Path) -> None:
    group = GroupV1("mianjing/slot", version_1)
    memory = version_1 / "memory/mianjing/slot"

    group.limit(64 << 20)
    group.adopt(4711)

    assert (memory / "memory.limit_in_bytes").read_text() == str(64 << 20)
    assert (memory / "memory.memsw.limit_in_bytes").read_text() == str(64 << 20)
    assert (version_1 / "pids/mianjing/slot/pids.max").read_text() == "24"
    for controller in V1_FILES:
        assert (version_1 / controller / "mianjing/slot/cgroup.procs").read_text() == "4711"


def test_version_1_counts_from_its_renewal(version_1: Path) -> None:
    group = GroupV1("mianjing/slot", version_1)
    memory = version_1 / "memory/mianjing/slot"
    assert group.kills() == 0

    (memory / "memory.oom_control").write_text("oom_kill_disable 0\noom_kill 4\n")
    (memory / "memory.max_usage_in_bytes").write_text("7")
    assert (group.kills(), group.peak()) == (1, 7)

    group.renew()
    assert (group.kills(), group.peak()) == (0, 0)
    assert (memory / "memory.limit_in_bytes").read_text() == str(WIDE)


def test_a_limit_is_written_when_it_changes_and_stays_over_a_renewal(version_1: Path) -> None:
    group = GroupV1("mianjing/slot", version_1)
    limit = version_1 / "memory/mianjing/slot/memory.limit_in_bytes"
    group.limit(64 << 20)
    group.renew()
    assert limit.read_text() == str(64 << 20)

    limit.write_text("as it was")
    group.limit(64 << 20)
    assert limit.read_text() == "as it was"
    group.limit(32 << 20)
    assert limit.read_text() == str(32 << 20)


def test_version_1_does_without_accounts_of_swap(version_1: Path) -> None:
    (version_1 / "memory/mianjing/slot/memory.memsw.limit_in_bytes").unlink()

    GroupV1("mianjing/slot", version_1).limit(1 << 20)

    assert not (version_1 / "memory/mianjing/slot/memory.memsw.limit_in_bytes").exists()


# --- version 2 (only ever run against these files and never yet on a kernel of ours)


def test_version_2_bounds_memory_and_kills_all_at_once(version_2: Path) -> None:
    group = GroupV2("slot", version_2 / "service/mianjing")
    folder = version_2 / "service/mianjing/slot"

    group.limit(64 << 20)
    group.adopt(4711)
    group.kill()

    written = {name: (folder / name).read_text() for name in V2_FILES}
    assert written["memory.max"] == str(64 << 20)
    assert written["memory.swap.max"] == "0"
    assert written["memory.oom.group"] == "1"
    assert written["pids.max"] == "24"
    assert written["cgroup.procs"] == "4711"
    assert written["cgroup.kill"] == "1"
    group.remove()


def test_version_2_counts_from_its_renewal(version_2: Path) -> None:
    group = GroupV2("slot", version_2 / "service/mianjing")
    folder = version_2 / "service/mianjing/slot"
    assert group.kills() == 0
    assert (folder / "memory.peak").read_text().startswith("reset")

    (folder / "memory.events").write_text("oom_kill 5\n")
    (folder / "memory.peak").write_text("4096\n")

    assert (group.kills(), group.peak()) == (3, 4096)
    group.remove()


def test_version_2_does_without_a_peak(version_2: Path) -> None:
    (version_2 / "service/mianjing/slot/memory.peak").unlink()
    group = GroupV2("slot", version_2 / "service/mianjing")

    assert group.peak() is None
    group.remove()


def test_our_own_group_is_found_where_it_is_delegated(version_2: Path, tmp_path: Path) -> None:
    assert delegated(version_2, own(tmp_path, "0::/service\n")) == version_2 / "service"
    assert delegated(version_2, own(tmp_path, "0::/service/main\n")) == version_2 / "service"
    assert delegated(version_2, own(tmp_path, "4:memory:/service\n")) is None
    assert delegated(version_2, own(tmp_path, "0::/elsewhere\n")) is None
    assert delegated(version_2, tmp_path / "not there") is None
    (version_2 / "service/cgroup.controllers").write_text("cpu pids")
    assert delegated(version_2, own(tmp_path, "0::/service\n")) is None


def test_processes_move_aside_before_controllers_are_passed_on(version_2: Path) -> None:
    here = furnish(version_2 / "service", {"cgroup.type": "domain", "cgroup.procs": "11\n12\n"})

    made = enable(here, "mianjing")

    assert made == here / "mianjing"
    assert (here / "main/cgroup.procs").read_text() == "12"  # the last one written
    for group in (here, made):
        assert (group / "cgroup.subtree_control").read_text() == "+memory +pids"


def test_nobody_moves_where_controllers_are_passed_on_already(version_2: Path) -> None:
    here = furnish(
        version_2 / "service",
        {"cgroup.type": "domain", "cgroup.procs": "11\n", "cgroup.subtree_control": "memory pids"},
    )

    enable(here, "mianjing")

    assert not (here / "main").exists()


# --- either


def test_there_may_be_no_control_groups_at_all(tmp_path: Path) -> None:
    assert cgroups.make("1-a", tmp_path) is None
    cgroups.hand_over(4242, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_groups_of_dead_judges_are_removed(version_1: Path) -> None:
    with subprocess.Popen(["/bin/true"]) as gone:
        pass
    for controller in V1_FILES:
        for name in (f"{gone.pid}-a-0", f"{os.getpid()}-a-0", "slot"):
            (version_1 / controller / "mianjing" / name).mkdir(exist_ok=True)

    cgroups.hand_over(os.geteuid(), version_1)

    left = {each.name for each in (version_1 / "memory/mianjing").iterdir()}
    assert left == {f"{os.getpid()}-a-0", "slot", *()}


def test_slots_are_used_again() -> None:
    if not Walls().cgroups or jails.found().level != "S3":
        pytest.skip("not run here: no control group can be made")
    slots = cgroups.Slots(Walls())
    first = slots.take()
    assert first is not None
    slots.give_back(first)
    second = slots.take()
    assert second is first
    assert slots.take() is not first
    slots.close()


def test_without_them_there_are_no_slots() -> None:
    assert cgroups.Slots(Walls(cgroups=False)).take() is None


def test_the_kernel_stops_what_the_process_limits_do_not_see() -> None:
    body = (
        "import mmap\nheld = []\nwhile True:\n    m = mmap.mmap(-1, 8 << 20)\n"
        "    m.write(b'x' * (8 << 20))\n    held.append(m)"
    )
    with jails.pool("stdlib", "S3") as made, pytest.raises(Stopped) as caught:
        jails.value(made, body, limits=Limits(cpu_s=5, wall_s=10, memory_mib=64))

    assert caught.value.verdict is Verdict.MLE


def test_no_group_is_left_behind() -> None:
    folder = Path("/sys/fs/cgroup/memory/mianjing")
    with jails.pool("stdlib", "S3", depth=2) as made:
        assert jails.value(made, "return 1") == 1
        if folder.exists():
            assert any(each.name.startswith(f"{os.getpid()}-") for each in folder.iterdir())
    if folder.exists():
        mine = [each.name for each in folder.iterdir() if each.name.startswith(f"{os.getpid()}-")]
        assert mine == []
