"""Deep without recursion through containers: find every object, make shells, then fill them."""


def children(x):
    if isinstance(x, dict):
        return [*x.keys(), *x.values()]
    return list(x) if isinstance(x, (list, tuple, set)) else []


def make_copy(obj, deep):
    if not deep:
        return obj.copy() if hasattr(obj, "copy") else obj

    found, stack = {}, [obj]
    while stack:
        x = stack.pop()
        if id(x) not in found:
            found[id(x)] = x
            stack += children(x)

    new = {}
    for key, x in found.items():
        if isinstance(x, (list, dict, set)):
            new[key] = type(x)()
        elif hasattr(x, "__deepcopy__"):
            new[key] = x.__deepcopy__(new)

    def resolve(x):
        """Everything but tuples has its shell by now, so this cannot run in circles."""
        if isinstance(x, tuple) and id(x) not in new:
            items = tuple(resolve(item) for item in x)
            new[id(x)] = x if all(map(lambda a, b: a is b, items, x)) else items
        return new.get(id(x), x)

    for key, x in found.items():
        if isinstance(x, list):
            new[key][:] = map(resolve, x)
        elif isinstance(x, set):
            new[key].update(map(resolve, x))
        elif isinstance(x, dict):
            new[key].update((resolve(k), resolve(v)) for k, v in x.items())
    return resolve(obj)
