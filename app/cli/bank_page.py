"""The page about the bank that its check writes: what there is, and how well it holds."""

from collections.abc import Iterator, Mapping, Sequence

from app.bank.checking import Report
from app.domain.kinds import KINDS
from app.services.proving import Proof

_LEVELS = (1, 2, 3, 4, 5)


def page(report: Report, proofs: Mapping[str, Proof]) -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines(report, proofs)) + "\n"


def _lines(report: Report, proofs: Mapping[str, Proof]) -> Iterator[str]:
    found, tracks = report.statistics, report.tracks
    opened = sum(kinds["open"] for kinds in found.kinds.values())
    rows = len(report.covers) + len(report.uncovered)
    yield "# The bank in figures"
    yield ""
    yield "Written by `mianjing bank check --page docs/bank.md`; not to be edited by hand."
    yield ""
    yield f"- {found.live} questions are live, {found.review} wait for a second reader."
    yield f"- Problems: {len(report.problems)}. Inventory rows with a live question:"
    yield f"  {rows - len(report.uncovered)} of {rows}{_missing(report.uncovered)}."
    yield f"- {found.varied} come with fresh numbers at every showing, {opened} are open with a"
    yield f"  rubric, {found.errata} correct an error of the notes that they grew from,"
    yield f"  {found.figures} have a drawing."
    yield f"- {found.chains} chains of follow-up questions are at least three questions long."
    yield f"- {found.texts:,} texts, each of them in Chinese and in English: a file without one of"
    yield "  the two, or with different formulas in them, is refused."
    yield ""
    yield "## Questions by track and kind"
    yield ""
    yield from _table(
        ["track", *KINDS, "all"],
        [[track.title.en, *(found.kinds[track.slug][kind] for kind in KINDS)] for track in tracks],
    )
    yield ""
    yield "## Questions by track and difficulty"
    yield ""
    yield from _table(
        ["track", *map(str, _LEVELS), "all"],
        [
            [track.title.en, *(found.difficulties[track.slug].get(level, 0) for level in _LEVELS)]
            for track in tracks
        ],
    )
    yield ""
    yield "## Does the length of an option give it away?"
    yield ""
    yield "Of questions with one right option: in how many it is the longest, and in how many it"
    yield "would be by chance. Beside it, how long right options of multiple choice are on average,"
    yield "wrong ones being 1."
    yield ""
    yield "| language | questions | right one longest | by chance | right to wrong |"
    yield "|---|--:|--:|--:|--:|"
    for lang, lengths in found.lengths.items():
        yield (
            f"| {lang} | {lengths.questions} | {lengths.longest} | {lengths.expected:g} "
            f"| {found.multi_ratio[lang]:.2f} |"
        )
    yield ""
    yield from _exercises(proofs)


def _exercises(proofs: Mapping[str, Proof]) -> Iterator[str]:
    killed, made = sum(p.killed for p in proofs.values()), sum(p.mutants for p in proofs.values())
    yield "## Exercises"
    yield ""
    yield f"{len(proofs)} exercises ran their own tests. Of {made:,} small changes of their"
    yield f"references {killed:,} were noticed. Those that were not:"
    yield ""
    alive = {slug: proof for slug, proof in proofs.items() if proof.survivors}
    for slug, proof in alive.items():
        yield f"- `{slug}` ({proof.killed} of {proof.mutants}): {'; '.join(proof.survivors)}"


def _missing(rows: Sequence[str]) -> str:
    return f" (missing: {', '.join(rows)})" if rows else ""


def _table(head: list[str], rows: list[list[str | int]]) -> Iterator[str]:
    """Yield a table with a sum in its last column and row; a nothing is left empty."""
    yield f"| {' | '.join(head)} |"
    yield "|---|" + "--:|" * (len(head) - 1)
    counts = [[cell for cell in row if isinstance(cell, int)] for row in rows]
    for row, numbers in zip(rows, counts, strict=True):
        yield _row(row[0], [*numbers, sum(numbers)])
    sums = [sum(column) for column in zip(*counts, strict=True)]
    yield _row("all", [*sums, sum(sums)])


def _row(name: str | int, numbers: list[int]) -> str:
    return f"| {name} | {' | '.join(str(n) if n else '' for n in numbers)} |"
