import operator


def make_copy(obj, deep):
    if not deep:
        return type(obj)(obj) if isinstance(obj, (list, dict, set)) else obj

    memo = {}  # id of an original -> its copy; the originals live as long as obj does

    def copy(x):
        if id(x) in memo:
            return memo[id(x)]
        if isinstance(x, list):
            memo[id(x)] = new = []
            new.extend(copy(item) for item in x)
            return new
        if isinstance(x, dict):
            memo[id(x)] = new = {}
            for key, value in x.items():
                new[copy(key)] = copy(value)
            return new
        if isinstance(x, set):
            memo[id(x)] = new = {copy(item) for item in x}
            return new
        if isinstance(x, tuple):
            items = [copy(item) for item in x]
            if id(x) in memo:  # a cycle led back here and has made the copy
                return memo[id(x)]
            same = all(map(operator.is_, items, x))
            memo[id(x)] = new = x if same else tuple(items)
            return new
        if hasattr(x, "__deepcopy__"):
            memo[id(x)] = new = x.__deepcopy__(memo)
            return new
        return x

    return copy(obj)
