"""`mianjing bench judge`: from submission to verdict, against judges that keep nothing warm.

Everything is measured in one run, the ways that are compared one after another in each round, so
that other work on the machine slows all of them. Figures that no neighbour can slow (processor
time, memory) stand beside the rates.
"""

import json
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from app.cli import bench_judge_processes as processes
from app.cli.bench_judge_exercise import Submission, submission
from app.cli.bench_judge_http import OVER_HTTP, handed_in, site
from app.cli.bench_judge_load import Times, at_once, seconds, until
from app.cli.bench_judge_told import told
from app.cli.bench_judge_ways import (
    COLD_PYTHON,
    FRESH_WALL,
    ON_THE_SPOT,
    READY,
    NotRunError,
    Way,
    on_the_spot,
    ways,
)
from app.judge.client import Client, JudgeDownError
from app.judge.process import running
from sandbox.protocol import Job

CORES: Final = os.cpu_count() or 1
BY_HAND: Final = "gradient by hand, in NumPy"
BY_AUTOGRAD: Final = "gradient by autograd"
DEPTH: Final = 4
ROUNDS: Final = 30
REPEATS: Final = 5
"""Submissions to the ready pool in each round: the others take so much longer."""
OURS: Final = (READY, OVER_HTTP)
AT_ONCE: Final = (1, 4, 16, 64)
LOAD_S: Final = 6.0
PAGES: Final = 128
"""Submissions over HTTP at each load, or four of each learner."""
SUSTAINED_S: Final = 20.0
READY_S: Final = 60.0
IDLE_S: Final = 0.5
"""Children that wait use it for a rehearsal, and have their full size after it."""
AIMS: Final[Mapping[str, Mapping[str, float]]] = {
    "numpy": {"ratio": 1 / 5, "per_s": 160},
    "torch": {"ratio": 1 / 20, "per_s": 120},
}
P50_MS, PRIVATE_MIB, START_S = 5.0, 6.0, 5.0
"""Aims for every profile: a verdict, one ready child, start to ready."""


def bench_judge(json_wanted: bool, profiles: Sequence[str]) -> None:
    """Measure and print a table or one JSON document."""
    report: dict[str, Any] = {"machine": _machine(), "profiles": {}, "not_run": {}}
    for profile in profiles:
        try:
            report["profiles"][profile] = measure(profile)
        except (NotRunError, JudgeDownError) as error:
            report["not_run"][f"profile {profile}"] = str(error)
    report["machine"]["load_after"] = os.getloadavg()[0]
    print(json.dumps({"judge": report}, ensure_ascii=False) if json_wanted else told(report))


def measure(profile: str) -> dict[str, Any]:
    """Return every figure of a profile. Raises NotRunError, JudgeDownError."""
    began = time.perf_counter()
    with running([profile], depth=DEPTH) as client:
        health = client.health()
        if profile not in health.profiles:
            raise NotRunError("; ".join(f"{m['what']}: {m['fix_en']}" for m in health.missing))
        until(lambda: client.health().ready[profile] > 0, READY_S)
        first_s = time.perf_counter() - began
        _refill(client, profile)
        start = {"first_s": round(first_s, 2), "all_s": round(time.perf_counter() - began, 2)}
        time.sleep(IDLE_S)
        judge = processes.judge_at(client.path)
        given = submission(profile)
        not_run: dict[str, str] = {}
        memory = _memory(judge, not_run)
        with site(client.path, given) as page:
            found: dict[str, Any] = {
                "level": health.level,
                "start": start | {"ready": DEPTH, "aim_s": START_S},
                "memory": memory,
                "verdict": _one_at_a_time(client, given, page, not_run),
                "load": [_under_load(client, given, judge, n, LOAD_S) for n in AT_ONCE],
                "load_over_http": [_pages(page, n) for n in AT_ONCE],
            }
        found["sustained"] = {
            "aim_per_s": AIMS[profile]["per_s"],
            "programs": [
                {"program": name} | _under_load(client, program, judge, 2 * CORES, SUSTAINED_S)
                for name, program in _programs(profile).items()
            ],
        }
        found["not_run"] = not_run
    return found


def _programs(profile: str) -> dict[str, Submission]:
    """Return what is handed in over and over: the same in every profile, and what is natural."""
    programs = {BY_HAND: submission(profile, by_hand=True)}
    return programs | ({BY_AUTOGRAD: submission(profile)} if profile == "torch" else {})


def _machine() -> dict[str, Any]:
    return {
        "cores": CORES,
        "busy_before": round(_busy_cores(), 2),
        "load_before": os.getloadavg()[0],
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _busy_cores() -> float:
    """Return how many cores others use, looked at for a second."""

    def busy() -> int:
        fields = Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:9]
        return sum(map(int, fields)) - int(fields[3]) - int(fields[4])

    before, began = busy(), time.perf_counter()
    time.sleep(1)
    return (busy() - before) / os.sysconf("SC_CLK_TCK") / (time.perf_counter() - began)


def _refill(client: Client, profile: str) -> None:
    until(lambda: client.health().ready[profile] >= DEPTH, READY_S)


def _memory(judge: int, not_run: dict[str, str]) -> dict[str, Any] | None:
    try:
        sizes = [processes.private_bytes(pid) for pid in processes.ready_children(judge)]
    except OSError:
        not_run["memory"] = "the memory of jailed children may be read by root alone"
        return None
    return {"private_mib": round(max(sizes) / 2**20, 2), "aim_mib": PRIVATE_MIB}


def _one_at_a_time(
    client: Client, given: Submission, page: Way, not_run: dict[str, str]
) -> dict[str, Any]:
    """Go every way in turn, round after round."""
    profile = given.exercise.profile
    possible = {
        **ways(client, given),
        OVER_HTTP: page,
        ON_THE_SPOT: on_the_spot(client, given),
    }
    if FRESH_WALL not in possible:
        not_run[FRESH_WALL] = "bubblewrap is missing"
    for name, way in list(possible.items()):
        try:
            _right(way)  # the first time fills caches
        except NotRunError as error:
            not_run[name] = str(error)
            del possible[name]
    found: dict[str, Times] = {name: [] for name in possible}
    prepare = _preparing(client, given)
    for _ in range(ROUNDS):
        for name, way in possible.items():
            for _ in range(REPEATS if name in OURS else 1):
                prepare()
                _refill(client, profile)
                found[name].append(seconds(partial(_right, way)))
    report: dict[str, Any] = {name: quantiles(times) for name, times in found.items()}
    ratios = {
        peer: {ours: round(report[ours]["p50_ms"] / report[peer]["p50_ms"], 4) for ours in OURS}
        for peer in (FRESH_WALL, COLD_PYTHON)
        if peer in report
    }
    return {
        "ways": report,
        "ratios": ratios,
        "aim_ratio": AIMS[profile]["ratio"],
        "aim_p50_ms": P50_MS,
    }


def _preparing(client: Client, given: Submission) -> Callable[[], None]:
    """Return what the product does after each verdict."""
    return lambda: client.prepare(Job(given.exercise, given.source))


def _under_load(
    client: Client, given: Submission, judge: int, learners: int, for_s: float
) -> dict[str, Any]:
    """Let so many learners submit again and again, each waiting for the verdict."""
    _refill(client, given.exercise.profile)
    way = ways(client, given)[READY]
    with processes.watched(judge) as spent:
        began = time.perf_counter()
        times = at_once(lambda: _right(way), learners, for_s)
        took = time.perf_counter() - began
    each = spent.seconds / len(times)
    return {
        "at_once": learners,
        **quantiles(times),
        "per_s": round(len(times) / took, 1),
        "cpu_ms": round(each * 1e3, 1),
        "ceiling_per_s": round(CORES / each, 1) if each else None,
    }


def _pages(page: Way, learners: int) -> dict[str, Any]:
    """Let so many learners hand in on the page, each waiting for the verdict."""
    began = time.perf_counter()
    times = handed_in(partial(_right, page), learners, max(PAGES, 4 * learners))
    took = time.perf_counter() - began
    return {"at_once": learners, **quantiles(times), "per_s": round(len(times) / took, 1)}


def _right(way: Way) -> None:
    if (verdict := way()) != "AC":
        raise RuntimeError(f"a right solution was judged {verdict}")


def quantiles(times: Times) -> dict[str, Any]:
    """Return the median and the 95th of a hundred, in milliseconds, and how many there are."""
    ordered = sorted(times)
    return {
        "p50_ms": round(ordered[len(ordered) // 2] * 1e3, 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1e3, 2),
        "runs": len(ordered),
    }
