"""Who the judge is, and what it can reach."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import identity, wall

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="not run here: needs root to give it up")


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """Return a directory that only its owner may enter, with a file and a directory below it."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    home = tmp_path / "home"
    (home / "python").mkdir(parents=True)
    (home / "python" / "lib.py").write_text("x = 1")
    (home / "secret").write_text("secret")
    home.chmod(0o700)
    return home


@AS_ROOT
def test_the_uid_is_our_own_or_the_one_asked_for() -> None:
    assert identity.chosen_uid() == identity.DEFAULT_UID
    assert identity.chosen_uid([(identity.VARIABLE, "4242")]) == 4242


@AS_ROOT
@pytest.mark.parametrize("given", ["0", "-1", "root", "4294967295"])
def test_root_is_never_chosen(given: str) -> None:
    with pytest.raises(ValueError, match=r"uid|invalid"):
        identity.chosen_uid([(identity.VARIABLE, given)])


@AS_ROOT
def test_root_cannot_become_root() -> None:
    with pytest.raises(ValueError, match="root"):
        identity.become(0)


@pytest.mark.skipif(os.geteuid() == 0, reason="not run here: for an ordinary user")
def test_an_ordinary_user_stays_who_it_is() -> None:
    identity.become(4242)

    assert identity.chosen_uid([(identity.VARIABLE, "4242")]) == os.geteuid()


def test_what_is_in_the_way_is_named(closed: Path) -> None:
    uid = 4242
    assert list(identity.blocked([Path("/usr/lib")], uid)) == []

    (blocked,) = identity.blocked([closed / "python" / "lib.py"], uid)

    assert blocked.path == closed / "python" / "lib.py"
    assert blocked.at == closed


def test_the_owner_is_not_blocked(closed: Path) -> None:
    assert list(identity.blocked([closed / "python"], closed.stat().st_uid)) == []


def _as_another(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code, *arguments],
        cwd=wall.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@AS_ROOT
def test_a_way_is_opened_to_what_is_needed_and_to_nothing_else(closed: Path) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom sandbox import identity\n"
        "home = Path(sys.argv[1])\n"
        "identity.open_way([home / 'python', Path(sys.base_prefix), Path('.').resolve()], 4242)\n"
        "identity.become(4242)\n"
        "print((home / 'python' / 'lib.py').read_text(), sorted(os.listdir(home)), os.getuid())\n"
        "print(os.getgroups(), os.getresuid(), os.getresgid())\n"
        "try: os.setuid(0)\nexcept PermissionError: print('for ever')\n"
    )

    done = _as_another(code, str(closed))

    if "unshare" in done.stderr:
        pytest.skip("not run here: no mount namespace may be made")
    assert done.stdout.splitlines() == [
        "x = 1 ['python'] 4242",
        "[] (4242, 4242, 4242) (4242, 4242, 4242)",
        "for ever",
    ], done.stderr
    assert sorted(each.name for each in closed.iterdir()) == ["python", "secret"]


@AS_ROOT
def test_nothing_is_mounted_where_nothing_is_in_the_way() -> None:
    code = (
        "from pathlib import Path\nfrom sandbox import identity\n"
        "before = Path('/proc/self/ns/mnt').readlink()\n"
        "identity.open_way([Path('/usr/lib')], 4242)\n"
        "print(Path('/proc/self/ns/mnt').readlink() == before)\n"
    )

    assert _as_another(code).stdout == "True\n"


def test_a_file_is_open_to_its_owner_its_group_and_others_each_by_its_own_bits(
    closed: Path,
) -> None:
    closed.chmod(0o711)
    file = closed / "python" / "lib.py"
    found = file.stat()
    for mode, uid, blocked in (
        (0o044, found.st_uid, True),  # an owner has the bits of the owner, though others may
        (0o400, found.st_uid, False),
        (0o040, 4242, True),
        (0o004, 4242, False),
    ):
        file.chmod(mode)
        assert bool(list(identity.blocked([file], uid))) is blocked, oct(mode)


@AS_ROOT
def test_a_group_counts_as_the_user_of_that_number(closed: Path) -> None:
    closed.chmod(0o711)
    file = closed / "python" / "lib.py"
    os.chown(file, 0, 4242)
    for mode, blocked in ((0o040, False), (0o404, True)):
        file.chmod(mode)
        assert bool(list(identity.blocked([file], 4242))) is blocked


def test_a_way_that_cannot_be_opened_is_named_with_the_command_that_opens_it(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: object) -> None:
        raise PermissionError(errno.EPERM, "not permitted", "unshare")

    monkeypatch.setattr(identity, "_cover", refused)

    with pytest.raises(identity.UnreachableError) as caught:
        identity.open_way([closed / "python" / "lib.py"], 4242)

    assert f"chmod o+x {closed}" in str(caught.value)
    assert str(closed / "python" / "lib.py") in str(caught.value)
    assert "uid 4242" in str(caught.value)


def test_who_is_started_by_a_thread_that_ends_can_be_made_to_end_with_it() -> None:
    code = (
        "import os, sys, threading\nfrom sandbox import identity\n"
        "def start():\n"
        "    pid = os.fork()\n"
        "    if pid == 0:\n"
        "        identity.die_with_parent()\n"
        "        os.write(1, b'ready ')\n"
        "        threading.Event().wait(60)\n"
        "    children.append(pid)\n"
        "    threading.Event().wait(0.3)\n"
        "children = []\n"
        "thread = threading.Thread(target=start)\nthread.start()\nthread.join()\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(children[0], 0)[1]))\n"
    )

    assert _as_another(code).stdout == "ready -9\n"
