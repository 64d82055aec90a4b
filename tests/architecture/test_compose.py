"""docker-compose.yml loosens only what the walls need, only for the judge, and says why.

No container engine runs here: what its options do is tried with the parts of the kernel that an
engine would use. docs/how-to/run-a-site.md says what was not tried.
"""

import contextlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.judge.client import Client, JudgeDownError
from app.judge.process import running
from sandbox.identity import DEFAULT_UID

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
PROFILE = ROOT / "docker" / "seccomp-judge.json"
REFUSED = [
    name for rule in json.loads(PROFILE.read_text("utf-8"))["syscalls"] for name in rule["names"]
]
KNOWN = {
    *("build", "image", "restart", "init", "user", "command", "environment", "ports", "volumes"),
    *("group_add", "read_only", "tmpfs", "cap_drop", "security_opt", "mem_limit", "memswap_limit"),
    *("pids_limit", "healthcheck", "network_mode"),
}
# Puts itself under a profile of Docker's through libseccomp, as an engine would, then goes on.
CONFINE = """\
import ctypes, json, os, sys
rules = json.load(open(sys.argv[1]))
lib = ctypes.CDLL("libseccomp.so.2")
lib.seccomp_init.restype = ctypes.c_void_p
assert rules["defaultAction"] == "SCMP_ACT_ALLOW"
context = ctypes.c_void_p(lib.seccomp_init(ctypes.c_uint32(0x7FFF0000)))
for rule in rules["syscalls"]:
    refuse = ctypes.c_uint32(0x00050000 | rule["errnoRet"])
    for name in rule["names"]:
        number = lib.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # else it is of another machine
            assert lib.seccomp_rule_add(context, refuse, number, 0) == 0, name
assert lib.seccomp_load(context) == 0
os.execv(sys.argv[2], sys.argv[2:])
"""


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> dict[str, Any]:
    return SERVICES[request.param]


def test_every_key_is_one_of_compose(service: dict[str, Any]) -> None:
    assert set(COMPOSE) == {"name", "services", "volumes"}
    assert set(service) <= KNOWN


def test_no_service_has_power(service: dict[str, Any]) -> None:
    assert not {"privileged", "cap_add", "devices", "pid", "ipc", "userns_mode"} & set(service)
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["read_only"] is True
    assert service["mem_limit"]
    assert service["pids_limit"] > 0
    assert not [each for each in service["volumes"] if each.startswith(("/", ".", "~"))]


def test_nobody_outside_this_machine_reaches_a_port(service: dict[str, Any]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


def test_what_loosens_docker_is_for_the_judge_alone_who_can_reach_nothing() -> None:
    judge = SERVICES["judge"]

    assert SERVICES["site"]["security_opt"] == ["no-new-privileges:true"]
    assert judge["security_opt"][1:] == [
        f"seccomp={PROFILE.relative_to(ROOT)}",
        "apparmor=unconfined",
        "systempaths=unconfined",  # and so never root
    ]
    assert judge["user"] == f"{DEFAULT_UID}:{DEFAULT_UID}"
    assert judge["network_mode"] == "none"
    assert judge["volumes"] == ["judge:/run/mianjing"]
    assert "environment" not in judge
    assert {"--group", "--alone"} < set(judge["command"])
    assert judge["command"][judge["command"].index("--minimum") + 1] == "S2"


def test_the_site_may_ask_the_judge_and_is_somebody_else() -> None:
    site = SERVICES["site"]

    assert site["group_add"] == [str(DEFAULT_UID)]
    assert "judge:/run/mianjing:ro" in site["volumes"]
    assert site["environment"]["MIANJING_JUDGE"] in SERVICES["judge"]["command"]
    assert "user" not in site
    assert DOCKERFILE.rstrip().splitlines()[-3] == "USER mianjing"
    uids = dict(re.findall(r"useradd --uid (\d+) .* (\w+)", DOCKERFILE))
    assert {name: uid for uid, name in uids.items()} == {"judge": "64007", "mianjing": "64008"}


def test_every_security_option_is_explained() -> None:
    lines = TEXT.splitlines()
    options = [
        number
        for number, line in enumerate(lines)
        if re.match(r"\s+- (no-new-privileges|seccomp|apparmor|systempaths|label)\b", line)
    ]

    assert len(options) == sum(len(each["security_opt"]) for each in SERVICES.values())
    assert [lines[each] for each in options if not lines[each - 1].lstrip().startswith("#")] == []


def test_the_command_of_the_judge_is_one_that_it_takes() -> None:
    command = SERVICES["judge"]["command"]
    told = _python("-m", "sandbox", "--help")

    assert command[:3] == ["python", "-m", "sandbox"]
    assert [word for word in command if word.startswith("--") and word not in told] == []


@pytest.mark.parametrize("name", SERVICES)
def test_the_health_checks_are_programs(name: str) -> None:
    kind, python, flag, source = SERVICES[name]["healthcheck"]["test"]

    assert (kind, python, flag) == ("CMD", "python", "-c")
    compile(source, name, "exec")


def test_the_image_is_built_of_what_it_needs_and_nothing_else() -> None:
    first, *kept = [
        line
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line and not line.startswith(("#", "**"))
    ]

    assert first == "*"
    assert [line for line in kept if not (ROOT / line.removeprefix("!")).exists()] == []
    assert not {"!var", "!.env", "!.git", "!tests"} & set(kept)
    assert len(set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))) == 1
    assert "--require-hashes" in DOCKERFILE


def test_the_profile_refuses_what_nobody_needs_and_no_call_that_builds_walls() -> None:
    assert len(REFUSED) == len(set(REFUSED))
    assert {"bpf", "io_uring_setup", "keyctl", "ptrace", "setns", "userfaultfd"} <= set(REFUSED)
    needed = {"clone", "clone3", "unshare", "mount", "umount2", "pivot_root", "seccomp", "prctl"}
    assert not needed & set(REFUSED)


def test_the_walls_stand_under_the_profile(tmp_path: Path) -> None:
    try:
        _python("-c", "import ctypes; ctypes.CDLL('libseccomp.so.2')")
    except subprocess.CalledProcessError:
        pytest.skip("not run here: libseccomp is missing")
    with running(["stdlib"], depth=1) as client:
        free = client.health()
    if free.level < "S2":
        pytest.skip(f"not run here: level S2 needs {free.missing}")

    with _confined(tmp_path / "judge.sock") as client:
        confined = client.health()
    assert confined.serving
    assert confined.level == free.level
    assert (tmp_path / "judge.sock").stat().st_mode & 0o777 == 0o660


@contextlib.contextmanager
def _confined(path: Path) -> Iterator[Client]:
    command = [sys.executable, "-c", CONFINE, str(PROFILE), sys.executable, "-m", "sandbox"]
    command += [str(path), "--profiles", "stdlib", "--minimum", "S2", "--group", "--alone"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=ROOT)  # noqa: S603 - our own
    client = Client(path)
    deadline = time.monotonic() + 60
    try:
        while True:
            assert process.poll() is None
            assert time.monotonic() < deadline
            with contextlib.suppress(JudgeDownError):
                client.health()
                break
            time.sleep(0.05)
        yield client
    finally:
        process.terminate()
        status = process.wait(30)
    assert status == 0


def _python(*words: str) -> str:
    return subprocess.run(  # noqa: S603 - our own
        [sys.executable, *words], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
