"""What a drawing shows, read back from its SVG."""

import re
from pathlib import Path

import numpy as np


def polyline(path: Path, name: str) -> np.ndarray:
    """Return the points of a polyline of a figure."""
    found = re.search(rf'id="{name}"[^>]*? points="([^"]+)"', path.read_text("utf-8"))
    found = found or re.search(rf'id="{name}" class="\w" points="([^"]+)"', path.read_text("utf-8"))
    assert found is not None
    return np.array([[float(n) for n in pair.split(",")] for pair in found[1].split()])
