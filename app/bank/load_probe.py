"""Load a bank once in a process of its own and say what it took: used by `mianjing bench bank`.

python -m app.bank.load_probe ROOT CACHE prints one JSON object.
"""

import json
import resource
import sys
import time
from pathlib import Path

_KIB = 1024


def probe(root: Path, cache: Path) -> dict[str, float | int | bool]:
    """Load `root` with `cache` and return seconds, counts and peak memory (MiB) so far."""
    started = time.perf_counter()
    from app.bank import maths  # noqa: PLC0415 - importing is part of what is measured
    from app.bank.loading import load  # noqa: PLC0415

    imported = time.perf_counter()
    bank = load(root, cache)
    loaded = time.perf_counter()
    html = bank.html(bank.live[0].prompt, "zh") if bank.live else ""
    shown = time.perf_counter()
    return {
        "questions": len(bank.entries),
        "problems": len(bank.problems),
        "import_s": round(imported - started, 3),
        "load_s": round(loaded - imported, 3),
        "first_text_s": round(shown - loaded, 3) if html else 0.0,
        "quickjs_started": maths.engine.started,
        "peak_rss_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(probe(Path(sys.argv[1]), Path(sys.argv[2]))) + "\n")
