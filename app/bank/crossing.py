"""Checks that need more than one file: names used twice, names of things that do not exist."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.bank.suggesting import nearest
from app.bank.tracks import INVENTORY_FILE, TRACKS_FILE, Curriculum
from app.domain.kinds import Question
from app.domain.text import Text

_SHOWN = 8
"""Names of a circle that are spelt out."""


@dataclass(frozen=True, slots=True)
class CrossFault:
    """A fault of one file that shows only beside the others. `path` as in Finding."""

    file: str
    path: str
    code: str
    message: Text


def cross_faults(
    questions: Sequence[tuple[str, Question]],
    curriculum: Curriculum,
    names: AbstractSet[str] = frozenset(),
) -> Iterator[CrossFault]:
    """Yield every fault between files. `questions` are (file, question), in file order.

    `names` are the slugs of all files, also of those that could not be read: whoever asks one of
    them is not to blame.
    """
    yield from twins(questions)
    by_slug: dict[str, Question] = {}
    for _, question in questions:
        by_slug.setdefault(question.slug, question)
    for file, question in questions:
        yield from _home(file, question)
        yield from vocabulary_faults(
            file, question.track, question.topic, question.covers, curriculum
        )
        yield from _dangling(file, question, names | by_slug.keys(), curriculum)
    yield from _cycles(questions, by_slug)


def twins(questions: Iterable[tuple[str, Question]]) -> Iterator[CrossFault]:
    """Yield a fault for every slug or uid that an earlier file has already."""
    slugs: dict[str, str] = {}
    uids: dict[str, str] = {}
    for file, question in questions:
        if (first := slugs.setdefault(question.slug, file)) != file:
            yield CrossFault(
                file,
                "slug",
                "E-duplicate-slug",
                Text(
                    zh=f"slug 与 {first} 重复。改名，文件名也一起改。",
                    en=f"{first} has the same slug. Rename this one, and its file.",
                ),
            )
        if (first := uids.setdefault(question.uid, file)) != file:
            yield CrossFault(
                file,
                "uid",
                "E-duplicate-uid",
                Text(
                    zh=f"uid 与 {first} 重复。uid 永不复用：用 mianjing bank new 生成新的。",
                    en=f"{first} has the same uid. A uid is never used twice: "
                    "take a new one from mianjing bank new.",
                ),
            )


def _home(file: str, question: Question) -> Iterator[CrossFault]:
    folder, _, rest = file.partition("/")
    name = rest.partition("/")[0].rpartition(".")[0] or rest.partition("/")[0]
    if name != question.slug:
        yield CrossFault(
            file,
            "slug",
            "E-slug-file",
            Text(
                zh=f"slug 与文件名不同：文件名是 {name}，slug 是 {question.slug}。",
                en=f"slug and file name differ: {name} and {question.slug}.",
            ),
        )
    if folder != question.track:
        yield CrossFault(
            file,
            "track",
            "E-track-folder",
            Text(
                zh=f"track 与文件夹不同：文件在 {folder}/，track 是 {question.track}。",
                en=f"track and folder differ: the file is in {folder}/, track is {question.track}.",
            ),
        )


def vocabulary_faults(
    file: str, track: str, topic: str, covers: Iterable[str], curriculum: Curriculum
) -> Iterator[CrossFault]:
    """Yield a fault for every track, topic and row that does not exist."""
    home = curriculum.by_slug.get(track)
    if home is None:
        yield _unknown(file, "track", track, curriculum.by_slug, TRACKS_FILE)
    else:
        topics = [one.slug for one in home.topics]
        if topic not in topics:
            yield _unknown(file, "topic", topic, topics, TRACKS_FILE)
    for index, row in enumerate(covers):
        if row not in curriculum.rows:
            yield _unknown(file, f"covers[{index}]", row, curriculum.rows, INVENTORY_FILE)


def _unknown(
    file: str, path: str, name: str, known: Iterable[str] | Mapping[str, object], where: str
) -> CrossFault:
    field = path.partition("[")[0]
    guess = nearest(name, known)
    hint_zh, hint_en = (f"是不是 {guess}？", f" Did you mean {guess}?") if guess else ("", "")
    code = "E-unknown-row" if field == "covers" else f"E-unknown-{field}"
    return CrossFault(
        file,
        path,
        code,
        Text(
            zh=f"{where} 里没有 {name[:80]}。{hint_zh}",
            en=f"{where} has no {name[:80]}.{hint_en}",
        ),
    )


def _dangling(
    file: str, question: Question, names: AbstractSet[str], curriculum: Curriculum
) -> Iterator[CrossFault]:
    planned = set(curriculum.rows.values())
    for index, follow in enumerate(question.followups):
        target = follow.ask
        if target is None or target in names:
            continue
        if question.status != "live" and target in planned:
            continue
        guess = nearest(target, names)
        hint_zh, hint_en = (f"是不是 {guess}？", f" Did you mean {guess}?") if guess else ("", "")
        yield CrossFault(
            file,
            f"followups[{index}].ask",
            "E-dangling-followup",
            Text(
                zh=f"题库里没有 {target}，live 的题目不能追问它。{hint_zh}",
                en=f"There is no question {target}; a live question cannot ask it.{hint_en}",
            ),
        )


def _cycles(
    questions: Sequence[tuple[str, Question]], by_slug: Mapping[str, Question]
) -> Iterator[CrossFault]:
    """Report every edge that closes a circle, found by depth-first search without recursion."""
    done: set[str] = set()
    for _, start in questions:
        trail: list[str] = []
        on_trail: set[str] = set()
        todo: list[tuple[str, int]] = [(start.slug, 0)]
        while todo:
            slug, index = todo.pop()
            question = by_slug[slug]
            if index == 0:
                if slug in done:
                    continue
                trail.append(slug)
                on_trail.add(slug)
            targets = [(i, f.ask) for i, f in enumerate(question.followups) if f.ask in by_slug]
            if index < len(targets):
                todo.append((slug, index + 1))
                place, target = targets[index]
                if target in on_trail:
                    circle = [*trail[trail.index(str(target)) :], str(target)]
                    yield _cycle(questions, slug, place, circle)
                elif target is not None:
                    todo.append((target, 0))
            else:
                trail.pop()
                on_trail.discard(slug)
                done.add(slug)


def _cycle(
    questions: Sequence[tuple[str, Question]], slug: str, place: int, circle: Sequence[str]
) -> CrossFault:
    file = next(file for file, question in questions if question.slug == slug)
    shown = [*circle[:_SHOWN], "…", circle[-1]] if len(circle) > _SHOWN + 1 else circle
    way = " → ".join(shown)
    return CrossFault(
        file,
        f"followups[{place}].ask",
        "E-cyclic-followup",
        Text(
            zh=f"追问绕成了圈：{way}。去掉其中一条边。",
            en=f"The follow-ups run in a circle: {way}. Remove one of the edges.",
        ),
    )
