def deep_copy(obj, memo=None):
    memo = {} if memo is None else memo
    if id(obj) in memo:
        return memo[id(obj)]
    if hasattr(obj, "__deepcopy__"):
        memo[id(obj)] = obj.__deepcopy__(memo)
        return memo[id(obj)]
    if type(obj) is list:
        out = memo[id(obj)] = []
        for item in obj:
            out.append(deep_copy(item, memo))
        return out
    if type(obj) is dict:
        out = memo[id(obj)] = {}
        for key, value in obj.items():
            out[deep_copy(key, memo)] = deep_copy(value, memo)
        return out
    if type(obj) is set:
        out = memo[id(obj)] = set()
        for item in obj:
            out.add(deep_copy(item, memo))
        return out
    if type(obj) is tuple:
        out = tuple([deep_copy(item, memo) for item in obj])
        if id(obj) in memo:
            return memo[id(obj)]
        if all(a is b for a, b in zip(out, obj, strict=True)):
            out = obj
        memo[id(obj)] = out
        return out
    return obj


def make_copy(obj, deep):
    if deep:
        return deep_copy(obj)
    other = obj
    return other
