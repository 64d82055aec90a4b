"""Calls one of the three functions by name."""


def drive(solution, name, *args):
    found = solution.__globals__.get(name)
    if not callable(found):
        raise NameError(f"there is no function {name}")
    return found(*args)
