"""The programs of an exercise, loaded for comparison with an independent witness."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

QUESTIONS = Path(__file__).parents[2] / "questions"


class Programs:
    """Reference, alternative and cases of one exercise of this repository."""

    def __init__(self, question: dict[str, Any]) -> None:
        (self._folder,) = [
            path.parent for path in QUESTIONS.glob(f"*/{question['slug']}/question.yaml")
        ]
        self._question = question

    def solutions(self) -> list[Callable[..., Any]]:
        """Return the reference and every alternative."""
        files = [self._question["reference"], *self._question["alternatives"]]
        return [self._run(one["file"])[self._question["entry"]] for one in files]

    @property
    def reference(self) -> Callable[..., Any]:
        """Return the reference."""
        return self.solutions()[0]

    @property
    def drive(self) -> Callable[..., Any]:
        """Return the driver: it takes a solution and the arguments of a case."""
        made: Callable[..., Any] = self._run(self._question["driver"]["file"])["drive"]
        return made

    def cases(self, seeds: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Yield the arguments of every group under some seeds, with the group's name."""
        make = self._run(self._question["cases"]["file"])["cases"]
        for seed in range(seeds):
            for group in self._question["groups"]:
                plain = self._question["profile"] == "stdlib"
                rng = random.Random(seed) if plain else np.random.default_rng(seed)  # noqa: S311
                yield from ((group["name"], args) for args in make(rng, group["name"]))

    def _run(self, file: str) -> dict[str, Any]:
        path = self._folder / file
        space: dict[str, Any] = {"__name__": path.stem}
        exec(compile(path.read_text("utf-8"), str(path), "exec"), space)  # noqa: S102 - our own
        return space
