"""`mianjing bench bank`: how long loading takes, cold and warm, each in a fresh process."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.bank.reading import question_files
from app.bank.templates import new_ulid
from app.settings import Settings

GENERATED = 10_000
_UID = re.compile(r"^uid: .*$", re.MULTILINE)
_SLUG = re.compile(r"^slug: (\S+).*$", re.MULTILINE)
_ASK = re.compile(r"\bask: ([a-z0-9-]+)")


def bench_bank(json_wanted: bool, /, generated: int = GENERATED) -> None:
    """Measure this bank and a generated one, and print a table or one JSON document."""
    questions = Settings().questions_dir
    with tempfile.TemporaryDirectory(prefix="mianjing-bench-") as scratch:
        results = list(_measure(questions, Path(scratch), generated))
    if json_wanted:
        print(json.dumps({"bank": results}))
        return
    print(f"{'bank':<12} {'start':<5} {'questions':>9} {'load':>8} {'total':>8} {'peak RSS':>9}")
    for row in results:
        total = row["import_s"] + row["load_s"]
        print(
            f"{row['bank']:<12} {row['start']:<5} {row['questions']:>9} {row['load_s']:>6.2f} s "
            f"{total:>6.2f} s {row['peak_rss_mib']:>5} MiB"
        )
    print("total: with importing the program. Generated questions share their formulas, which are")
    print("rendered once per process, so a cold start of as many different questions takes longer.")


def _measure(questions: Path, scratch: Path, generated: int) -> Iterator[dict[str, Any]]:
    large = scratch / "generated"
    generate(questions, large, generated)
    for name, root in (("this bank", questions), ("generated", large)):
        cache = scratch / f"cache-{root.name}"
        for start in ("cold", "warm"):
            yield {"bank": name, "start": start} | _probe(root, cache)


def _probe(root: Path, cache: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "app.bank.load_probe", str(root), str(cache)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def generate(questions: Path, target: Path, count: int) -> None:
    """Write `count` question files made from the real ones: new uid and slug, same texts."""
    target.mkdir(parents=True)
    for path in questions.glob("*.*"):
        shutil.copy(path, target / path.name)
    originals = [path for path in question_files(questions) if path.name != "question.yaml"]
    texts = [(path.parent.name, path.read_text("utf-8")) for path in originals]
    for number in range(count if texts else 0):
        copy, index = divmod(number, len(texts))
        folder, text = texts[index]
        slug = _SLUG.search(text)
        name = f"{slug[1] if slug else 'question'}-{copy}"
        text = _UID.sub(f"uid: '{new_ulid(number, number.to_bytes(10))}'", text, count=1)
        text = _SLUG.sub(f"slug: {name}", text, count=1)
        text = _ASK.sub(rf"ask: \1-{copy}", text)
        (target / folder).mkdir(exist_ok=True)
        (target / folder / f"{name}.yaml").write_text(text, "utf-8")
