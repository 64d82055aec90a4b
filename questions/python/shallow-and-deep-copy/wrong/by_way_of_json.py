import json


def deep_copy(obj):
    return json.loads(json.dumps(obj))


def make_copy(obj, deep):
    if deep:
        return deep_copy(obj)
    return obj.copy() if isinstance(obj, (list, dict, set)) else obj
