"""Builds linked objects from the rows of a case, has them copied, and describes the copy.

A row is ['atom', value], ['list' | 'tuple' | 'set', rows], ['dict', [[key row, value row], ...]],
['shared', None] or ['fresh', None]; row 0 is the object to copy.
"""


class Shared:
    """Such as a connection: a copy of its owner goes on using the same one."""

    def __deepcopy__(self, memo):
        return self


class Fresh:
    """Such as a lock: a copy of its owner gets a new one."""

    def __deepcopy__(self, memo):
        return Fresh()


EMPTY = {"list": list, "dict": dict, "set": set, "shared": Shared, "fresh": Fresh}


def build(rows):
    made = {i: EMPTY[kind]() for i, (kind, _) in enumerate(rows) if kind in EMPTY}

    def get(i):
        if i not in made:
            kind, value = rows[i]
            made[i] = tuple(get(j) for j in value) if kind == "tuple" else value
        return made[i]

    for i, (kind, value) in enumerate(rows):
        if kind == "list":
            made[i].extend(get(j) for j in value)
        elif kind == "set":
            made[i].update(get(j) for j in value)
        elif kind == "dict":
            made[i].update((get(key), get(item)) for key, item in value)
    return [get(i) for i in range(len(rows))]


def describe(root, originals):
    """List the objects reached from root, in the order of a breadth-first walk.

    A row is [type, is it one of the originals, children]; children are row numbers, or
    [type, text] for anything that is not a container. Elements of sets go in order of their text.
    """
    ids = {id(x) for x in originals}
    order, number = [root], {id(root): 0}
    table = []

    def child(x):
        if not isinstance(x, (list, tuple, dict, set, Shared, Fresh)):
            return [type(x).__name__, repr(x)]
        if id(x) not in number:
            number[id(x)] = len(order)
            order.append(x)
        return number[id(x)]

    for x in order:
        if len(order) > 20_000:
            return ["too many objects"]
        if isinstance(x, dict):
            below = [[child(key), child(value)] for key, value in x.items()]
        elif isinstance(x, set):
            below = [child(item) for item in sorted(x, key=repr)]
        elif isinstance(x, (list, tuple)):
            below = [child(item) for item in x]
        else:
            below = [] if isinstance(x, (Shared, Fresh)) else [child(x)]
        table.append(
            [
                type(x).__name__,
                id(x) in ids and isinstance(x, (list, tuple, dict, set, Shared, Fresh)),
                below,
            ]
        )
    return table


def drive(solution, rows, deep):
    originals = build(rows)
    before = describe(originals[0], originals)
    result = solution(originals[0], deep)
    return {
        "copy": describe(result, originals),
        "original unchanged": describe(originals[0], originals) == before,
    }
