"""The report of `mianjing bench judge` as a table, each aim beside its figure."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.cli.bench_judge_http import OVER_HTTP
from app.cli.bench_judge_ways import FRESH_WALL, READY

Part = Mapping[str, Any]


def told(report: Part) -> str:
    """Return the report as text."""
    return "\n".join(_lines(report))


def _lines(report: Part) -> Iterator[str]:
    machine = report["machine"]
    yield (
        f"{machine['cores']} cores, {machine['busy_before']:.1f} of them busy with other work"
        f" before (load {machine['load_before']:.1f}, after {machine['load_after']:.1f});"
        f" {machine['system']}, Python {machine['python']}"
    )
    for profile, found in report["profiles"].items():
        yield ""
        yield f"{profile}: five small cases, three of them hidden; level {found['level']}"
        yield from _verdict(found["verdict"])
        yield from _load(found)
        yield from _resources(found)
        yield from (_because(what, why) for what, why in found["not_run"].items())
    yield from (_because(what, why) for what, why in report["not_run"].items())


def _verdict(verdict: Part) -> Iterator[str]:
    yield f"  {'verdict, one at a time':40} {'p50':>10} {'p95':>10}"
    for name, times in verdict["ways"].items():
        against = ""
        if (ratios := verdict["ratios"].get(name)) is not None:
            ready, pages = ratios[READY], ratios[OVER_HTTP]
            against = f"   ready child 1/{1 / ready:.1f} of it, over HTTP 1/{1 / pages:.1f}"
            if name == FRESH_WALL:
                aim = verdict["aim_ratio"]
                against += f" (aim 1/{1 / aim:.0f}: {_met(pages <= aim)})"
        if name == READY:
            aim = verdict["aim_p50_ms"]
            against = f"   p50: aim {aim:g} ms: {_met(times['p50_ms'] <= aim)}"
        yield f"    {name:38} {times['p50_ms']:>7.1f} ms {times['p95_ms']:>7.1f} ms{against}"


def _load(found: Part) -> Iterator[str]:
    yield f"  {'learners at once':40} {'p50':>10} {'p95':>10}"
    for each in found["load"]:
        yield (
            f"    {each['at_once']:<38} {each['p50_ms']:>7.1f} ms {each['p95_ms']:>7.1f} ms"
            f"   {each['per_s']:g}/s, {each['cpu_ms']:g} ms of processor time each"
        )
    yield f"  {'learners at once, over HTTP':40} {'p50':>10} {'p95':>10}"
    for each in found["load_over_http"]:
        yield (
            f"    {each['at_once']:<38} {each['p50_ms']:>7.1f} ms {each['p95_ms']:>7.1f} ms"
            f"   {each['per_s']:g}/s"
        )
    aim = found["sustained"]["aim_per_s"]
    yield f"  sustained (aim {aim:g}/s)"
    for each in found["sustained"]["programs"]:
        yield (
            f"    {each['program']:38} {each['per_s']:>8g}/s ({_met(each['per_s'] >= aim)}),"
            f" {each['cpu_ms']:g} ms of processor time each:"
            f" at most {each['ceiling_per_s']:g}/s of all cores"
        )


def _resources(found: Part) -> Iterator[str]:
    if (memory := found["memory"]) is not None:
        size, aim = memory["private_mib"], memory["aim_mib"]
        yield (
            f"  {'private memory of a ready child':40} {size:>7.2f} MiB"
            f" (aim {aim:g}: {_met(size <= aim)})"
        )
    start = found["start"]
    took, aim = start["all_s"], start["aim_s"]
    yield (
        f"  {'start to ready':40} {start['first_s']:>8.2f} s the first child, {took:.2f} s all"
        f" {start['ready']} (aim {aim:g} s: {_met(took <= aim)})"
    )


def _because(what: str, why: str) -> str:
    return f"  {what}: not run here, because {why}"


def _met(met: bool) -> str:
    return "met" if met else "missed"
