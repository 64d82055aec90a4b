"""What the kernel would refuse or lack: control groups against trees that answer as it does."""

import os
import subprocess
from pathlib import Path

import pytest

from sandbox import cgroups, cgroups_v1, cgroups_v2
from sandbox.cgroups_v1 import LIMIT, LIMIT_WITH_SWAP, WIDE, GroupV1
from sandbox.cgroups_v2 import GroupV2, enable
from sandbox.wall import Walls
from tests.sandbox.trees import V1_FILES, V2_FILES, furnish, own

MIB = 1 << 20


def test_version_1_never_puts_the_limit_with_swap_below_the_one_without(
    version_1: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel refuses such an order of writing with EINVAL."""

    def write(path: Path, value: int) -> None:
        path.write_text(str(value))
        memory = version_1 / "memory/mianjing/slot"
        limits = [int((memory / name).read_text()) for name in (LIMIT, LIMIT_WITH_SWAP)]
        assert limits[0] <= limits[1], f"{path.name} := {value}"

    monkeypatch.setattr(cgroups_v1, "write", write)
    group = GroupV1("mianjing/slot", version_1)
    for mib in (64, 32, 512, 512, 16, WIDE // MIB):
        group.limit(mib * MIB)

    assert (version_1 / "memory/mianjing/slot" / LIMIT).read_text() == str(WIDE)


def test_a_kernel_that_counts_no_kills_counts_none(version_1: Path, version_2: Path) -> None:
    first = version_1 / "memory/mianjing/slot/memory.oom_control"
    first.write_text("oom_kill_disable 0\nunder_oom 0\n")  # before Linux 4.13
    assert GroupV1("mianjing/slot", version_1).kills() == 0

    second = version_2 / "service/mianjing/slot/memory.events"
    second.write_text("low 0\nhigh 0\n")
    group = GroupV2("slot", version_2 / "service/mianjing")
    assert group.kills() == 0
    group.remove()


def test_a_peak_that_cannot_start_again_is_no_peak(
    version_2: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before Linux 6.12 it is that of all children so far: it would blame the next for the last."""

    def refused(*_: object) -> None:
        raise OSError

    before = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr(os, "pwrite", refused)
    group = GroupV2("slot", version_2 / "service/mianjing")

    assert group.peak() is None
    group.renew()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_version_2_does_without_accounts_of_swap(
    version_2: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(path: Path, value: int) -> None:
        if path.name in {"memory.swap.max", "memory.oom.group", "cgroup.kill"}:
            raise FileNotFoundError(path)
        path.write_text(str(value))

    monkeypatch.setattr(cgroups_v2, "write", write)
    group = GroupV2("slot", version_2 / "service/mianjing")
    group.kill()
    group.limit(MIB)

    assert (version_2 / "service/mianjing/slot/memory.max").read_text() == str(MIB)
    group.remove()


def test_a_process_that_ends_while_all_move_aside_is_no_obstacle(
    version_2: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = furnish(version_2 / "service", {"cgroup.type": "domain", "cgroup.procs": "11\n12\n"})
    moved = []

    def write(path: Path, value: int) -> None:
        moved.append((path.parent.name, value))
        if value == 11:
            raise ProcessLookupError

    monkeypatch.setattr(cgroups_v2, "write", write)
    enable(here, "mianjing")

    assert moved == [("main", 11), ("main", 12)]


def test_the_root_of_all_groups_keeps_its_processes(version_2: Path) -> None:
    """Only the root may hold processes and pass controllers on; it has no type."""
    here = furnish(version_2 / "service", {"cgroup.procs": "11\n"})

    enable(here, "mianjing")

    assert not (here / "main").exists()


# --- whichever there is


def test_version_1_is_taken_where_both_are_mounted(version_1: Path) -> None:
    for controller, files in V1_FILES.items():
        furnish(version_1 / controller / "mianjing" / "1-a", files)

    assert isinstance(cgroups.make("1-a", version_1), GroupV1)


def test_version_2_is_taken_where_it_is_delegated(
    version_2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cgroups_v2.delegated, "__defaults__", (own(tmp_path, "0::/service\n"),))
    furnish(version_2 / "service" / "mianjing" / "1-a", V2_FILES)

    made = cgroups.make("1-a", version_2)

    assert isinstance(made, GroupV2)
    made.remove()


def test_version_2_that_may_not_be_written_to_is_none(
    version_2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cgroups_v2.delegated, "__defaults__", (own(tmp_path, "0::/service\n"),))

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(cgroups_v2, "_pass_on", refused)

    assert cgroups.make("1-a", version_2) is None


def test_what_is_handed_over_lets_its_owner_move_processes_in(
    version_2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cgroups_v2.delegated, "__defaults__", (own(tmp_path, "0::/service\n"),))
    furnish(version_2 / "service" / "mianjing", V2_FILES)
    with subprocess.Popen(["/bin/true"]) as gone:
        pass
    left = version_2 / "service" / "mianjing" / f"{gone.pid}-a-0"
    left.mkdir()
    owners: dict[str, tuple[int, int]] = {}
    monkeypatch.setattr(os, "chown", lambda path, *who: owners.update({str(path): who}))

    cgroups.hand_over(4242, version_2)

    here = version_2 / "service"
    assert owners == {
        str(path): (4242, 4242)
        for path in (
            here / "cgroup.procs",
            here / "mianjing",
            here / "mianjing" / "cgroup.procs",
            here / "mianjing" / "cgroup.subtree_control",
        )
    }
    assert not left.exists()


class Slot:
    """Stands for a group: one that cannot be renewed any more, or can."""

    def __init__(self, *, spent: bool) -> None:
        self.spent = spent
        self.removed = False

    def renew(self) -> None:
        if self.spent:
            raise OSError

    def remove(self) -> None:
        self.removed = True


def test_a_group_that_cannot_be_renewed_is_not_handed_out_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    groups = [Slot(spent=True), Slot(spent=False)]
    made = list(groups)
    monkeypatch.setattr(cgroups, "make", lambda _: made.pop(0))
    slots = cgroups.Slots(Walls())

    for _ in range(2):
        taken = slots.take()
        assert taken is not None
        slots.give_back(taken)

    again: object = slots.take()
    assert again is groups[1]
    slots.close()
    assert [each.removed for each in groups] == [True, True]


def test_memory_that_can_no_longer_be_bounded_makes_no_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cgroups, "make", lambda _: None)

    with pytest.raises(OSError, match="cannot be bounded"):
        cgroups.Slots(Walls()).take()
