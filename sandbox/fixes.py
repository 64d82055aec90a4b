"""The command that lets a machine have namespaces. Settings are read here for advice only."""

from pathlib import Path
from typing import Final

APPARMOR: Final = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
CLONE: Final = Path("/proc/sys/kernel/unprivileged_userns_clone")
MOST: Final = Path("/proc/sys/user/max_user_namespaces")
DOCKER: Final = Path("/.dockerenv")
APPARMOR_RULE: Final = (
    "printf 'abi <abi/4.0>,\\ninclude <tunables/global>\\n"
    "profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }\\n' |"
    " sudo tee /etc/apparmor.d/bwrap && sudo apparmor_parser -r /etc/apparmor.d/bwrap"
)
DOCKER_OPTIONS: Final = (
    "--security-opt seccomp=docker/seccomp-judge.json --security-opt apparmor=unconfined"
    " --security-opt systempaths=unconfined"
)


def for_namespaces(why: str) -> dict[str, str]:
    """Return what to do, in both languages, when a zygote did not start for the given reason."""
    command = _command(why)
    if command == DOCKER_OPTIONS:
        return {
            "en": f"start the container with the options of docker-compose.yml: {command}",
            "zh": f"用 docker-compose.yml 里的选项启动容器：{command}",
        }
    if command:
        return {"en": command, "zh": command}
    return {
        "en": "let this user make user namespaces; docs/security.md says how on each system",
        "zh": "让这个用户可以创建用户命名空间；各系统的做法见 docs/security.md",
    }


def _command(why: str) -> str:
    if "not installed: bwrap" in why:
        return "sudo apt-get install bubblewrap"
    if _reads(APPARMOR) == "1":
        return APPARMOR_RULE
    if _reads(CLONE) == "0":
        return "sudo sysctl -w kernel.unprivileged_userns_clone=1"
    if _reads(MOST) == "0":
        return "sudo sysctl -w user.max_user_namespaces=15000"
    return DOCKER_OPTIONS if DOCKER.exists() else ""


def _reads(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except OSError:
        return ""
