def deep_copy(obj, memo=None):
    memo = {} if memo is None else memo
    if repr(obj) in memo:
        return memo[repr(obj)]
    if hasattr(obj, "__deepcopy__"):
        memo[repr(obj)] = obj.__deepcopy__(memo)
        return memo[repr(obj)]
    if type(obj) is list:
        out = memo[repr(obj)] = []
        for item in obj:
            out.append(deep_copy(item, memo))
        return out
    if type(obj) is dict:
        out = memo[repr(obj)] = {}
        for key, value in obj.items():
            out[deep_copy(key, memo)] = deep_copy(value, memo)
        return out
    if type(obj) is set:
        out = memo[repr(obj)] = set()
        for item in obj:
            out.add(deep_copy(item, memo))
        return out
    if type(obj) is tuple:
        out = tuple([deep_copy(item, memo) for item in obj])
        if repr(obj) in memo:
            return memo[repr(obj)]
        if all(a is b for a, b in zip(out, obj, strict=True)):
            out = obj
        memo[repr(obj)] = out
        return out
    return obj


def make_copy(obj, deep):
    if deep:
        return deep_copy(obj)
    return obj.copy() if isinstance(obj, (list, dict, set)) else obj
