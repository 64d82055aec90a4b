"""Directories that look like control groups: the files of each version, no kernel behind them."""

from pathlib import Path

V1_FILES = {
    "memory": {
        "cgroup.procs": "",
        "memory.limit_in_bytes": "9223372036854771712",
        "memory.memsw.limit_in_bytes": "9223372036854771712",
        "memory.max_usage_in_bytes": "0",
        "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n",
    },
    "pids": {"cgroup.procs": "", "pids.max": "max"},
}
V2_FILES = {
    "cgroup.procs": "",
    "cgroup.subtree_control": "",
    "memory.max": "max",
    "memory.swap.max": "max",
    "memory.oom.group": "0",
    "memory.peak": "1234",
    "memory.events": "low 0\nhigh 0\nmax 0\noom 2\noom_kill 2\noom_group_kill 1\n",
    "pids.max": "max",
    "cgroup.kill": "",
}


def furnish(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def own(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "self"
    file.write_text(text)
    return file
