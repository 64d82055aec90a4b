"""How problems look in a terminal: grouped by file, aligned, in one language."""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from app.bank.checking import Report
from app.domain.problems import Problem
from app.domain.text import Lang
from app.services.proving import Proof

WIDTH = 100
_PIECES = re.compile(r" *[\u2e80-\u9fff][，。；：！？、）”]*| *[^ \u2e80-\u9fff]+| +")
_BOLD, _RED, _DIM, _GREEN, _PLAIN = "1", "31", "2", "32", "0"


def chosen_lang(value: str) -> Lang:
    """Return the language that `--lang` or a locale such as zh_CN.UTF-8 names; else English."""
    return "zh" if value.lower().startswith("zh") else "en"


def painted(text: str, colour: str, *, tty: bool) -> str:
    """Return text in a colour on a terminal, and as it is elsewhere."""
    return f"\033[{colour}m{text}\033[{_PLAIN}m" if tty and text else text


def report_lines(report: Report, lang: Lang, *, tty: bool) -> Iterator[str]:
    """Yield the lines of a report: problems by file, then a summary."""
    for file, group in groupby(report.problems, key=lambda problem: problem.file):
        yield painted(file, _BOLD, tty=tty)
        yield from _problem_lines(list(group), lang, tty=tty)
        yield ""
    yield from _summary(report, lang, tty=tty)


def _problem_lines(problems: Sequence[Problem], lang: Lang, *, tty: bool) -> Iterator[str]:
    places = [f"{problem.line}:{problem.column}" for problem in problems]
    wide = max(map(len, places))
    code = max(len(problem.code) for problem in problems)
    for place, problem in zip(places, problems, strict=True):
        head = (
            f"  {place:>{wide}}  {painted(problem.code.ljust(code), _RED, tty=tty)}"
            f"  {painted(problem.path, _DIM, tty=tty)}"
        )
        yield head.rstrip()
        message = problem.message_zh if lang == "zh" else problem.message_en
        yield from (f"  {'':{wide}}  {line}" for line in wrapped(message, WIDTH - wide - 4))


def _summary(report: Report, lang: Lang, *, tty: bool) -> Iterator[str]:
    bad = len({problem.file for problem in report.problems})
    rows, left = len(report.covers), len(report.uncovered)
    if lang == "zh":
        covered = f"覆盖清单 {rows + left} 行中的 {rows} 行。"
        said = (
            f"{report.questions} 道题，{bad} 个文件里有 {len(report.problems)} 个问题。"
            if report.problems
            else f"{report.questions} 道题，没有问题。"
        )
    else:
        covered = f"{rows} of {rows + left} inventory rows covered."
        said = (
            f"{_count(report.questions, 'question')}; {_count(len(report.problems), 'problem')} "
            f"in {_count(bad, 'file')}."
            if report.problems
            else f"{_count(report.questions, 'question')}, no problems."
        )
    yield painted(said, _RED if report.problems else _GREEN, tty=tty)
    yield painted(covered, _DIM, tty=tty)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def wrapped(text: str, width: int) -> Iterable[str]:
    """Return the lines of a text no wider than `width` columns; Chinese characters take two.

    Latin words stay whole; Chinese breaks anywhere but before punctuation.
    """
    lines: list[str] = []
    line, columns = "", 0
    for piece in _PIECES.findall(text):
        wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in piece)
        if columns + wide > width and line:
            lines.append(line.rstrip())
            line, columns = "", 0
            piece = piece.lstrip()  # noqa: PLW2901 - the space that was broken at
        line += piece
        columns += wide
    return [*lines, line]


def is_tty() -> bool:
    """Say whether standard output is a terminal."""
    return sys.stdout.isatty()


def proof_lines(
    proofs: Mapping[str, Proof], run: int, unrun: Sequence[str], lang: Lang
) -> Iterator[str]:
    """Yield what running the exercises showed: mutants killed, and those that survived.

    `run` of them were run now, the others before; the files `unrun` have problems themselves.
    """
    if unrun:
        files = ", ".join(unrun)
        yield (
            f"没有运行，先改好文件本身：{files}"
            if lang == "zh"
            else (f"Not run, their files have problems of their own: {files}")
        )
    if not proofs:
        return
    before = len(proofs) - run
    killed, made = sum(p.killed for p in proofs.values()), sum(p.mutants for p in proofs.values())
    if lang == "zh":
        earlier = f"（其中 {before} 道此前已跑过，没有变化）" if before else ""
        yield f"{len(proofs)} 道编程题跑过自己的测试{earlier}；变异体 {killed}/{made} 被发现。"
    else:
        earlier = f" ({before} of them before; nothing has changed)" if before else ""
        ran = f"{len(proofs)} exercises ran their own tests{earlier}"
        yield f"{ran}; {killed} of {made} mutants died."
    for slug, proof in proofs.items():
        if proof.survivors:
            yield f"  {slug}: {'; '.join(proof.survivors)}"
