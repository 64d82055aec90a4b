"""Facts of the questions on iterators, generators, closures and decorators."""

import collections.abc
import contextlib
import inspect
import io
import socket
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.expressions import compile_expression
from tests.facts.prose import says, texts, variants

Question = dict[str, Any]


def program(question: Question) -> str:
    """Return the first block of Python of the prompt."""
    block: str = question["prompt"]["en"].split("```python\n")[1].split("```")[0]
    return block


def run(source: str) -> tuple[dict[str, Any], list[str]]:
    """Run a snippet of a prompt; return its names and the lines it printed."""
    space: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(source, space)  # noqa: S102 - our own
    return space, out.getvalue().splitlines()


def filled(source: str, numbers: dict[str, Any]) -> str:
    """Put the numbers of a variant into a snippet."""
    for name, number in numbers.items():
        source = source.replace("{{" + name + "}}", str(number))
    return source


class Indexed:
    """Has `__getitem__` only."""

    def __getitem__(self, index: int) -> int:
        if index > 2:
            raise IndexError
        return index


class OnlyNext:
    """Has `__next__` only."""

    def __next__(self) -> int:
        return 1


class Holder:
    """Has `__contains__` only."""

    def __contains__(self, item: object) -> bool:
        return True


def test_what_iter_accepts(question: Question, tmp_path: Path) -> None:
    def numbers() -> Iterator[int]:
        yield 1

    path = tmp_path / "text"
    path.write_text("a\n")
    with path.open() as file, socket.socket() as plug:
        objects = {
            "getitem": Indexed(),
            "contains": Holder(),
            "next": OnlyNext(),
            "file": file,
            "socket": plug,
            "gen": numbers(),
        }
        accepted = set()
        for name, thing in objects.items():
            with contextlib.suppress(TypeError):
                iter(thing)  # type: ignore[call-overload]
                accepted.add(name)
    assert accepted == {o["id"] for o in question["options"] if o["correct"]}
    assert objects.keys() == {o["id"] for o in question["options"]}
    assert next(OnlyNext()) == 1
    assert not isinstance(Indexed(), collections.abc.Iterable)
    assert isinstance(Holder(), collections.abc.Container)
    with pytest.raises(TypeError):
        next([1])  # type: ignore[call-overload]


def test_half_consumed_generator(question: Question) -> None:
    keys = {g["id"]: compile_expression(g["answer"]["value"]) for g in question["gaps"]}
    for v, _ in variants(question, 40):
        space, _out = run(filled(program(question), v))
        assert space["pairs"][0][1] == keys["first"].value(v)
        assert len(space["rest"]) == keys["rest"].value(v)
        assert len(space["again"]) == keys["again"].value(v)
        swapped = program(question).replace("range({{m}}), g", "g, range({{m}})")
        other, _out = run(filled(swapped, v))
        assert len(other["rest"]) == len(space["rest"]) - 1


def test_generator_with_return(question: Question) -> None:
    space, out = run(program(question))
    (chosen,) = (o for o in question["options"] if o["correct"])
    assert chosen["text"]["en"] == f"`{out[0]}`"
    generator = space["inner"]()
    next(generator)
    with pytest.raises(StopIteration) as end:
        next(generator)
    assert end.value.value == 2
    says(question, "e.value == 2")

    def branch(*, flag: bool) -> Generator[int, None, int]:
        if flag:
            yield 1
        return 2

    assert inspect.isgenerator(branch(flag=False))


def test_closures_bind_late(question: Question) -> None:
    for v, key in variants(question, 40):
        space, out = run(filled(program(question), v))
        assert out == [str(key)]
        cells = [f.__closure__[0] for f in space["fs"]]
        assert cells[0] is cells[1]
        assert cells[0].cell_contents == v["k"] - 1
    loose, decorated = [], []
    for f in (abs, int, float):

        def wrapper() -> object:
            return f  # noqa: B023 - the trap

        def deco(f: object) -> Callable[[], object]:
            return lambda: f

        loose.append(wrapper)
        decorated.append(deco(f))
    assert [call() for call in loose] == [float] * 3
    assert [call() for call in decorated] == [abs, int, float]


def test_mutable_default_grows(question: Question) -> None:
    for v, key in variants(question, 40):
        space, out = run(filled(program(question), v))
        assert out == [str(key)]
        assert space["put"].__defaults__[0] is space["first"]
        assert space["first"] is space["second"]


def test_stacked_decorators_order(question: Question) -> None:
    space, defined = run(program(question))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        space["job"]()
    called = out.getvalue().splitlines()
    printed = [f"`{line}`" for line in [*defined, *called]]
    assert printed == [item["text"]["en"] for item in question["items"]]
    assert (len(defined), len(called)) == (4, 3)
    assert space["job"].__name__ == "run"
    assert not {item["text"]["en"] for item in question["extra"]} & set(printed)
    kept = program(question).replace("def run", "@functools.wraps(f)\n        def run")
    space, defined = run("import functools\n" + kept)
    assert defined[3] == "wrap A job"
    assert space["job"].__name__ == "job"


def test_generator_or_list(question: Question, tmp_path: Path) -> None:
    source = question["explanation"]["en"].split("```python\n")[1].split("```")[0]
    assert source in texts(question, "zh")
    path = tmp_path / "big.txt"
    path.write_text("1\n2\n3\n")
    space: dict[str, Any] = {"parse": int}
    exec(source, space)  # noqa: S102 - our own
    samples = space["Samples"](path)
    assert list(samples) == list(samples) == [1, 2, 3]
    assert iter(samples) is not samples
    once = (int(line) for line in path.read_text().splitlines())
    assert iter(once) is once
    assert (len(list(once)), len(list(once))) == (3, 0)
    with path.open() as file:  # the probe: the file itself is used up
        walks = [list(int(line) for line in file) for _ in range(2)]  # noqa: C400
    assert walks == [[1, 2, 3], []]
