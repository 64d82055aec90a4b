"""A learner's own input: whether it may be tried, and which argument is which."""

import ast

from sandbox.protocol import Exercise
from sandbox.saying import Message, say, say_unread
from sandbox.screening import screen


class InputError(Exception):
    """A learner's own input that is none, or on which the reference comes to no result."""

    def __init__(self, said: Message) -> None:
        super().__init__(said["en"])
        self.said = said


def check(arguments: str) -> None:
    """Refuse what could not even be handed to a child. Raises InputError."""
    complaint = screen(arguments)
    if complaint is not None and complaint.reason == "empty":
        raise InputError(say("arguments-empty"))
    if complaint is not None:
        raise InputError(say_unread(say(complaint.reason, line=complaint.line)))


def in_order(read: object, exercise: Exercise) -> tuple[object, ...]:
    """Return arguments in the order of the function's parameters. Raises InputError."""
    if isinstance(read, tuple):
        return read
    if not isinstance(read, dict):  # a child of the learner's says what it likes
        raise InputError(say("arguments", detail=type(read).__name__))
    names = parameters(exercise)
    given = {str(name): value for name, value in read.items()}
    if names and set(given) != set(names[: len(given)]):
        raise InputError(say("arguments-names", detail=", ".join(names)))
    return tuple(given[name] for name in names[: len(given)] or given)


def parameters(exercise: Exercise) -> tuple[str, ...]:
    """Return what the function calls its arguments; nothing where a driver hands them on."""
    if exercise.driver:
        return ()
    try:
        tree = ast.parse(exercise.reference)
    except (SyntaxError, ValueError):  # told when it is loaded
        return ()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == exercise.entry:
            return tuple(arg.arg for arg in (*node.args.posonlyargs, *node.args.args))
    return ()
