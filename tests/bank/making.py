"""Small banks on disk for tests."""

from pathlib import Path

TRACKS = """\
tracks:
  - slug: convolution
    title: {zh: 卷积, en: Convolution}
    topics:
      - {slug: pooling, title: {zh: 池化, en: Pooling}}
      - {slug: conv-1x1, title: {zh: 1×1 卷积, en: The 1×1 convolution}}
  - slug: normalisation
    title: {zh: 归一化, en: Normalisation}
    topics:
      - {slug: bn-concept, title: {zh: BatchNorm, en: BatchNorm}}
"""
INVENTORY = (
    "id\tseed_file\ttopic_slug\tkinds\tone_line\ttrack\ttopic\n"
    "S1-10\t001.txt\tpooling-purpose\tSC\tWhy pool?\tT09 Convolution\tpooling\n"
    "S1-11\t001.txt\tpooling-kinds\tSC\tWhich?\tT09 Convolution\tpooling\n"
)
UIDS = [f"01M7NZ8100GKK9BFA4FSRR9N{n}" for n in range(10, 40)]


def question(slug: str = "why-pool", *, uid: str = UIDS[0], more: str = "", **changes: str) -> str:
    """Return the YAML of a sound single-choice question; `changes` replace whole top-level fields.

    `more` is added at the end.
    """
    fields = {
        "schema": "1",
        "uid": f"'{uid}'",
        "slug": slug,
        "kind": "single",
        "status": "live",
        "track": "convolution",
        "topic": "pooling",
        "skills": "[conv.pooling]",
        "covers": "[S1-10]",
        "difficulty": "2",
        "target_s": "60",
        "title": "{zh: 池化做什么, en: What pooling does}",
        "prompt": (
            "\n  zh: |-\n    对 $4\\times4$ 的图做 $2\\times2$ 最大池化，结果是什么？"
            "\n  en: |-\n    What does $2\\times2$ max pooling make of a $4\\times4$ image?"
        ),
        "options": (
            "\n  - id: a\n    text: {zh: 四个数, en: four numbers}\n    correct: true"
            "\n    why: {zh: 每块取最大值。, en: One maximum per block.}"
            "\n  - id: b\n    text: {zh: 十六个数, en: sixteen numbers}\n    correct: false"
            "\n    why: {zh: 步长是二。, en: The stride is two.}"
        ),
        "explanation": (
            "\n  zh: |-\n    **为什么。** 每块一个数。\n\n    **推导。** $4/2=2$。"
            "\n\n    **检验。** 数一数。"
            "\n  en: |-\n    **Why.** One number per block.\n\n    **Derivation.** $4/2=2$."
            "\n\n    **Check.** Count them."
        ),
        "sources": "[{kind: docs, ref: 'https://pytorch.org/docs/'}]",
    } | changes
    lines = [f"{name}: {value}" for name, value in fields.items() if value != ""]
    return "\n".join(lines) + "\n" + more


def bank(root: Path, files: dict[str, str] | None = None) -> Path:
    """Write a bank under `root`; the default holds one question."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "tracks.yaml").write_text(TRACKS, "utf-8")
    (root / "inventory.tsv").write_text(INVENTORY, "utf-8")
    for name, text in (files or {"convolution/why-pool.yaml": question()}).items():
        put(root, name, text)
    return root


def put(root: Path, name: str, text: str) -> Path:
    """Write one file of a bank."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
