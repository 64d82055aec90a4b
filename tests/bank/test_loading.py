"""Loading: nothing is rendered twice, and nothing that was good is lost."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bank import reading
from app.bank.bank import Bank
from app.bank.loading import load
from app.bank.reading import Content, read_question
from app.bank.rendering import Rendered, render
from tests.bank.making import UIDS, bank, put, question

LONG_AGO_NS = 1_700_000_000_000_000_000
SVG = '<svg xmlns="http://www.w3.org/2000/svg"></svg>'


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which every text is added that goes through the renderer."""
    calls: list[str] = []

    def counted(source: str, *rest: object) -> Rendered:
        calls.append(source)
        return render(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "render", counted)
    return calls


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return settle(bank(tmp_path / "bank"))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def settle(root: Path) -> Path:
    """Make every file look old: a file changed a moment ago is read again to be safe."""
    for path in root.rglob("*.*"):
        os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
    return root


def title(loaded: Bank, slug: str = "why-pool") -> str:
    found = loaded.get(slug)
    assert found is not None
    return found.title.en


def codes(loaded: Bank) -> list[str]:
    return [problem.code for problem in loaded.problems]


# ------------------------------------------------------------------ cold, warm, reloaded


def test_a_cold_start_renders_and_a_warm_one_does_not(
    root: Path, cache: Path, rendered: list[str]
) -> None:
    first = load(root, cache)
    cold = len(rendered)
    second = load(root, cache)

    assert cold > 0
    assert len(rendered) == cold
    assert second.fingerprint == first.fingerprint
    assert second.html(second.live[0].prompt, "zh") == first.html(first.live[0].prompt, "zh")


def test_a_warm_start_does_not_open_the_question_files(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(root, cache)
    opened: list[Path] = []
    read_bytes = Path.read_bytes

    def counted(path: Path) -> bytes:
        opened.append(path)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    load(root, cache)

    assert [path for path in opened if path.parent.name == "convolution"] == []


def test_a_warm_start_does_not_start_quickjs_even_to_show_a_formula(
    root: Path, cache: Path
) -> None:
    def probe() -> dict[str, object]:
        command = [sys.executable, "-m", "app.bank.load_probe", str(root), str(cache)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
        found: dict[str, object] = json.loads(done.stdout)
        return found

    cold, warm = probe(), probe()

    assert cold["quickjs_started"] is True
    assert warm["quickjs_started"] is False
    assert warm["questions"] == cold["questions"] == 1


def test_a_reload_reads_only_what_changed(root: Path, cache: Path, rendered: list[str]) -> None:
    put(root, "convolution/pool-two.yaml", question("pool-two", uid=UIDS[1]))
    before = load(root, cache)
    rendered.clear()
    put(
        settle(root),
        "convolution/pool-two.yaml",
        question("pool-two", uid=UIDS[1], title="{zh: 新标题, en: A new title}"),
    )

    after = load(root, cache, previous=before)

    assert title(after, "pool-two") == "A new title"
    assert "A new title" in rendered
    assert after.entry("why-pool") == before.entry("why-pool")
    assert after.revision("pool-two") != before.revision("pool-two")


def test_a_change_within_the_same_instant_and_size_is_seen(root: Path, cache: Path) -> None:
    put(root, "convolution/why-pool.yaml", question(title="{zh: 甲, en: AAAA}"))
    before = load(root, cache)
    stat = (root / "convolution/why-pool.yaml").stat()
    path = put(root, "convolution/why-pool.yaml", question(title="{zh: 乙, en: BBBB}"))
    os.utime(path, ns=(stat.st_mtime_ns, stat.st_mtime_ns))

    assert title(load(root, cache, previous=before)) == "BBBB"
    assert title(load(root, cache)) == "BBBB"


def test_a_touched_file_is_the_same_revision(root: Path, cache: Path, rendered: list[str]) -> None:
    before = load(root, cache)
    rendered.clear()
    (root / "convolution/why-pool.yaml").touch()

    after = load(root, cache)

    assert after.fingerprint == before.fingerprint
    assert rendered == []


def test_another_renderer_renders_again(
    root: Path, cache: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(root, cache)
    rendered.clear()
    monkeypatch.setattr("app.bank.archive.renderer_version", lambda: "another")

    load(root, cache)

    assert rendered != []


def test_a_deleted_question_is_gone(root: Path, cache: Path) -> None:
    before = load(root, cache)
    (root / "convolution/why-pool.yaml").unlink()

    assert load(root, cache, previous=before).entries == ()
    assert load(root, cache).entries == ()


# ------------------------------------------------------------------------ what breaks

BREAKS: list[Callable[[str], str]] = [
    lambda text: text + "title: {zh: a, en: b}\n",
    lambda text: text.replace("kind: single", "kind: singel"),
    lambda text: text.replace("4/2=2", "\\frac{4"),
    lambda text: text.replace("difficulty: 2", "difficulty: ["),
    lambda _text: "",
    lambda _text: "\x00",
]


@pytest.mark.parametrize("breaking", BREAKS)
def test_a_file_that_breaks_keeps_its_last_good_revision(
    root: Path, cache: Path, breaking: Callable[[str], str]
) -> None:
    before = load(root, cache)
    put(root, "convolution/why-pool.yaml", breaking(question()))

    reloaded = load(root, cache, previous=before)
    restarted = load(root, cache)

    for after in (reloaded, restarted):
        assert title(after) == "What pooling does"
        assert after.revision("why-pool") == before.revision("why-pool")
        assert {problem.file for problem in after.problems} == {"convolution/why-pool.yaml"}
        assert "<math" in after.html(after.live[0].prompt, "en")


def test_the_last_good_revision_survives_several_bad_ones_and_a_new_renderer(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(root, cache)
    for junk in ("a", "b: [", "c: d"):
        put(root, "convolution/why-pool.yaml", junk)
        assert title(load(root, cache)) == "What pooling does"
    monkeypatch.setattr("app.bank.archive.renderer_version", lambda: "another")

    after = load(root, cache)

    assert title(after) == "What pooling does"
    assert "<math" in after.html(after.live[0].prompt, "en")


def test_a_mended_file_takes_over(root: Path, cache: Path) -> None:
    first = load(root, cache)
    put(root, "convolution/why-pool.yaml", "broken")
    second = load(root, cache, previous=first)
    put(root, "convolution/why-pool.yaml", question(title="{zh: 好了, en: Mended}"))

    third = load(root, cache, previous=second)

    assert title(third) == "Mended"
    assert third.problems == ()


def test_without_a_cache_a_broken_newcomer_is_only_a_problem(root: Path) -> None:
    put(root, "convolution/broken.yaml", "a: [")

    loaded = load(root)

    assert [entry.question.slug for entry in loaded.entries] == ["why-pool"]
    assert codes(loaded) == ["E-yaml"]


def test_of_two_files_with_one_slug_the_old_one_stays(root: Path, cache: Path) -> None:
    before = load(root, cache)
    put(root, "convolution/aaa.yaml", question(title="{zh: 冒名, en: An impostor}"))

    after = load(root, cache, previous=before)

    assert title(after) == "What pooling does"
    assert "E-duplicate-slug" in codes(after)
    assert {problem.file for problem in after.problems} == {"convolution/aaa.yaml"}


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 1}', '{"format":1,"files":{"a":3}}'])
def test_a_damaged_cache_costs_only_time(root: Path, cache: Path, damage: str) -> None:
    fingerprint = load(root, cache).fingerprint
    for path in cache.rglob("*.json"):
        path.write_text(damage, "utf-8")

    after = load(root, cache)

    assert after.fingerprint == fingerprint
    assert "<math" in after.html(after.live[0].prompt, "zh")


def test_a_cache_that_cannot_be_written_is_no_obstacle(root: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where a folder should be")

    loaded = load(root, blocked)

    assert "<math" in loaded.html(loaded.live[0].prompt, "zh")
    assert "<math" in load(root, blocked, previous=loaded).html(loaded.live[0].prompt, "zh")


def test_revision_changes_with_a_picture(root: Path, cache: Path) -> None:
    text = question(
        prompt="{zh: '![](pool.svg) 看', en: '![](pool.svg) look'}",
        more="figures: [{file: pool.svg, alt: {zh: 图, en: a picture}}]\n",
    )
    put(root, "convolution/why-pool.yaml", text)
    put(root, "convolution/pool.svg", SVG)
    first = load(root, cache)
    put(settle(root), "convolution/pool.svg", SVG.replace("></", "><rect/></"))
    second = load(root, cache, previous=first)

    assert first.revision("why-pool") != second.revision("why-pool")
    assert first.figure("why-pool", "pool.svg") == SVG.encode()
    assert second.figure("why-pool", "pool.svg") != SVG.encode()
    assert second.figure("why-pool", "other.svg") is None
    assert first.html(first.live[0].prompt, "en") != second.html(second.live[0].prompt, "en")


def test_an_empty_folder_is_an_empty_bank(tmp_path: Path) -> None:
    loaded = load(tmp_path / "nowhere", tmp_path / "cache")

    assert loaded.live == ()
    assert codes(loaded) == ["E-unreadable"]


def test_questions_come_in_the_order_of_the_curriculum(root: Path) -> None:
    put(root, "convolution/hard.yaml", question("hard", uid=UIDS[1], difficulty="5"))
    put(root, "convolution/one.yaml", question("one", uid=UIDS[2], topic="conv-1x1"))
    put(
        root,
        "normalisation/bn.yaml",
        question("bn", uid=UIDS[3], track="normalisation", topic="bn-concept", difficulty="1"),
    )

    slugs = [found.slug for found in load(root).live]

    assert slugs == ["why-pool", "hard", "one", "bn"]


def test_drafts_are_known_but_not_live(root: Path) -> None:
    put(root, "convolution/why-pool.yaml", question(status="draft"))

    loaded = load(root)

    assert loaded.live == ()
    assert title(loaded) == "What pooling does"
    assert loaded.by_uid(UIDS[0]) == loaded.get("why-pool")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(["", "x", "- ", "{", "'", "$", ": ", "\t"])),
        min_size=1,
        max_size=4,
    )
)
def test_no_damage_to_a_question_makes_reading_raise(damage: list[tuple[int, str]]) -> None:
    lines = question(more="followups: [{when: wrong, ask: other-one}]\n").splitlines()
    for index, scrap in damage:
        lines[index % len(lines)] = lines[index % len(lines)][: index % 13] + scrap

    found = read_question(Content("convolution/why-pool.yaml", "\n".join(lines).encode(), {}))

    assert found.question is not None or found.problems


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_file_content_makes_reading_raise(content: bytes) -> None:
    assert read_question(Content("convolution/x.yaml", content, {})).problems
