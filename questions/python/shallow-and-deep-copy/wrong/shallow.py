def make_copy(obj, deep):
    if hasattr(obj, "__deepcopy__"):
        return obj.__deepcopy__({})
    if isinstance(obj, (list, dict, set)):
        return obj.copy()
    return obj
