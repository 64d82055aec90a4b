"""Who the judge is, and what it can reach."""

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
